"""What the calls accept. Their answers are built by `calendar_event`; they are described here only for the schema."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from rest_framework import serializers

from appointments.api.fields import DayField, DayOrMomentField, MomentField, RowField
from appointments.empty_field_texts import SENTENCES, missing
from appointments.models import Department, Doctor, Patient, Priority, Status, VisitType
from appointments.models.phone import check_phone
from appointments.patient_fields import FIELDS
from appointments.services.queries.calendar import KINDS
from common.drf import FreeText, StrictSerializer, Text

MAX_COMPLAINT, MAX_NOTES, MAX_REASON = 200, 2_000, 500  # characters
AFTER_START = "After `start`."
WHOLE_MINUTES = "In whole minutes: a time with seconds is refused."
DAY_OR_MOMENT = "A moment, or a day, which stands for its midnight."
MAX_VERSION = 2**31 - 1
MAX_IDS = 200
MAX_HOURS_DOCTORS = 40
MAX_HOURS_SPAN = timedelta(days=8)  # a week may be an hour longer where the clock changes


class BookRequest(StrictSerializer):
    patient = RowField(Patient.objects, error_messages=missing("patient"))
    doctor = RowField(Doctor.objects.select_related("department"), error_messages=missing("doctor"))
    start = MomentField(error_messages=missing("start"), help_text=WHOLE_MINUTES)
    end = MomentField(required=False, allow_null=True, help_text=AFTER_START)
    visit_type = RowField(VisitType.objects, required=False, allow_null=True)
    complaint = FreeText(max_length=MAX_COMPLAINT, error_messages=missing("complaint"))
    notes = FreeText(max_length=MAX_NOTES, required=False, allow_blank=True)
    overbook = serializers.BooleanField(required=False)
    reason = FreeText(max_length=MAX_REASON, required=False, allow_blank=True)


class RescheduleRequest(StrictSerializer):
    start = MomentField(required=False, error_messages=missing("start"), help_text=WHOLE_MINUTES)
    end = MomentField(required=False, help_text=AFTER_START)
    doctor = RowField(Doctor.objects.select_related("department"), required=False, error_messages=missing("doctor"))
    visit_type = RowField(VisitType.objects, required=False, allow_null=True)
    complaint = FreeText(max_length=MAX_COMPLAINT, required=False, error_messages=missing("complaint"))
    notes = FreeText(max_length=MAX_NOTES, required=False, allow_blank=True)
    priority = serializers.ChoiceField(Priority.choices, required=False)
    overbook = serializers.BooleanField(required=False)
    reason = FreeText(max_length=MAX_REASON, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=0, max_value=MAX_VERSION)


class StatusRequest(StrictSerializer):
    status = serializers.ChoiceField(Status.choices)
    version = serializers.IntegerField(min_value=0, max_value=MAX_VERSION)
    reason = FreeText(max_length=MAX_REASON, required=False, allow_blank=True)
    confirm = serializers.BooleanField(
        required=False,
        help_text="Goes on after `other_day`: checked in or started, the visit moves to the present.",
    )


class HoldRequest(StrictSerializer):
    doctor = RowField(Doctor.objects.select_related("department"), error_messages=missing("doctor"))
    start = MomentField(error_messages=missing("start"), help_text=WHOLE_MINUTES)
    end = MomentField(help_text=f"{AFTER_START} At most as long as the longest visit type, or as one slot.")


class HoldAnswer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    until = serializers.DateTimeField()


class WalkInRequest(StrictSerializer):
    patient = RowField(Patient.objects, error_messages=missing("patient"))
    department = RowField(Department.objects, error_messages=missing("department"))
    doctor = RowField(Doctor.objects, required=False, allow_null=True)
    complaint = FreeText(max_length=MAX_COMPLAINT, error_messages=missing("complaint"))
    priority = serializers.ChoiceField(Priority.choices, required=False)
    confirm = serializers.BooleanField(required=False)


class WalkInCorrection(StrictSerializer):
    doctor = RowField(Doctor.objects, required=False, allow_null=True, help_text="null: any doctor.")
    complaint = FreeText(max_length=MAX_COMPLAINT, required=False, error_messages=missing("complaint"))
    priority = serializers.ChoiceField(Priority.choices, required=False)
    reason = FreeText(max_length=MAX_REASON, required=False, allow_blank=True)
    version = serializers.IntegerField(min_value=0, max_value=MAX_VERSION)


class BoardRequest(StrictSerializer):
    department = RowField(Department.objects, error_messages=missing("department"))


class BoardAnswer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    url = serializers.CharField(help_text="The path with the secret, which is shown this once.")


class BoardLinkAnswer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    department = serializers.DictField()
    created_at = serializers.DateTimeField()
    created_by = serializers.DictField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True, help_text="To the hour.")


class CalledAnswer(serializers.Serializer[Any]):
    token = serializers.CharField()
    room = serializers.CharField(allow_null=True)
    state = serializers.ChoiceField(["called", "serving"])
    since = serializers.DateTimeField()


class BoardState(serializers.Serializer[Any]):
    heads = serializers.DictField(child=serializers.IntegerField())
    epoch = serializers.CharField()
    now = CalledAnswer(many=True)
    next = serializers.ListField(child=serializers.CharField(), help_text="At most three tokens.")
    skipped = serializers.ListField(child=serializers.CharField(), help_text="The latest first.")
    waiting = serializers.IntegerField()


class PatientFields(StrictSerializer, serializers.ModelSerializer[Patient]):
    serializer_field_mapping = {**serializers.ModelSerializer.serializer_field_mapping, models.CharField: Text}

    phone = Text(
        max_length=40,
        trim_whitespace=False,
        allow_null=True,
        validators=[check_phone],
        error_messages=dict.fromkeys(("required", "blank"), SENTENCES["phone"]),
        help_text="As typed; null for a patient who has none.",
    )
    note = FreeText(max_length=200, required=False, allow_blank=True, help_text="A warning that appointments show.")
    confirm = serializers.BooleanField(required=False, help_text="Goes on although a similar patient is registered.")

    class Meta:
        model: type[models.Model] = Patient
        fields = [*FIELDS, "confirm"]
        extra_kwargs = {
            "name": {"error_messages": missing("name")},
            "language": {"help_text": "Of the name: a tag such as ta or zh-Hant."},
        }


class PatientCorrection(PatientFields):
    version = serializers.IntegerField(
        min_value=0,
        max_value=MAX_VERSION,
        required=False,
        help_text="As read. A record that was changed since is refused: `stale`.",
    )

    class Meta(PatientFields.Meta):
        fields = [*PatientFields.Meta.fields, "version"]


class PatientRequest(PatientFields):
    pass


class Repeated(serializers.ListField):
    """`?doctor=1&doctor=2`. DRF would also read `doctor[0]=1`, with any number of digits in the brackets."""

    def get_value(self, dictionary: Any) -> Any:
        return dictionary.getlist(self.field_name) or serializers.empty


class CalendarSpan(serializers.Serializer[Any]):
    """Half-open [start, end)."""

    start = DayOrMomentField(help_text=DAY_OR_MOMENT)
    end = DayOrMomentField(help_text=f"{AFTER_START} {DAY_OR_MOMENT}")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["end"] <= attrs["start"]:
            raise serializers.ValidationError({"end": [_("The end must be after the start.")]})
        return attrs


class CalendarFilters(serializers.Serializer[Any]):
    """A calendar's filters; ids may be repeated."""

    doctor = Repeated(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=MAX_IDS
    )
    department = Repeated(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False, max_length=MAX_IDS
    )
    status = Repeated(child=serializers.ChoiceField(Status.choices), required=False)
    kind = serializers.ChoiceField(KINDS, required=False, allow_blank=True)


class CalendarRequest(CalendarFilters, CalendarSpan):
    """Query of `/api/calendar/`."""

    patient = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    without_doctor = serializers.BooleanField(
        required=False,
        help_text="With `doctor`: also walk-ins that wait for any doctor, of the departments in `department`.",
    )


class HoursRequest(CalendarSpan):
    """Query of `/api/working-hours/`; ids may be repeated."""

    doctor = Repeated(child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=MAX_HOURS_DOCTORS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["end"] - attrs["start"] > MAX_HOURS_SPAN:
            raise serializers.ValidationError(
                {"end": [_("Request at most %(days)s days.") % {"days": MAX_HOURS_SPAN.days}]}
            )
        return super().validate(attrs)


class AvailabilityRequest(serializers.Serializer[Any]):
    date = DayField(error_messages=missing("date"))
    visit_type = RowField(VisitType.objects, required=False)


class DepartmentFilter(serializers.Serializer[Any]):
    department = serializers.IntegerField(required=False, min_value=1, max_value=2**63 - 1)


class PatientSearch(serializers.Serializer[Any]):
    q = serializers.CharField(max_length=100, allow_blank=True, default="")


class PatientSearchRequest(StrictSerializer):
    q = Text(max_length=100, allow_blank=True)


class DoctorAnswer(serializers.ModelSerializer[Doctor]):
    class DepartmentAnswer(serializers.ModelSerializer[Department]):
        class Meta:
            model = Department
            fields = ["id", "name", "slug"]

    department = DepartmentAnswer()

    class Meta:
        model = Doctor
        fields = ["id", "name", "department"]


class PatientAnswer(serializers.ModelSerializer[Patient]):
    phone_shown = serializers.CharField(help_text="The phone in its usual form.")
    phone_address = serializers.CharField(help_text="The link that dials it, as in tel:+16082719000.")

    class Meta:
        model: type[models.Model] = Patient
        fields = ["id", "mrn", *FIELDS, "phone_shown", "phone_address", "version"]


class SavedPatientAnswer(PatientAnswer):
    odd_phone = serializers.BooleanField(help_text="A phone cannot have this number: check it.")

    class Meta(PatientAnswer.Meta):
        fields = [*PatientAnswer.Meta.fields, "odd_phone"]


class PatientDetailAnswer(PatientAnswer):
    class LastSeen(serializers.Serializer[Any]):
        at = serializers.DateTimeField()
        department = serializers.CharField()

    last_seen = LastSeen(allow_null=True)
    no_shows = serializers.IntegerField(help_text="Missed appointments of the last year.")
    merged_into = serializers.IntegerField(required=False, help_text="Of a merged record: the one that stays.")

    class Meta(PatientAnswer.Meta):
        fields = [*PatientAnswer.Meta.fields, "last_seen", "no_shows", "merged_into"]


class CalendarEventAnswer(serializers.Serializer[Any]):
    """A CalendarEvent; `id` is a number, or "opd-<number>"."""

    id = serializers.JSONField()
    title = serializers.CharField()
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    color = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)
    extendedProps = serializers.DictField()  # noqa: N815 - the name that FullCalendar gives it


class CalendarAnswer(serializers.Serializer[Any]):
    heads = serializers.DictField(child=serializers.IntegerField())
    epoch = serializers.CharField()
    events = CalendarEventAnswer(many=True)


class FoundPatientAnswer(PatientAnswer):
    marks = serializers.DictField(
        child=serializers.ListField(child=serializers.ListField(child=serializers.IntegerField())),
        help_text=(
            "Which parts of which fields match the query, as in {“name”: [[0, 4]]}: half-open ranges of Unicode code "
            "points (not of UTF-16 code units); of a birth date as YYYY-MM-DD."
        ),
    )
    today = CalendarEventAnswer(
        required=False, help_text="The first visit of today that is not over; left out where there is none."
    )
    former_mrn = serializers.CharField(
        required=False, help_text="The MRN of a merged record by which the patient was found; else left out."
    )

    class Meta(PatientAnswer.Meta):
        fields = [*PatientAnswer.Meta.fields, "marks", "today", "former_mrn"]


class CountAnswer(serializers.Serializer[Any]):
    date = serializers.DateField()
    total = serializers.IntegerField()
    by_status = serializers.DictField(child=serializers.IntegerField())


class TodayAnswer(serializers.Serializer[Any]):
    by_status = serializers.DictField(child=serializers.IntegerField())
    by_doctor = serializers.DictField(child=serializers.IntegerField())


class SlotAnswer(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()
    state = serializers.ChoiceField(
        ["free", "taken", "held", "past", "closed"], help_text="A slot that is running is not past until its end."
    )
    held_by = serializers.DictField(required=False)
    held_until = serializers.DateTimeField(required=False)


class AvailabilityAnswer(serializers.Serializer[Any]):
    heads = serializers.DictField(child=serializers.IntegerField())
    epoch = serializers.CharField()
    slots = SlotAnswer(many=True)
    slot_minutes = serializers.IntegerField(allow_null=True)
    holiday = serializers.CharField(allow_null=True)


class SpanAnswer(serializers.Serializer[Any]):
    start = serializers.DateTimeField()
    end = serializers.DateTimeField()


class AwayAnswer(SpanAnswer):
    reason = serializers.CharField(allow_blank=True)


class HoursAnswer(serializers.Serializer[Any]):
    doctor = serializers.IntegerField()
    spans = SpanAnswer(many=True)
    away = AwayAnswer(many=True)


class FreeDayAnswer(serializers.Serializer[Any]):
    date = serializers.DateField()
    free = serializers.IntegerField()
