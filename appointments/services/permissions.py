"""Who may do what. Roles are Django groups, rights are permissions; a doctor acts on his or her own patients."""

from typing import Any

from appointments.exceptions import Forbidden
from appointments.models import Appointment, OpdAppointment
from appointments.rights import MODEL_OF, NOT_ALLOWED, REFUSALS, codename


def may(user: Any, action: str, appointment: Appointment | OpdAppointment | None = None) -> bool:
    """Whether this user may do this (to this appointment, if given). None is the system, which may do everything."""
    if user is None:
        return True
    model = "opdappointment" if isinstance(appointment, OpdAppointment) else MODEL_OF.get(action, "appointment")
    if not user.has_perm(f"appointments.{codename(action, model)}"):
        return False
    return appointment is None or user.has_perm("appointments.any_doctor_appointment") or is_own(user, appointment)


def is_own(user: Any, appointment: Appointment | OpdAppointment) -> bool:
    return appointment.doctor is not None and appointment.doctor.user_id == user.pk


def require(user: Any, action: str, appointment: Appointment | OpdAppointment | None = None) -> None:
    """Raises Forbidden where the user may not."""
    if not may(user, action, appointment):
        raise Forbidden(str(REFUSALS.get(action, NOT_ALLOWED)))
