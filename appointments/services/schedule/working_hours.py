"""Doctors' working hours and absences, which calendars shade."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from appointments.hospital_time import Interval, day_bounds, local
from appointments.models import DateHours, Doctor, Holiday, TimeOff, WorkingHours
from appointments.models.visibility import Scope
from appointments.services.schedule.availability import shifts_on


@dataclass(frozen=True, slots=True)
class Away:
    """Time off, or a holiday of the whole hospital; `reason` may be empty."""

    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Hours:
    """A doctor's shifts, in order, and the absences during them."""

    doctor: int
    spans: list[Interval]
    away: list[Away]


def hours(doctors: Sequence[int], start: datetime, end: datetime, *, scope: Scope) -> list[Hours]:
    """The hours that touch [start, end) for each of these doctors who exists: five queries, however many doctors.

    Only doctors of the departments in `scope`, None for all.
    """
    known = list(Doctor.objects.within(scope).filter(pk__in=doctors).order_by("pk").values_list("pk", flat=True))
    days = list(_days(start, end))
    holidays = dict(Holiday.objects.filter(date__range=(days[0], days[-1])).values_list("date", "name"))
    weekly = list(WorkingHours.objects.filter(doctor__in=known))
    dated = list(DateHours.objects.filter(doctor__in=known, date__range=(days[0], days[-1])))
    off = list(TimeOff.objects.filter(doctor__in=known, start__lt=end, end__gt=start).order_by("start"))
    closed = [Away(*day_bounds(day), name) for day, name in sorted(holidays.items())]
    return [
        Hours(
            doctor,
            [
                (shift.start, shift.end)
                for day in days
                if day not in holidays
                for shift in shifts_on(day, _of(weekly, doctor), _of(dated, doctor))
                if shift.start < end and shift.end > start
            ],
            closed + [Away(each.start, each.end, each.reason) for each in _of(off, doctor)],
        )
        for doctor in known
    ]


def _days(start: datetime, end: datetime) -> Iterator[date]:
    """The hospital's days that [start, end) touches."""
    day = local(start).date()
    while day_bounds(day)[0] < end:
        yield day
        day += timedelta(days=1)


def _of(rows: list[Any], doctor: int) -> list[Any]:
    return [row for row in rows if row.doctor_id == doctor]
