"""The earliest free times of many doctors: "who is free soonest?", by the rules of `availability`."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, reduce
from itertools import islice
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone

from appointments.hospital_time import Interval, day_bounds, local, today
from appointments.models import Appointment, DateHours, Doctor, Hold, Holiday, Patient, TimeOff, WorkingHours
from appointments.models.versioned import touching
from appointments.services.schedule.availability import LOOK_AHEAD_DAYS, Agenda, Suits, shifts_on

DAY = timedelta(days=1)
MAX_SPAN_DAYS = 8  # bookings that are read at once


@dataclass(frozen=True, slots=True)
class Wishes:
    """When the patient can come.

    Not before the moment `since` (None: now); on these `weekdays`, as `date.weekday()` counts (none: on any); the whole
    visit between `after` and `before`, on the hospital's clock.
    """

    since: datetime | None = None
    weekdays: Collection[int] = ()
    after: time | None = None
    before: time | None = None

    def days(self) -> list[date]:
        """The days to look at, in order: from today or `since` on, as far as proposals look ahead."""
        first = max(today(), local(self.since).date()) if self.since else today()
        days = (first + offset * DAY for offset in range(LOOK_AHEAD_DAYS + 1))
        return [day for day in days if not self.weekdays or day.weekday() in self.weekdays]

    def suit(self, start: datetime, end: datetime) -> bool:
        if self.since and start < self.since:
            return False
        opens, closes = local(start), local(end)
        if self.after and opens.time() < self.after:
            return False
        return not self.before or (closes.date() == opens.date() and closes.time() <= self.before)


@dataclass(frozen=True, slots=True)
class Offer:
    """A free time of one doctor."""

    doctor: Doctor
    start: datetime
    end: datetime


def earliest(
    doctors: Sequence[Doctor],
    length: timedelta | None,
    wishes: Wishes,
    *,
    count: int,
    patient: Patient | None = None,
    asker: Any = None,
) -> list[Offer]:
    """The first `count` free times within 60 days that suit the wishes and the patient; at one start in this order of
    the doctors. A visit takes `length`, or one slot of its doctor. The asker's holds count as free.

    At most 16 queries, however many doctors and appointments.
    """
    days = wishes.days()
    if not doctors or not days:
        return []
    suits = cache(wishes.suit)  # many doctors have slots at the same moments
    schedules = _Schedules(doctors, days, patient=patient, asker=asker)
    found: list[Offer] = []
    for span in _spans(day for day in days if schedules.has_slots(day, length, suits)):
        agendas = schedules.agendas(span)
        for day in span:
            found += _of_day(day, agendas, length, suits)
            if len(found) >= count:
                return found[:count]
    return found


def _of_day(day: date, agendas: dict[Doctor, Agenda], length: timedelta | None, suits: Suits) -> list[Offer]:
    """All offers of one day, in order. Shifts that overlap propose a time once."""
    offers = {
        (slot.start, place, slot.end): Offer(doctor, slot.start, slot.end)
        for place, (doctor, agenda) in enumerate(agendas.items())
        for slot in agenda.slots(day, length, suits)
        if slot.state == "free"
    }
    return [offers[key] for key in sorted(offers)]


def _spans(days: Iterator[date]) -> Iterator[list[date]]:
    """The days in parts of 1, 2, 4, 8, 8 … days: most answers lie in the first."""
    size = 1
    while part := list(islice(days, size)):
        yield part
        size = min(2 * size, MAX_SPAN_DAYS)


class _Schedules:
    """The hours, leave and holds of many doctors, read once; bookings are read for a few days at a time."""

    def __init__(self, doctors: Sequence[Doctor], days: list[date], *, patient: Patient | None, asker: Any) -> None:
        self._doctors = doctors
        self._ids = [doctor.pk for doctor in doctors]
        dates = (days[0], days[-1])
        time_span = {"start__lt": day_bounds(days[-1])[1], "end__gt": day_bounds(days[0])[0]}
        self._holidays = dict(Holiday.objects.filter(date__range=dates).values_list("date", "name"))
        self._weekly = self._by_doctor(WorkingHours.objects.all())
        self._dated = self._by_doctor(DateHours.objects.filter(date__range=dates))
        self._off = _intervals(self._rows(TimeOff.objects.filter(**time_span)))
        holds = Hold.objects.running(timezone.now()).filter(**time_span)
        self._holds = self._by_doctor(holds.exclude(user=asker) if asker else holds)
        self._patients: list[Interval] = []
        if patient:
            booked = Appointment.objects.active().between(time_span["end__gt"], time_span["start__lt"])
            booked = booked.filter(patient=patient.merged_into_id or patient.pk)
            self._patients = list(booked.values_list("start", "end"))

    def has_slots(self, day: date, length: timedelta | None, suits: Suits) -> bool:
        """Whether any doctor's hours have a slot that suits: else the day's bookings need not be read."""
        if day in self._holidays:
            return False
        # A set: many doctors have the same hours.
        shifts = {shift for pk in self._ids for shift in shifts_on(day, self._weekly[pk], self._dated[pk])}
        return any(suits(*each) for shift in shifts for each in shift.proposed(length))

    def agendas(self, days: list[date]) -> dict[Doctor, Agenda]:
        """One for each doctor, with the bookings of these days."""
        on_these_days = reduce(or_, (Q(**touching(*bounds)) for bounds in _runs(days)))
        booked = _intervals(self._rows(Appointment.objects.active().filter(on_these_days)))
        return {
            doctor: Agenda.of_rows(
                doctor,
                (days[0], days[-1]),
                weekly=self._weekly[doctor.pk],
                dated=self._dated[doctor.pk],
                holidays=self._holidays,
                time_off=self._off[doctor.pk],
                booked=booked[doctor.pk] + self._patients,
                holds=self._holds[doctor.pk],
            )
            for doctor in self._doctors
        }

    def _rows(self, rows: Any) -> Iterable[tuple[int, datetime, datetime]]:
        found: Iterable[tuple[int, datetime, datetime]] = (
            rows.filter(doctor__in=self._ids).order_by().values_list("doctor", "start", "end")
        )
        return found

    def _by_doctor(self, rows: Any) -> dict[int, list[Any]]:
        found = defaultdict(list)
        for row in rows.filter(doctor__in=self._ids).order_by():
            found[row.doctor_id].append(row)
        return found


def _intervals(rows: Iterable[tuple[int, datetime, datetime]]) -> dict[int, list[Interval]]:
    found = defaultdict(list)
    for doctor, start, end in rows:
        found[doctor].append((start, end))
    return found


def _runs(days: list[date]) -> Iterator[Interval]:
    """The days, which are in order, as intervals without the days between them."""
    first = 0
    for index, day in enumerate(days):
        if index + 1 == len(days) or days[index + 1] != day + DAY:
            yield day_bounds(days[first])[0], day_bounds(day)[1]
            first = index + 1
