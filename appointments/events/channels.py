"""The domain's channels: their events and who may listen."""

from typing import Any

from appointments.models import Doctor
from appointments.roles import SEE
from realtime import channels


def sees_patients(user: Any) -> bool:
    """Reception, doctors, OPD, managers and admins: users who may see appointments may listen."""
    return bool(user.has_perm(SEE))


def doctor_exists(doctor: str) -> bool:
    return Doctor.objects.filter(pk=int(doctor)).exists()


def register() -> None:
    channels.register("appointments", events={"appointment.updated"}, may_hear=sees_patients)
    channels.register("opd-appointments", events={"opd-appointment.updated"}, may_hear=sees_patients)
    channels.register(
        r"doctor-schedule\.(?P<doctor>[1-9][0-9]{0,17})",
        events={"appointment.updated", "opd-appointment.updated", "schedule.updated"},
        may_hear=sees_patients,
        exists=doctor_exists,
    )
