"""Walk-ins: an OPD appointment with the department's next token, and its correction."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.exceptions import AlreadyWaiting, Closed, Invalid
from appointments.hospital_time import local
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient, Status, TokenState
from appointments.services.booking import versions
from appointments.services.booking.locks import lock_for_new_visit
from appointments.services.permissions import may, require, require_department
from appointments.services.queue.doctors import check_doctor
from appointments.services.queue.entries import lock_queues
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

    Raises Forbidden, Invalid, Merged, or Closed for a department that sees no patients today (not for users who may
    book outside working hours). Raises AlreadyWaiting where the patient has a token in this queue, or is booked there
    within the hour; `confirm` goes on.
    """
    require(by, "walk_in")
    require_department(by, department.pk)
    check_doctor(doctor, department)
    arrival = timezone.now()
    day = local(arrival).date()
    if (closed := department_day.why_closed(department, day)) and not may(by, "override_hours"):
        raise Closed(closed, [])
    lock_for_new_visit(patient.pk)  # of two desks that register the same patient the second one is asked
    if not confirm:
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


@atomic()
def correct(*, by: Any, visit: OpdAppointment, version: int, reason: str = "", **changes: Any) -> OpdAppointment:
    """Changes `doctor` (None for any), `complaint` or `priority` of a walk-in; the token stays.

    Raises Forbidden, StaleVersion, or Invalid for a doctor of another department, and for a doctor or priority where
    the patient does not wait any more: who is called or served is transferred.
    """
    lock_queues(visit.department_id)
    row = versions.locked(OpdAppointment.objects.with_people(), visit.pk, version)
    require(by, "walk_in", row)
    place = {name: value for name, value in changes.items() if name != "complaint" and value != getattr(row, name)}
    if place and row.token_state not in {TokenState.WAITING, TokenState.SKIPPED}:
        text = _("%(patient)s does not wait in the queue any more.") % {"patient": row.patient.name}
        raise Invalid(text, {name: [text] for name in place})
    if "doctor" in place:
        check_doctor(place["doctor"], row.department)
    for name, value in changes.items():
        setattr(row, name, value)
    row._change_reason = reason or None
    with acting_as(by):
        row.save()
    return row


def _check_not_waiting(patient: Patient, department: Department) -> None:
    if waiting := in_queue_already(patient, department.pk):
        raise AlreadyWaiting(waiting)
    now = timezone.now()
    booked = Appointment.objects.filter(
        patient=patient,
        doctor__department=department,
        status__in=(Status.SCHEDULED, Status.CHECKED_IN),
        start__gte=now - BOOKED_SOON,
        start__lte=now + BOOKED_SOON,
    )
    if appointment := booked.with_people().order_by("start").first():
        raise AlreadyWaiting(appointment)
