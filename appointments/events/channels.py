"""The domain's channels: their events and who may listen."""

from typing import Any

from django.utils.translation import gettext as _

from appointments.events.events import (
    APPOINTMENTS,
    OPD_APPOINTMENTS,
    AppointmentUpdated,
    OpdAppointmentUpdated,
    ScheduleUpdated,
    schedule_channel,
)
from appointments.models import Doctor
from appointments.rights import SEE
from realtime import channels


def sees_patients(user: Any) -> bool:
    """Reception, doctors, OPD, managers and admins: users who may see appointments may listen."""
    return bool(user.has_perm(SEE))


def doctor_exists(doctor: str) -> bool:
    return Doctor.objects.filter(pk=int(doctor)).exists()


def schedules() -> list[tuple[str, str]]:
    doctors = Doctor.objects.filter(is_active=True).values_list("pk", "name")
    return [(schedule_channel(pk), name) for pk, name in doctors]


def register() -> None:
    channels.register(
        APPOINTMENTS,
        events=[AppointmentUpdated],
        may_hear=sees_patients,
        listed=lambda: [(APPOINTMENTS, _("every appointment"))],
    )
    channels.register(
        OPD_APPOINTMENTS,
        events=[OpdAppointmentUpdated],
        may_hear=sees_patients,
        listed=lambda: [(OPD_APPOINTMENTS, _("every OPD visit"))],
    )
    channels.register(
        r"doctor-schedule\.(?P<doctor>[1-9][0-9]{0,17})",
        events=[AppointmentUpdated, OpdAppointmentUpdated, ScheduleUpdated],
        may_hear=sees_patients,
        listed=schedules,
        exists=doctor_exists,
    )
