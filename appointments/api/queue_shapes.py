"""What the calls of the queue accept, and their answers for the schema."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from appointments.api.fields import DayField, RowField
from appointments.api.serializers import MAX_REASON, MAX_VERSION, CalendarEventAnswer
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Room
from appointments.services.queue.moves import ACTIONS
from common.drf import FreeText, StrictSerializer

DOCTORS = Doctor.objects.select_related("department")


class DoneRequest(StrictSerializer):
    """The visit that ends with the call: `id` as in a CalendarEvent, a number or "opd-<number>"."""

    id = serializers.RegexField(r"^(opd-)?[1-9][0-9]{0,17}\Z")
    version = serializers.IntegerField(min_value=0, max_value=MAX_VERSION)

    def validate_id(self, value: str) -> Appointment | OpdAppointment:
        model: type[Appointment] | type[OpdAppointment] = OpdAppointment if value.startswith("opd-") else Appointment
        found: Appointment | OpdAppointment | None = model.objects.filter(pk=int(value.removeprefix("opd-"))).first()
        if found is None:
            raise serializers.ValidationError(_("This appointment does not exist."))
        return found


class CallNextRequest(StrictSerializer):
    room = RowField(Room.objects, required=False, allow_null=True)
    doctor = RowField(DOCTORS, required=False, allow_null=True)
    date = DayField(required=False, help_text="Another day's queue, whose patients still wait.")
    done = DoneRequest(required=False, allow_null=True)


class CloseRequest(StrictSerializer):
    date = DayField(help_text="A day before today.")


class ClosedAnswer(serializers.Serializer[Any]):
    left = serializers.IntegerField(help_text="How many patients still waited.")


class TokenRequest(StrictSerializer):
    action = serializers.ChoiceField(ACTIONS)
    version = serializers.IntegerField(min_value=0, max_value=MAX_VERSION)
    room = RowField(Room.objects, required=False, allow_null=True)
    doctor = RowField(DOCTORS, required=False, allow_null=True)
    department = RowField(Department.objects, required=False, allow_null=True)
    reason = FreeText(max_length=MAX_REASON, required=False, allow_blank=True)
    confirm = serializers.BooleanField(required=False)


class QueueRequest(serializers.Serializer[Any]):
    date = DayField(required=False, help_text="Today, if missing.")


class SessionRequest(StrictSerializer):
    doctor = RowField(DOCTORS, required=False, allow_null=True)


class PersonAnswer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()


class RoomAnswer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    doctor = PersonAnswer(required=False)


class QueueSummary(serializers.Serializer[Any]):
    department = serializers.DictField()
    waiting = serializers.IntegerField()
    called = serializers.IntegerField()
    rooms = RoomAnswer(many=True)


class EarlierDay(serializers.Serializer[Any]):
    date = serializers.DateField()
    waiting = serializers.IntegerField()


class QueueAnswer(serializers.Serializer[Any]):
    heads = serializers.DictField(child=serializers.IntegerField())
    epoch = serializers.CharField()
    date = serializers.DateField()
    entries = CalendarEventAnswer(many=True)
    rooms = RoomAnswer(many=True)
    earlier = EarlierDay(many=True)
