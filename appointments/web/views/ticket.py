"""`/t/<code>`: a patient's own page. It shows one token, names nobody, and ends with the hospital's day."""

import math
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from appointments.events.board import board_channel
from appointments.hospital_time import iso
from appointments.services.queue import patient_codes, screens
from common import client_address, throttles
from common.access import PUBLIC
from realtime.channels import PRIVATE

ACCESS = replace(PUBLIC, note="with the code of a token of today")

Answer = Callable[..., HttpResponse]


def not_indexed(answer: Answer) -> Answer:
    @wraps(answer)
    def wrapper(*args: Any, **kwargs: Any) -> HttpResponse:
        response = answer(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapper


class TicketPage(View):
    """Works without scripts. A wrong code and one of another day get the same 404."""

    access = ACCESS

    @not_indexed
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        visit = patient_codes.find(code)
        if visit is None:
            if wait := seconds_to_wait(request):
                return throttles.line_of_text(wait)
            return render(request, "appointments/ticket_unknown.html", status=HTTPStatus.NOT_FOUND)
        config = {
            "code": code,
            "channel": PRIVATE + board_channel(visit.queue_department.slug),
            "key": settings.REALTIME_APP_KEY,
            "timeZone": settings.TIME_ZONE,
            "language": get_language(),
        }
        context = {"ticket": screens.ticket_of(visit), "config": config}
        return render(request, "appointments/ticket.html", context)


class TicketState(View):
    access = ACCESS

    @not_indexed
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        visit = patient_codes.find(code)
        if visit is None:
            if wait := seconds_to_wait(request):
                body = {"code": "throttled", "detail": throttles.sentence(wait)}
                headers = {"Retry-After": str(wait)}
                return JsonResponse(body, status=HTTPStatus.TOO_MANY_REQUESTS, headers=headers)
            body = {"code": "not_found", "detail": _("This page is not valid any more.")}
            return JsonResponse(body, status=HTTPStatus.NOT_FOUND)
        return JsonResponse(ticket_card(screens.ticket_of(visit)))


def ticket_card(ticket: screens.Ticket) -> dict[str, Any]:
    estimate = None if ticket.estimate is None else dict(zip(("from", "to"), ticket.estimate, strict=True))
    return asdict(ticket) | {"estimate": estimate, "as_of": iso(ticket.as_of)}


def seconds_to_wait(request: HttpRequest) -> int:
    """Counts a wrong code of this address. Patients with a right one behind the same address are served on."""
    bucket = throttles.buckets("wrong_codes")
    return math.ceil(bucket.take(client_address.network(client_address.of_request(request))))
