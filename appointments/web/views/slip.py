"""`/appointments/opd/slip/<kind>-<id>`: a token's slip on 80 mm paper. It names nobody."""

from typing import Any

import qrcode
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString, mark_safe
from django.views.generic import TemplateView
from qrcode.image.svg import SvgPathImage

from appointments.events.calendar_event import MODELS
from appointments.hospital_time import today
from appointments.services.queue.listing import place_of
from appointments.services.queue.patient_codes import code_of
from appointments.web.parse_id import parse_id
from appointments.web.views.staff import StaffPage

QUIET_ZONE = 2  # modules of white around the code; scanners of phones need no more on white paper


class SlipPage(StaffPage, TemplateView):
    """404 for a visit without a token of today: the patient's page of another day does not open either."""

    template_name = "appointments/opd/slip.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind, pk = kwargs["kind"], kwargs["pk"]
        if kind not in MODELS:
            raise Http404
        tokens = MODELS[kind].objects.visible_to(self.request.user).with_people()
        visit = get_object_or_404(tokens.exclude(token=""), pk=parse_id(pk), token_day=today())
        place = place_of(visit)
        address = self.request.build_absolute_uri(f"/t/{code_of(visit)}")
        return super().get_context_data(
            visit=visit,
            department=visit.queue_department,
            ahead=place.ahead if place else None,
            code=qr_code(address),
            **kwargs,
        )


def qr_code(text: str) -> SafeString:
    """The QR code as an SVG element, black on white."""
    svg: str = qrcode.make(text, image_factory=SvgPathImage, border=QUIET_ZONE).to_string(encoding="unicode")
    return mark_safe(svg)  # noqa: S308  the library's own drawing: the text is in its dots only
