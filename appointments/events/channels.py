"""The domain's channels: their events and who may listen."""

from typing import Any

from appointments.events.events import (
    APPOINTMENTS,
    OPD_APPOINTMENTS,
    AppointmentUpdated,
    OpdAppointmentUpdated,
    ScheduleUpdated,
)
from appointments.models import Department, Doctor
from appointments.models.visibility import scope_of
from appointments.rights import SEE
from realtime import channels


def sees_patients(user: Any) -> bool:
    """Reception, doctors, OPD, managers and admins: users who may see appointments may listen."""
    return bool(user.has_perm(SEE))


def sees_all_departments(user: Any) -> bool:
    """Who is limited to departments hears their channels instead."""
    return sees_patients(user) and scope_of(user) is None


def sees_doctor(user: Any, doctor: str) -> bool:
    return Doctor.objects.visible_to(user).filter(pk=int(doctor)).exists()


def sees_department(user: Any, department: str) -> bool:
    return Department.objects.visible_to(user).filter(slug=department).exists()


def register() -> None:
    channels.register(APPOINTMENTS, events=[AppointmentUpdated], may_hear=sees_all_departments)
    channels.register(OPD_APPOINTMENTS, events=[OpdAppointmentUpdated], may_hear=sees_all_departments)
    channels.register(
        r"doctor-schedule\.(?P<doctor>[1-9][0-9]{0,17})",
        events=[AppointmentUpdated, OpdAppointmentUpdated, ScheduleUpdated],
        may_hear=sees_patients,
        exists=sees_doctor,
    )
    channels.register(
        r"department\.(?P<department>[-a-zA-Z0-9_]{1,50})",
        events=[AppointmentUpdated, OpdAppointmentUpdated],
        may_hear=sees_patients,
        exists=sees_department,
    )
