"""Who may do what. Roles are Django groups, rights are permissions; a doctor acts on his or her own patients."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from appointments.exceptions import Forbidden
from appointments.models import Appointment, OpdAppointment

# Short names of the rights on appointments, as used by the pages and in models/status.py.
ACTIONS = (
    "book",
    "reschedule",
    "check_in",
    "start",
    "complete",
    "cancel",
    "mark_no_show",
    "mark_left",
    "overbook",
    "override_hours",
)
SENTENCES = {
    "book": _("You don't have permission to book appointments."),
    "reschedule": _("You don't have permission to change appointments."),
    "overbook": _("You don't have permission to overbook."),
    "override_hours": _("You don't have permission to book outside working hours."),
    "walk_in": _("You don't have permission to issue tokens."),
    "register_patient": _("You don't have permission to register or edit patients."),
}


def may(user: Any, action: str, appointment: Appointment | OpdAppointment | None = None) -> bool:
    """Whether this user may do this (to this appointment, if given). None is the system, which may do everything."""
    if user is None:
        return True
    model = "opdappointment" if action == "walk_in" or isinstance(appointment, OpdAppointment) else "appointment"
    codename = action if action == "register_patient" else f"{action}_{model}"
    if not user.has_perm(f"appointments.{codename}"):
        return False
    return appointment is None or user.has_perm("appointments.any_doctor_appointment") or is_own(user, appointment)


def is_own(user: Any, appointment: Appointment | OpdAppointment) -> bool:
    return appointment.doctor is not None and appointment.doctor.user_id == user.pk


def require(user: Any, action: str, appointment: Appointment | OpdAppointment | None = None) -> None:
    """Raises Forbidden where the user may not."""
    if not may(user, action, appointment):
        raise Forbidden(str(SENTENCES.get(action, _("You don't have permission to change this appointment."))))
