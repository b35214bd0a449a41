"""`GET /api/earliest/`: the earliest free times over many doctors."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from appointments.api.fields import MAX_ID, DayOrMomentField, RowField
from appointments.api.serializers import DAY_OR_MOMENT, MAX_IDS, Repeated, SpanAnswer
from appointments.api.views import StaffView
from appointments.hospital_time import iso
from appointments.models import Department, Doctor, Patient, VisitType
from appointments.models.visibility import ByDepartment
from appointments.services.booking.validation import visit_length
from appointments.services.schedule.earliest import Offer, Wishes, earliest

COUNT, MAX_COUNT = 10, 50
CLOCK = "%H:%M"


class EarliestRequest(serializers.Serializer[Any]):
    """Query of `/api/earliest/`; ids and weekdays may be repeated. Needs a department or a doctor."""

    department = Repeated(
        child=serializers.IntegerField(min_value=1, max_value=MAX_ID),
        required=False,
        max_length=MAX_IDS,
        help_text="All doctors of these departments; with `doctor`, those of the named who belong to them.",
    )
    doctor = Repeated(child=serializers.IntegerField(min_value=1, max_value=MAX_ID), required=False, max_length=MAX_IDS)
    visit_type = RowField(VisitType.objects, required=False, help_text="Without it a visit is one slot of its doctor.")
    patient = RowField(Patient.objects, required=False, help_text="Leaves out times at which this patient is booked.")
    weekday = Repeated(
        child=serializers.IntegerField(min_value=0, max_value=6),
        required=False,
        max_length=7,
        help_text="0 is Monday. Any day without it.",
    )
    after = serializers.TimeField(
        format=CLOCK, input_formats=[CLOCK], required=False, help_text="HH:MM: the earliest start on a day."
    )
    before = serializers.TimeField(
        format=CLOCK, input_formats=[CLOCK], required=False, help_text="HH:MM: the latest end on a day."
    )
    count = serializers.IntegerField(min_value=1, max_value=MAX_COUNT, default=COUNT)

    def get_fields(self) -> dict[str, Any]:
        """`from` too, which is a keyword of Python."""
        since = DayOrMomentField(required=False, source="since", help_text=f"Now without it. {DAY_OR_MOMENT}")
        return {**super().get_fields(), "from": since}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not {"department", "doctor"} & attrs.keys():
            sentence = _("Choose a department or a doctor.")
            raise serializers.ValidationError({"department": [sentence]})
        if "after" in attrs and "before" in attrs and attrs["before"] <= attrs["after"]:
            raise serializers.ValidationError({"before": [_("The end must be after the start.")]})
        return attrs


class EarliestAnswer(SpanAnswer):
    class DoctorName(serializers.Serializer[Any]):
        id = serializers.IntegerField()
        name = serializers.CharField()

    doctor = DoctorName()


class EarliestView(StaffView):
    @extend_schema(parameters=[EarliestRequest], responses=EarliestAnswer(many=True))
    def get(self, request: Request) -> Response:
        asked = self.read(EarliestRequest, request.query_params)
        offers = earliest(
            doctors_of(asked, request.user),
            visit_length(asked.get("visit_type")),
            Wishes(asked.get("since"), asked.get("weekday", ()), asked.get("after"), asked.get("before")),
            count=asked["count"],
            patient=asked.get("patient"),
            asker=request.user,
        )
        return Response(list(map(offer_card, offers)))


def doctors_of(asked: dict[str, Any], user: Any) -> Sequence[Doctor]:
    """The active doctors who are asked for. Raises ValidationError for an id of which this user sees no row."""
    doctors: Any = Doctor.objects.visible_to(user)
    departments: Any = Department.objects.visible_to(user)
    for name, rows in (("department", departments), ("doctor", doctors)):
        _check_known(name, asked.get(name, ()), rows)
    if "department" in asked:
        doctors = doctors.filter(department__in=asked["department"])
    if "doctor" in asked:
        doctors = doctors.filter(pk__in=asked["doctor"])
    return list(doctors.filter(is_active=True).order_by("name", "pk"))


def _check_known(name: str, ids: Sequence[int], rows: ByDepartment) -> None:
    missing = set(ids).difference(rows.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    if missing:
        sentence = RowField.default_error_messages["missing"].format(id=min(missing))
        raise serializers.ValidationError({name: [sentence]})


def offer_card(offer: Offer) -> dict[str, Any]:
    return {
        "doctor": {"id": offer.doctor.pk, "name": offer.doctor.name},
        "start": iso(offer.start),
        "end": iso(offer.end),
    }
