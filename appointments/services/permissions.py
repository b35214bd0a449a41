"""Who may do what. Roles are Django groups, rights are permissions; a doctor acts on his or her own patients.

A user who is limited to departments does nothing in others.
"""

from typing import Any

from django.utils.translation import gettext as _

from appointments.exceptions import Forbidden
from appointments.models import Appointment, OpdAppointment
from appointments.models.visibility import scope_of
from appointments.rights import MODEL_OF, NOT_ALLOWED, REFUSALS, SEE, SEE_AUDIT, codename
from common.access import Access

# The records of the audit belong to no department.
READS_AUDIT = Access(
    (SEE, SEE_AUDIT), only=lambda user: scope_of(user) is None, note="not for users who are limited to departments"
)


def may(user: Any, action: str, appointment: Appointment | OpdAppointment | None = None) -> bool:
    """Whether this user may do this (to this appointment, if given). None is the system, which may do everything."""
    if user is None:
        return True
    model = "opdappointment" if isinstance(appointment, OpdAppointment) else MODEL_OF.get(action, "appointment")
    if not user.has_perm(f"appointments.{codename(action, model)}"):
        return False
    if appointment is None:
        return True
    return (serves_every_doctor(user) or is_own(user, appointment)) and sees(user, appointment)


def serves_every_doctor(user: Any) -> bool:
    """Whether the user acts on the patients of every doctor, not only on the own ones. None is the system."""
    return user is None or user.has_perm("appointments.any_doctor_appointment")


def sees(user: Any, appointment: Appointment | OpdAppointment) -> bool:
    """Whether it belongs to a department that this user sees."""
    scope = scope_of(user)
    return scope is None or not scope.isdisjoint(appointment.department_ids)


def is_own(user: Any, appointment: Appointment | OpdAppointment) -> bool:
    return appointment.doctor is not None and appointment.doctor.user_id == user.pk


def require(user: Any, action: str, appointment: Appointment | OpdAppointment | None = None) -> None:
    """Raises Forbidden where the user may not."""
    if not may(user, action, appointment):
        raise Forbidden(str(REFUSALS.get(action, NOT_ALLOWED)))


def require_department(user: Any, department_id: int) -> None:
    """Raises Forbidden where the user is limited to other departments."""
    scope = scope_of(user)
    if scope is not None and department_id not in scope:
        raise Forbidden(_("You don't have access to this department."))
