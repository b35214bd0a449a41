"""Booking a doctor's time, and moving a booking. The database refuses overlaps; these verbs say it kindly."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from appointments.clock import local, within_years
from appointments.errors import Closed, Interval, Invalid, SlotTaken
from appointments.models import (
    DOCTOR_RULE,
    PATIENT_RULE,
    Appointment,
    Doctor,
    Patient,
    Status,
    VisitType,
    WorkingHours,
)
from appointments.models.no_overlap import broken_rule
from appointments.services import availability, versions
from appointments.services.permissions import require
from realtime.broadcasting import atomic
from realtime.cause import caused_by

DEFAULT_SLOT = timedelta(minutes=15)
MAX_LENGTH = timedelta(hours=12)
RESCHEDULABLE = (Status.SCHEDULED, Status.CHECKED_IN)


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
    """Books. `end` defaults to the visit type's length, else to one slot of the doctor's shift.

    `by` None is the system. Raises Forbidden, Invalid, Closed or SlotTaken; nothing is written then.
    """
    require(by, "book")
    start = start.astimezone(UTC)  # adding a length to a wall-clock time would skip or repeat an hour
    end = end or start + (visit_length(visit_type) or slot_length(doctor, start))
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
    _check_time(by, appointment, reason)
    return _save(by, appointment, reason)


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
    """Moves or corrects the same row and keeps its history. `start` alone keeps the length.

    `changes` are of `doctor`, `visit_type`, `complaint`, `notes`. Raises Forbidden, StaleVersion, Invalid, Closed
    or SlotTaken; nothing is written then.
    """
    appointment = versions.locked(Appointment.objects.with_people(), appointment.pk, version)
    require(by, "reschedule", appointment)
    before = (appointment.start, appointment.end, appointment.doctor_id, appointment.overbooked)
    if start is not None:
        start = start.astimezone(UTC)
        length = visit_length(changes.get("visit_type")) or appointment.end - appointment.start
        appointment.start, appointment.end = start, end or start + length
    elif end is not None:
        appointment.end = end
    for name, value in changes.items():
        setattr(appointment, name, value)
    if overbook is not None:
        appointment.overbooked = overbook
    if (appointment.start, appointment.end, appointment.doctor_id, appointment.overbooked) != before:
        if appointment.status not in RESCHEDULABLE:
            label = Status(appointment.status).label.lower()
            raise Invalid(f"An appointment that is {label} keeps its time and its doctor.")
        _check_time(by, appointment, reason)
    return _save(by, appointment, reason)


def visit_length(visit_type: VisitType | None) -> timedelta | None:
    return timedelta(minutes=visit_type.minutes) if visit_type else None


def slot_length(doctor: Doctor, start: datetime) -> timedelta:
    """One slot of the shift that holds this moment, else of any shift, else 15 minutes."""
    wall = local(start)
    shifts = list(WorkingHours.objects.filter(doctor=doctor))
    fitting = [shift for shift in shifts if shift.weekday == wall.weekday() and shift.start <= wall.time() < shift.end]
    chosen = next(iter(fitting or shifts), None)
    return timedelta(minutes=chosen.slot_minutes) if chosen else DEFAULT_SLOT


def _check_time(by: Any, appointment: Appointment, reason: str) -> None:
    start, end, doctor = appointment.start, appointment.end, appointment.doctor
    if not doctor.is_active:
        raise Invalid(f"{doctor.name} takes no appointments.", {"doctor": ["This doctor takes no appointments."]})
    if end <= start:
        raise Invalid("An appointment ends after it starts.", {"end": ["This is not after the start."]})
    if end - start > MAX_LENGTH:
        raise Invalid("An appointment lasts at most 12 hours.", {"end": ["This is more than 12 hours later."]})
    try:
        within_years(start)
    except ValueError as error:
        raise Invalid("That date is out of range.", {"start": [str(error)]}) from None
    if appointment.overbooked:
        require(by, "overbook")
        _need_reason(by, reason, "Say why this time is given twice.")
    closed = availability.why_closed(appointment.doctor, start, end)
    if closed and not _may_override(by):
        free = _next_free(appointment)
        raise Closed(closed, free)
    if closed:
        _need_reason(by, reason, f"{closed} Say why it is booked all the same.")


def _next_free(appointment: Appointment) -> list[Interval]:
    """Times for this appointment that suit both its doctor and its patient."""
    return availability.next_free(
        appointment.doctor,
        appointment.end - appointment.start,
        appointment.start,
        patient=appointment.patient,
        ignoring=appointment.pk,
    )


def _may_override(by: Any) -> bool:
    return by is None or by.has_perm("appointments.override_hours_appointment")


def _need_reason(by: Any, reason: str, sentence: str) -> None:
    if by is not None and not reason.strip():
        raise Invalid(sentence, {"reason": ["A reason is needed."]})


def _save(by: Any, appointment: Appointment, reason: str) -> Appointment:
    appointment._change_reason = reason or None
    try:
        with transaction.atomic(), caused_by(by):
            appointment.save()
    except IntegrityError as error:
        raise clash(appointment, broken_rule(error)) from error
    return appointment


def clash(appointment: Appointment, rule: str) -> Exception:
    """What to raise for an IntegrityError: SlotTaken with what is in the way and the next free times."""
    if DOCTOR_RULE not in rule and PATIENT_RULE not in rule:
        return Invalid("The appointment breaks a rule of the database.")
    there = (
        Appointment.objects.active()
        .between(appointment.start, appointment.end)
        .exclude(pk=appointment.pk)
        .with_people()
    )
    doctors = [] if appointment.overbooked else list(there.filter(doctor=appointment.doctor, overbooked=False))
    patients = list(there.filter(patient=appointment.patient))
    free = _next_free(appointment)
    detail = (
        f"{appointment.doctor.name} is no longer free at that time."
        if doctors
        else f"{appointment.patient.name} has another appointment at that time."
    )
    return SlotTaken(detail, list({row.pk: row for row in (*doctors, *patients)}.values()), free)
