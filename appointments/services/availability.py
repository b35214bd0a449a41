"""When a doctor can be seen: one answer for the create page, the API and every clash."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from appointments.clock import at, day_bounds, local
from appointments.errors import Interval
from appointments.models import Appointment, DateHours, Doctor, Hold, Holiday, Patient, TimeOff, WorkingHours

LOOK_AHEAD_DAYS = 60
PROPOSALS = 3


@dataclass(frozen=True, slots=True)
class Shift:
    """Working time on one day, as moments in UTC; `slot` is the step between proposed starts."""

    start: datetime
    end: datetime
    slot: timedelta


@dataclass(frozen=True, slots=True)
class Slot:
    """A proposed time. `state` is free, taken, held, past or closed; `hold` is the one of a held slot."""

    start: datetime
    end: datetime
    state: str
    hold: Hold | None = None


def slots(doctor: Doctor, day: date, length: timedelta | None = None, *, asker: Any = None) -> list[Slot]:
    """Every proposed time of that day, `length` or one slot long, with what stands against it.

    The asker's own hold does not stand against it.
    """
    return list(Agenda(doctor, day, day, asker=asker).slots(day, length))


def next_free(
    doctor: Doctor,
    length: timedelta | None,
    after: datetime,
    *,
    patient: Patient | None = None,
    count: int = PROPOSALS,
    ignoring: int | None = None,
    asker: Any = None,
    avoiding: Iterable[Interval] = (),
) -> list[Interval]:
    """The next `count` free times of that length that start at or after a moment, within 60 days.

    They suit the patient too, where one is given; `ignoring` is the appointment that is being moved, `avoiding` are
    times that will be taken in a moment.
    """
    first = local(after).date()
    agenda = Agenda(
        doctor, first, first + timedelta(days=LOOK_AHEAD_DAYS), patient=patient, ignoring=ignoring, asker=asker
    )
    agenda.booked += avoiding
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
    day = local(start).date()
    agenda = Agenda(doctor, day, local(end).date())
    if overlapping(agenda.time_off, start, end):
        return f"{doctor.name} is away at that time."
    if day in agenda.holidays:
        return f"The hospital is closed that day ({agenda.holidays[day]})."
    if session(doctor, start, end, agenda) is None:
        return f"That is outside {doctor.name}'s working hours."
    return None


def session(doctor: Doctor, start: datetime, end: datetime, agenda: "Agenda | None" = None) -> Shift | None:
    """The shift that holds this time, None where none does."""
    day = local(start).date()
    agenda = agenda or Agenda(doctor, day, day)
    return next((shift for shift in agenda.shifts(day) if shift.start <= start and end <= shift.end), None)


class Agenda:
    """A doctor's hours, leave, bookings and holds over some days, read in six queries."""

    def __init__(
        self,
        doctor: Doctor,
        first: date,
        last: date,
        *,
        patient: Patient | None = None,
        ignoring: int | None = None,
        asker: Any = None,
    ) -> None:
        start, end = day_bounds(first)[0], day_bounds(last)[1]
        self._now = timezone.now()
        self._weekly: list[Any] = list(WorkingHours.objects.filter(doctor=doctor))
        self._dated: list[Any] = list(DateHours.objects.filter(doctor=doctor, date__range=(first, last)))
        self.holidays = dict(Holiday.objects.filter(date__range=(first, last)).values_list("date", "name"))
        self.time_off = list(
            TimeOff.objects.filter(doctor=doctor, start__lt=end, end__gt=start).values_list("start", "end")
        )
        whose = Q(doctor=doctor) | Q(patient=patient) if patient else Q(doctor=doctor)
        booked = Appointment.objects.active().between(start, end).filter(whose)
        if ignoring is not None:
            booked = booked.exclude(pk=ignoring)
        self.booked = list(booked.values_list("start", "end"))
        holds = Hold.objects.running(self._now).between(start, end).filter(doctor=doctor).select_related("user")
        self._holds = [hold for hold in holds if asker is None or hold.user_id != asker.pk]

    def shifts(self, day: date) -> Iterator[Shift]:
        """The working time of one day, in order: none on a holiday, the date's own hours, or the weekday's."""
        if day in self.holidays:
            return
        dated = [hours for hours in self._dated if hours.date == day]
        weekly = [hours for hours in self._weekly if hours.weekday == day.weekday()]
        for each in sorted(dated or weekly, key=lambda each: each.start or time.min):
            if each.start is not None and each.end is not None:
                # In UTC: adding to a wall-clock time would skip or repeat an hour where the clock changes.
                start, end = at(day, each.start).astimezone(UTC), at(day, each.end).astimezone(UTC)
                yield Shift(start, end, timedelta(minutes=each.slot_minutes))

    def slots(self, day: date, length: timedelta | None) -> Iterator[Slot]:
        """The proposed times of one day."""
        for shift in self.shifts(day):
            start = shift.start
            while (end := start + (length or shift.slot)) <= shift.end:
                yield self._slot(start, end)
                start += shift.slot

    def _slot(self, start: datetime, end: datetime) -> Slot:
        if start < self._now:
            return Slot(start, end, "past")
        if overlapping(self.time_off, start, end):
            return Slot(start, end, "closed")
        if overlapping(self.booked, start, end):
            return Slot(start, end, "taken")
        hold = next((hold for hold in self._holds if hold.start < end and hold.end > start), None)
        return Slot(start, end, "held" if hold else "free", hold)


def overlapping(others: Iterable[Interval], start: datetime, end: datetime) -> bool:
    """Whether any of the half-open intervals touches [start, end)."""
    return any(other_start < end and other_end > start for other_start, other_end in others)
