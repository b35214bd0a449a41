"""Time off over booked patients: each of them is moved or kept, none is dropped silently."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from appointments.exceptions import Closed, Forbidden, Invalid, Unanswered
from appointments.hospital_time import Interval
from appointments.models import RESCHEDULABLE, Appointment, Doctor, TimeOff
from appointments.services.booking import versions
from appointments.services.booking.booking import reschedule
from appointments.services.booking.locks import lock_doctors, lock_patients
from appointments.services.booking.validation import check_whole_minutes, proposals
from appointments.services.permissions import require_department
from appointments.services.schedule import availability
from common.actor import acting_as
from realtime.broadcasting import atomic

PERMISSION = "appointments.add_timeoff"
OFFERS = 4


@dataclass(frozen=True)
class Hit:
    """A booked patient in the time off, and the next times that suit doctor and patient.

    No two hits have the same first offer.
    """

    appointment: Appointment
    offers: list[Interval]


@dataclass(frozen=True)
class Choice:
    """The new start of a hit, or None to keep its time. `version` is the one that the user saw."""

    version: int
    start: datetime | None = None


def hits(doctor: Doctor, start: datetime, end: datetime) -> list[Appointment]:
    """The patients who are booked with the doctor in [start, end) and have not been seen."""
    rows = Appointment.objects.filter(doctor=doctor, status__in=RESCHEDULABLE).between(start, end)
    return list(rows.with_people().order_by("start", "pk"))


def locked_hits(doctor: Doctor, start: datetime, end: datetime) -> list[Appointment]:
    """The same under the doctor's lock: until the transaction ends, no other patient is booked there."""
    lock_doctors(doctor.pk)
    return hits(doctor, start, end)


def plan(doctor: Doctor, start: datetime, end: datetime) -> list[Hit]:
    """Every hit with its offers: times after the start of the time off and outside it."""
    planned: list[Hit] = []
    avoiding: list[Interval] = [(start, end)]
    for appointment in hits(doctor, start, end):
        offers = availability.next_free(
            doctor,
            appointment.end - appointment.start,
            start,
            patient=appointment.patient,
            count=OFFERS,
            ignoring=appointment.pk,
            avoiding=avoiding,
        )
        avoiding += offers[:1]
        planned.append(Hit(appointment, offers))
    return planned


@atomic()
def enter(
    *, by: Any, doctor: Doctor, start: datetime, end: datetime, reason: str = "", choices: Mapping[int, Choice]
) -> TimeOff:
    """Enters time off, and moves or keeps each hit as chosen, in one transaction.

    Raises Forbidden, Invalid, Unanswered (a hit has no choice), and what
    `reschedule()` raises: StaleVersion, Closed, SlotTaken, Held.
    """
    if by is not None and not by.has_perm(PERMISSION):
        raise Forbidden(_("You don't have permission to add time off."))
    require_department(by, doctor.department_id)
    check_whole_minutes(start=start, end=end)
    if end <= start:
        sentence = _("The end must be after the start.")
        raise Invalid(sentence, {"end": [sentence]})
    hit = locked_hits(doctor, start, end)
    if unanswered := [appointment for appointment in hit if appointment.pk not in choices]:
        raise Unanswered(unanswered)
    lock_patients(*(appointment.patient_id for appointment in hit))  # before any of their appointments
    with acting_as(by):
        # A form that is sent twice enters one time off.
        entered, _made = TimeOff.objects.get_or_create(doctor=doctor, start=start, end=end, defaults={"reason": reason})
    for appointment in hit:
        choice = choices[appointment.pk]
        if choice.start is None:
            versions.locked(Appointment.objects.with_people(), appointment.pk, choice.version)
        else:
            _check_open(by, appointment, choice.start)
            reschedule(
                by=by,
                appointment=appointment,
                version=choice.version,
                start=choice.start,
                reason=_("Doctor away: %(reason)s") % {"reason": reason} if reason else _("Doctor away"),
            )
    return entered


def _check_open(by: Any, appointment: Appointment, start: datetime) -> None:
    """Raises Closed also for a manager, who could book there: the reason was given for the time off, not for this."""
    agenda = availability.Agenda.around(appointment.doctor, start)
    closed = agenda.why_closed(start, start + (appointment.end - appointment.start))
    if closed is not None:
        raise Closed(closed, proposals(by, appointment))
