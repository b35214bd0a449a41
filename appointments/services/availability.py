"""When a doctor can be seen: one answer for the create page, the API and every clash."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from appointments.clock import at, day_bounds, local
from appointments.errors import Interval
from appointments.models import Appointment, Doctor, Patient, TimeOff, WorkingHours

LOOK_AHEAD_DAYS = 60
PROPOSALS = 3


@dataclass(frozen=True, slots=True)
class Shift:
    """Working time on one day, as moments; `slot` is the step between proposed starts."""

    start: datetime
    end: datetime
    slot: timedelta


@dataclass(frozen=True, slots=True)
class Slot:
    """A proposed time. `state` is free, taken, past or closed."""

    start: datetime
    end: datetime
    state: str


def slots(doctor: Doctor, day: date, length: timedelta | None = None) -> list[Slot]:
    """Every proposed time of that day, `length` or one slot long, with what stands against it."""
    agenda = Agenda(doctor, day, day)
    return list(agenda.slots(day, length))


def next_free(
    doctor: Doctor,
    length: timedelta | None,
    after: datetime,
    *,
    patient: Patient | None = None,
    count: int = PROPOSALS,
    ignoring: int | None = None,
) -> list[Interval]:
    """The next `count` times of that length that start at or after a moment, within 60 days.

    Free for the doctor, and for the patient where one is given.
    """
    first = local(after).date()
    agenda = Agenda(doctor, first, first + timedelta(days=LOOK_AHEAD_DAYS), patient=patient, ignoring=ignoring)
    found: list[Interval] = []
    for offset in range(LOOK_AHEAD_DAYS + 1):
        for slot in agenda.slots(first + timedelta(days=offset), length):
            if slot.state == "free" and slot.start >= after:
                found.append((slot.start, slot.end))
                if len(found) == count:
                    return found
    return found


def why_closed(doctor: Doctor, start: datetime, end: datetime) -> str | None:
    """The sentence that says why this time is not open for booking, None where it is."""
    if start < timezone.now():
        return "That time is in the past."
    agenda = Agenda(doctor, local(start).date(), local(end).date())
    if _overlapping(agenda.time_off, start, end):
        return f"{doctor.name} is away at that time."
    if not any(shift.start <= start and end <= shift.end for shift in agenda.shifts(local(start).date())):
        return f"That is outside {doctor.name}'s working hours."
    return None


class Agenda:
    """A doctor's hours, leave and bookings over some days, read in three queries.

    Where a patient is given, his or her other appointments count as bookings too.
    """

    def __init__(
        self,
        doctor: Doctor,
        first: date,
        last: date,
        *,
        patient: Patient | None = None,
        ignoring: int | None = None,
    ) -> None:
        start, end = day_bounds(first)[0], day_bounds(last)[1]
        self._now = timezone.now()
        self._hours = list(WorkingHours.objects.filter(doctor=doctor))
        self.time_off = list(
            TimeOff.objects.filter(doctor=doctor, start__lt=end, end__gt=start).values_list("start", "end")
        )
        whose = Q(doctor=doctor) | Q(patient=patient) if patient else Q(doctor=doctor)
        booked = Appointment.objects.active().between(start, end).filter(whose)
        if ignoring is not None:
            booked = booked.exclude(pk=ignoring)
        self.booked = list(booked.values_list("start", "end"))

    def shifts(self, day: date) -> Iterator[Shift]:
        """The working time of one day, in order."""
        for hours in self._hours:
            if hours.weekday == day.weekday():
                yield Shift(at(day, hours.start), at(day, hours.end), timedelta(minutes=hours.slot_minutes))

    def slots(self, day: date, length: timedelta | None) -> Iterator[Slot]:
        for shift in self.shifts(day):
            # In UTC: adding to a wall-clock time would skip or repeat an hour where the clock changes.
            start, shift_end = shift.start.astimezone(UTC), shift.end.astimezone(UTC)
            while start + (length or shift.slot) <= shift_end:
                end = start + (length or shift.slot)
                yield Slot(start, end, self._state(start, end))
                start += shift.slot

    def _state(self, start: datetime, end: datetime) -> str:
        if start < self._now:
            return "past"
        if _overlapping(self.time_off, start, end):
            return "closed"
        return "taken" if _overlapping(self.booked, start, end) else "free"


def _overlapping(others: Iterable[Interval], start: datetime, end: datetime) -> bool:
    return any(other_start < end and other_end > start for other_start, other_end in others)
