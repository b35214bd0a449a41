"""Walk-ins: an OPD appointment with the department's next token."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.exceptions import AlreadyWaiting, Closed, Invalid
from appointments.hospital_time import local
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient, Status
from appointments.services.booking.locks import lock_patients
from appointments.services.permissions import may, require, require_department
from appointments.services.schedule import department_day
from appointments.services.schedule.availability import DEFAULT_SLOT, Agenda
from appointments.services.tokens import draw, in_queue_already
from common.actor import acting_as
from realtime.broadcasting import atomic

BOOKED_SOON = timedelta(hours=1)


@atomic()
def walk_in(
    *,
    by: Any,
    patient: Patient,
    department: Department,
    doctor: Doctor | None = None,
    complaint: str,
    priority: str = OpdAppointment.Priority.NORMAL,
    confirm: bool = False,
) -> OpdAppointment:
    """Adds a patient to the department's queue: checked in, waiting, with a token such as OP-A-024.

    Raises Forbidden, Invalid, or Closed for a department that sees no patients today (not for users who may book
    outside working hours). Raises AlreadyWaiting where the patient has a token in this queue, or is booked there within
    the hour; `confirm` goes on.
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
    arrival = timezone.now()
    day = local(arrival).date()
    if (closed := department_day.why_closed(department, day)) and not may(by, "override_hours"):
        raise Closed(closed, [])
    if not confirm:
        lock_patients(patient.pk)  # of two desks that register the same patient the second one is asked
        _check_not_waiting(patient, department)
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
            token=draw(department, day),
            token_day=day,
        )


def _check_not_waiting(patient: Patient, department: Department) -> None:
    if waiting := in_queue_already(patient, department.pk):
        raise AlreadyWaiting(waiting)
    now = timezone.now()
    booked = Appointment.objects.filter(
        patient=patient,
        doctor__department=department,
        status=Status.SCHEDULED,
        start__gte=now - BOOKED_SOON,
        start__lte=now + BOOKED_SOON,
    )
    if appointment := booked.with_people().order_by("start").first():
        raise AlreadyWaiting(appointment)
