"""Booking and rescheduling. The database refuses overlaps; these services turn that into exceptions with proposals."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from appointments.exceptions import Invalid
from appointments.hospital_time import Interval
from appointments.models import RESCHEDULABLE, Appointment, Doctor, Patient, Status, VisitType
from appointments.services.booking import holds, overbooking, versions
from appointments.services.booking.conflicts import check_not_taken, save_or_refuse
from appointments.services.booking.locks import lock_doctors, lock_for_new_visit, lock_patients
from appointments.services.booking.validation import (
    check_form,
    check_not_held,
    check_open,
    check_whole_minutes,
    planned_length,
    visit_length,
)
from appointments.services.permissions import require, require_department
from appointments.services.schedule.availability import Agenda
from realtime.broadcasting import atomic


@atomic()
def book(
    *,
    by: Any,
    patient: Patient,
    doctor: Doctor,
    start: datetime,
    end: datetime | None = None,
    visit_type: VisitType | None = None,
    complaint: str,
    notes: str = "",
    overbook: bool = False,
    reason: str = "",
) -> Appointment:
    """Books an appointment. `end` defaults to the visit type's length, else to one slot of the doctor's shift.

    `by` None is the system. Raises Forbidden, Invalid, Merged, Closed, Held or SlotTaken; nothing is written
    then.
    """
    require(by, "book")
    require_department(by, doctor.department_id)
    check_whole_minutes(start=start, end=end)
    lock_doctors(doctor.pk)
    lock_for_new_visit(patient.pk)
    start = start.astimezone(UTC)  # adding a length to a wall-clock time would skip or repeat an hour
    agenda = Agenda.around(doctor, start)
    end = end or start + (visit_length(visit_type) or agenda.slot_length(start))
    appointment = Appointment(
        patient=patient,
        doctor=doctor,
        visit_type=visit_type,
        start=start,
        end=end,
        complaint=complaint,
        notes=notes,
        overbooked=overbook,
    )
    _check_time(by, appointment, agenda, reason)
    save_or_refuse(by, appointment, reason)
    holds.consume(by, appointment)
    return appointment


@atomic()
def reschedule(
    *,
    by: Any,
    appointment: Appointment,
    version: int,
    start: datetime | None = None,
    end: datetime | None = None,
    reason: str = "",
    overbook: bool | None = None,
    **changes: Any,
) -> Appointment:
    """Changes an appointment's time, doctor or texts. `start` alone keeps the length.

    `overbook` None keeps the flag where only the length or a text changes; a new start or doctor is overbooked only if
    asked for. `changes` are of `doctor`, `visit_type`, `complaint`, `notes`, `priority`.
    Raises Forbidden, StaleVersion, Invalid, Closed, Held or SlotTaken; nothing is written then.
    """
    rows = Appointment.objects.with_people()
    known = rows.get(pk=appointment.pk)
    lock_doctors(known.doctor_id, (changes.get("doctor") or known.doctor).pk)
    lock_patients(known.patient_id)
    appointment = versions.locked(rows, appointment.pk, version)
    require(by, "reschedule", appointment)
    if "doctor" in changes:
        require_department(by, changes["doctor"].department_id)
    check_whole_minutes(start=start, end=end)
    before = _doctor_time(appointment)
    if start is not None:
        start = start.astimezone(UTC)
        length = visit_length(changes.get("visit_type")) or planned_length(appointment)
        appointment.start, appointment.end = start, end or start + length
    elif end is not None:
        appointment.end = end
    for name, value in changes.items():
        setattr(appointment, name, value)
    if overbook is not None:
        appointment.overbooked = overbook
    elif (appointment.start, appointment.doctor) != (before.start, before.doctor):
        appointment.overbooked = False
    if _doctor_time(appointment) != before:
        if appointment.status not in RESCHEDULABLE:
            label = Status(appointment.status).label.lower()
            raise Invalid(_("This appointment cannot be moved (%(state)s).") % {"state": label})
        _check_time(by, appointment, Agenda.around(appointment.doctor, appointment.start), reason, former=before)
    save_or_refuse(by, appointment, reason)
    holds.consume(by, appointment)
    return appointment


class DoctorTime(NamedTuple):
    """The doctor's time that an appointment takes."""

    doctor: Doctor
    start: datetime
    end: datetime
    overbooked: bool

    @property
    def interval(self) -> Interval:
        return self.start, self.end


def _doctor_time(appointment: Appointment) -> DoctorTime:
    return DoctorTime(appointment.doctor, appointment.start, appointment.end, appointment.overbooked)


def _check_time(
    by: Any, appointment: Appointment, agenda: Agenda, reason: str, former: DoctorTime | None = None
) -> None:
    begun = former is not None and (former.doctor, former.start) == (appointment.doctor, appointment.start)
    check_form(appointment.start, appointment.end)
    check_open(by, appointment, agenda, reason, begun=begun)
    overbooking.check(by, appointment, agenda, reason)
    check_not_held(by, appointment.doctor, appointment.start, appointment.end)
    if not appointment.overbooked:
        stayed = former is not None and former.doctor == appointment.doctor
        check_not_taken(by, appointment, former.interval if former and stayed else None)
