"""A doctor's free times, for the booking page, the API and the proposals after a conflict."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any, Self

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.hospital_time import Interval, at, day_bounds, local
from appointments.models import Appointment, DateHours, Doctor, Hold, Holiday, Patient, TimeOff, WorkingHours
from appointments.models.versioned import MAX_LENGTH

DEFAULT_SLOT = timedelta(minutes=15)  # where the doctor does not work at that time
LOOK_AHEAD_DAYS = 60
FIRST_LOOK_DAYS = 7  # most doctors have time within a week; the other 53 days are read only if needed
PROPOSALS = 3
DAYS_AHEAD = 21  # how far `free_days` looks

Suits = Callable[[datetime, datetime], bool]  # whether [start, end) is asked for


def always(start: datetime, end: datetime) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Shift:
    """Working time on one day, as moments in UTC; `slot` is the step between proposed starts."""

    start: datetime
    end: datetime
    slot: timedelta

    def proposed(self, length: timedelta | None) -> Iterator[Interval]:
        """Every time of this length, or one slot long, that begins with a slot and lies within the shift."""
        start = self.start
        while (end := start + (length or self.slot)) <= self.end:
            yield start, end
            start += self.slot

    def proposes(self, start: datetime) -> bool:
        """Whether a slot starts at this moment."""
        return self.start <= start < self.end and not (start - self.start) % self.slot

    def last_call(self, start: datetime, end: datetime) -> datetime:
        """Until when a visit in [start, end) can be booked: until the slot with which it begins is over, or itself."""
        return min(end, start + self.slot)


@dataclass(frozen=True, slots=True)
class Slot:
    """A proposed time. `state` is free, taken, held, past or closed; `hold` is the one of a held slot."""

    start: datetime
    end: datetime
    state: str
    hold: Hold | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """A doctor's proposed times of one day.

    `slot_minutes` is the length of one slot, None where the day's shifts have different ones or there is no shift;
    `holiday` is the name of the holiday on which the hospital is closed, None on other days.
    """

    slots: list[Slot]
    slot_minutes: int | None
    holiday: str | None


def day_of(doctor: Doctor, day: date, length: timedelta | None = None, *, asker: Any = None) -> Day:
    """Every proposed time of that day, `length` or one slot long, with its state. The asker's holds do not count."""
    agenda = Agenda(doctor, day, day, asker=asker)
    return Day(list(agenda.slots(day, length)), agenda.slot_minutes(day), agenda.holidays.get(day))


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

    They suit the patient too, if given. `ignoring` is the rescheduled appointment, `avoiding` are times not to offer.
    """
    first = local(after).date()
    found: list[Interval] = []
    for since, until in ((0, FIRST_LOOK_DAYS), (FIRST_LOOK_DAYS, LOOK_AHEAD_DAYS + 1)):
        days = [first + timedelta(days=offset) for offset in range(since, until)]
        agenda = Agenda(doctor, days[0], days[-1], patient=patient, ignoring=ignoring, asker=asker)
        agenda.booked += avoiding
        free = (
            (slot.start, slot.end)
            for day in days
            for slot in agenda.slots(day, length)
            if slot.state == "free" and slot.start >= after
        )
        found += itertools.islice(free, count - len(found))
        if len(found) == count:
            break
    return found


def free_days(
    doctor: Doctor,
    length: timedelta | None,
    after: date,
    *,
    patient: Patient | None = None,
    asker: Any = None,
) -> list[tuple[date, int]]:
    """`(day, number of free times)` for the days with any, in the three weeks after `after` and not before today."""
    first = max(after + timedelta(days=1), local(timezone.now()).date())
    days = [first + timedelta(days=offset) for offset in range(DAYS_AHEAD)]
    agenda = Agenda(doctor, days[0], days[-1], patient=patient, asker=asker)
    counted = ((day, sum(slot.state == "free" for slot in agenda.slots(day, length))) for day in days)
    return [(day, free) for day, free in counted if free]


class Agenda:
    """A doctor's hours, leave, bookings and holds over some days: at most six queries, each made when first needed.

    Share one agenda between the checks of one call, so that nothing is read twice.
    """

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
        self._doctor, self._patient, self._ignoring, self._asker = doctor, patient, ignoring, asker
        self._days = (first, last)
        self._start, self._end = day_bounds(first)[0], day_bounds(last)[1]
        self._now = timezone.now()

    @classmethod
    def around(cls, doctor: Doctor, start: datetime) -> Self:
        """The agenda of all days that an appointment with this start can touch."""
        return cls(doctor, local(start).date(), local(start + MAX_LENGTH).date())

    @classmethod
    def of_rows(
        cls,
        doctor: Doctor,
        days: tuple[date, date],
        *,
        weekly: list[WorkingHours],
        dated: list[DateHours],
        holidays: dict[date, str],
        time_off: list[Interval],
        booked: list[Interval],
        holds: list[Hold],
    ) -> Self:
        """The agenda of these rows, which were read for many doctors at once: it makes no query."""
        agenda = cls(doctor, *days)
        agenda._weekly, agenda._dated, agenda.holidays = weekly, dated, holidays
        agenda.time_off, agenda.booked, agenda._holds = time_off, booked, holds
        return agenda

    @cached_property
    def _weekly(self) -> list[Any]:
        return list(WorkingHours.objects.filter(doctor=self._doctor))

    @cached_property
    def _dated(self) -> list[Any]:
        return list(DateHours.objects.filter(doctor=self._doctor, date__range=self._days))

    @cached_property
    def holidays(self) -> dict[date, str]:
        return dict(Holiday.objects.filter(date__range=self._days).values_list("date", "name"))

    @cached_property
    def time_off(self) -> list[Interval]:
        rows = TimeOff.objects.filter(doctor=self._doctor, start__lt=self._end, end__gt=self._start)
        return list(rows.values_list("start", "end"))

    @cached_property
    def booked(self) -> list[Interval]:
        whose = Q(doctor=self._doctor) | Q(patient=self._patient) if self._patient else Q(doctor=self._doctor)
        rows = Appointment.objects.active().between(self._start, self._end).filter(whose)
        if self._ignoring is not None:
            rows = rows.exclude(pk=self._ignoring)
        return list(rows.values_list("start", "end"))

    @cached_property
    def _holds(self) -> list[Hold]:
        rows = Hold.objects.running(self._now).between(self._start, self._end).filter(doctor=self._doctor)
        rows = rows.select_related("user")
        return [hold for hold in rows if self._asker is None or hold.user_id != self._asker.pk]

    def shifts(self, day: date) -> Iterator[Shift]:
        """The shifts of one day, in order: none on a holiday, else the date's own, else the weekday's."""
        if day not in self.holidays:
            yield from shifts_on(day, self._weekly, self._dated)

    def shift_with(self, start: datetime, end: datetime) -> Shift | None:
        """The shift that contains [start, end), or None."""
        shifts = self.shifts(local(start).date())
        return next((shift for shift in shifts if shift.start <= start and end <= shift.end), None)

    def slot_minutes(self, day: date) -> int | None:
        """The length of one slot of that day; None where its shifts have different ones or there is no shift."""
        lengths = {shift.slot // timedelta(minutes=1) for shift in self.shifts(day)}
        return lengths.pop() if len(lengths) == 1 else None

    def slot_length(self, start: datetime) -> timedelta:
        """One slot of the shift that contains this moment, else DEFAULT_SLOT."""
        shifts = self.shifts(local(start).date())
        return next((shift.slot for shift in shifts if shift.start <= start < shift.end), DEFAULT_SLOT)

    def why_closed(self, start: datetime, end: datetime, *, begun: bool = False) -> str | None:
        """Why [start, end) cannot be booked, as a sentence; None where it can. `begun` allows a past start."""
        if not begun and self._is_past(start, end):
            return _("That time is in the past.")
        if touching(self.time_off, start, end):
            return _("%(doctor)s is away at that time.") % {"doctor": self._doctor.name}
        if (day := local(start).date()) in self.holidays:
            return _("Closed: %(holiday)s.") % {"holiday": self.holidays[day]}
        if self.shift_with(start, end) is None:
            return _("That time is outside %(doctor)s's working hours.") % {"doctor": self._doctor.name}
        return None

    def _is_past(self, start: datetime, end: datetime) -> bool:
        """Whether [start, end) begins in the past, and not with the slot that is running."""
        if start >= self._now:
            return False
        proposing = (shift for shift in self.shifts(local(start).date()) if shift.proposes(start))
        return all(shift.last_call(start, end) <= self._now for shift in proposing)

    def slots(self, day: date, length: timedelta | None, suits: Suits = always) -> Iterator[Slot]:
        """The proposed times of one day that suit."""
        for shift in self.shifts(day):
            # Filtered once per shift, not once per slot.
            off = touching(self.time_off, shift.start, shift.end)
            booked = touching(self.booked, shift.start, shift.end)
            for start, end in shift.proposed(length):
                if suits(start, end):
                    past = shift.last_call(start, end) <= self._now
                    yield Slot(start, end, "past") if past else self._slot(start, end, off, booked)

    def _slot(self, start: datetime, end: datetime, off: list[Interval], booked: list[Interval]) -> Slot:
        if touching(off, start, end):
            return Slot(start, end, "closed")
        if touching(booked, start, end):
            return Slot(start, end, "taken")
        hold = next((hold for hold in self._holds if hold.start < end and hold.end > start), None)
        return Slot(start, end, "held" if hold else "free", hold)


def shifts_on(day: date, weekly: Iterable[WorkingHours], dated: Iterable[DateHours]) -> Iterator[Shift]:
    """One doctor's shifts on a day, in order: the date's own, else the weekday's."""
    own: list[Any] = [hours for hours in dated if hours.date == day]
    for each in sorted(own or _on_weekday(day, weekly), key=lambda each: each.start or time.min):
        if each.start is not None and each.end is not None:
            # In UTC: adding to a wall-clock time would skip or repeat an hour where the clock changes.
            start, end = at(day, each.start).astimezone(UTC), at(day, each.end).astimezone(UTC)
            yield Shift(start, end, timedelta(minutes=each.slot_minutes))


def _on_weekday(day: date, weekly: Iterable[WorkingHours]) -> list[Any]:
    return [hours for hours in weekly if hours.weekday == day.weekday()]


def touching(others: Iterable[Interval], start: datetime, end: datetime) -> list[Interval]:
    """Those of the half-open intervals that touch [start, end)."""
    return [other for other in others if other[0] < end and other[1] > start]
