"""Walk-ins: an OPD appointment with the department's next token."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.exceptions import Invalid
from appointments.hospital_time import today
from appointments.models import Counter, Department, Doctor, OpdAppointment, Patient, Status
from appointments.services.permissions import require, require_department
from appointments.services.schedule.availability import DEFAULT_SLOT, Agenda
from common.actor import acting_as
from common.counters import advance
from realtime.broadcasting import atomic


@atomic()
def walk_in(
    *,
    by: Any,
    patient: Patient,
    department: Department,
    doctor: Doctor | None = None,
    complaint: str,
    priority: str = OpdAppointment.Priority.NORMAL,
) -> OpdAppointment:
    """Adds a patient to the department's queue: checked in, waiting, with a token such as OP-A-024.

    Tokens come from a counter per department and day, without holes or repeats. Raises Forbidden, Invalid.
    """
    require(by, "walk_in")
    require_department(by, department.pk)
    if doctor is not None and doctor.department_id != department.pk:
        raise Invalid(
            _("%(doctor)s does not work in %(department)s.") % {"doctor": doctor.name, "department": department.name},
            {"doctor": [_("This doctor belongs to another department.")]},
        )
    if doctor is not None and not doctor.is_active:
        raise Invalid(
            _("%(doctor)s does not see patients.") % {"doctor": doctor.name},
            {"doctor": [_("This doctor does not see patients.")]},
        )
    arrival, day = timezone.now(), today()
    key = token_counter(department.pk, day)
    number = advance(Counter, "key", "value", {key: 1})[key]
    with acting_as(by):
        return OpdAppointment.objects.create(
            patient=patient,
            department=department,
            doctor=doctor,
            status=Status.CHECKED_IN,
            start=arrival,
            end=arrival + (Agenda.around(doctor, arrival).slot_length(arrival) if doctor else DEFAULT_SLOT),
            complaint=complaint,
            priority=priority,
            token=token_text(department, number),
            token_day=day,
        )


def token_counter(department_id: int, day: date) -> str:
    """The key of a department's counter for one day."""
    return f"token:{department_id}:{day.isoformat()}"


def token_text(department: Department, number: int) -> str:
    """As in OP-A-024."""
    return f"OP-{department.code}-{number:03d}"
