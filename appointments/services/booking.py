"""Booking a doctor's time, and moving a booking. The database refuses overlaps; these verbs say it kindly."""

from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction

from appointments.errors import Invalid
from appointments.models import Appointment, Doctor, Patient, Status, VisitType
from appointments.models.no_overlap import broken_rule
from appointments.services import holds, overbooking, versions
from appointments.services.clashes import clash
from appointments.services.locks import lock_doctors
from appointments.services.permissions import require
from appointments.services.times import check_form, check_not_held, check_open, slot_length, visit_length
from realtime.broadcasting import atomic
from realtime.cause import caused_by

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

    `by` None is the system. Raises Forbidden, Invalid, Closed, Held or SlotTaken; nothing is written then.
    """
    require(by, "book")
    lock_doctors(doctor.pk)
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
    save_or_clash(by, appointment, reason)
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
    """Moves or corrects the same row and keeps its history. `start` alone keeps the length.

    `changes` are of `doctor`, `visit_type`, `complaint`, `notes`. Raises Forbidden, StaleVersion, Invalid, Closed,
    Held or SlotTaken; nothing is written then.
    """
    rows = Appointment.objects.with_people()
    lock_doctors(changes["doctor"].pk if changes.get("doctor") else rows.get(pk=appointment.pk).doctor_id)
    appointment = versions.locked(rows, appointment.pk, version)
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
    save_or_clash(by, appointment, reason)
    holds.consume(by, appointment)
    return appointment


@atomic()
def swap(*, by: Any, first: Appointment, second: Appointment, versions_seen: tuple[int, int]) -> list[Appointment]:
    """Gives two appointments each other's doctor and time, in one transaction.

    The first stands outside the doctor's rule for the moment in between, and so is saved twice. Raises Forbidden,
    StaleVersion, Invalid, or SlotTaken where a patient is elsewhere at the new time.
    """
    seen = {first.pk: versions_seen[0], second.pk: versions_seen[1]}
    rows = Appointment.objects.with_people()
    lock_doctors(*rows.filter(pk__in=seen).values_list("doctor_id", flat=True))
    # Locked by id, whichever is named first: two desks that swap the same pair must not wait for each other.
    locked = {pk: versions.locked(rows, pk, seen[pk]) for pk in sorted(seen)}
    one, other = locked[first.pk], locked[second.pk]
    for each in (one, other):
        require(by, "reschedule", each)
        if each.status not in RESCHEDULABLE or each.overbooked:
            raise Invalid("Only scheduled appointments that are not overbooked change places.")
    mine, theirs = _place(one), _place(other)
    _move(by, one, theirs, overbooked=True)
    _move(by, other, mine, overbooked=False)
    _move(by, one, theirs, overbooked=False)
    return [one, other]


def save_or_clash(by: Any, appointment: Appointment, reason: str = "") -> None:
    """Saves, and raises SlotTaken where the database's rules say that somebody is in the way."""
    appointment._change_reason = reason or None
    try:
        with transaction.atomic(), caused_by(by):
            appointment.save()
    except IntegrityError as error:
        raise clash(by, appointment, broken_rule(error)) from error


def _check_time(by: Any, appointment: Appointment, reason: str) -> None:
    doctor = appointment.doctor
    if not doctor.is_active:
        raise Invalid(f"{doctor.name} takes no appointments.", {"doctor": ["This doctor takes no appointments."]})
    check_form(appointment.start, appointment.end)
    check_open(by, appointment, reason)
    overbooking.settle(by, appointment, reason)
    if not appointment.overbooked:
        check_not_held(by, doctor, appointment.start, appointment.end)


def _place(appointment: Appointment) -> dict[str, Any]:
    return {"doctor": appointment.doctor, "start": appointment.start, "end": appointment.end}


def _move(by: Any, appointment: Appointment, place: dict[str, Any], *, overbooked: bool) -> None:
    for name, value in place.items():
        setattr(appointment, name, value)
    appointment.overbooked = overbooked
    save_or_clash(by, appointment, "Changed places")
