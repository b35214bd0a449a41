"""The day sheet: each doctor's patients of a day in order of time, to be printed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from appointments.hospital_time import Interval, day_bounds
from appointments.models import ACTIVE, Appointment, Doctor, Holiday, OpdAppointment, TimeOff
from appointments.models.visibility import Scope


@dataclass(frozen=True)
class DaySheet:
    """`visits` are appointments and OPD appointments, by start; `away` is time off, cut to the day."""

    doctor: Doctor
    visits: list[Any]
    away: list[Interval]


def day_sheets(
    day: date, *, scope: Scope, doctors: Sequence[int] = (), departments: Sequence[int] = ()
) -> list[DaySheet]:
    """A sheet for each of these doctors, or for each with a visit or time off if none is named. Four queries.

    Only doctors of the departments in `scope`, None for all. Cancelled visits and no-shows are left out.
    """
    start, end = day_bounds(day)
    asked = Doctor.objects.within(scope).select_related("department")
    asked = asked.filter(pk__in=doctors) if doctors else asked.filter(is_active=True)
    if departments:
        asked = asked.filter(department__in=departments)
    visits: dict[int, list[Any]] = defaultdict(list)
    for model in (Appointment, OpdAppointment):
        rows = model._default_manager.between(start, end).filter(status__in=ACTIVE, doctor__in=asked)
        for visit in rows.select_related("patient"):
            visits[visit.doctor_id].append(visit)
    away: dict[int, list[Interval]] = defaultdict(list)
    for off in TimeOff.objects.filter(doctor__in=asked, start__lt=end, end__gt=start).order_by("start"):
        away[off.doctor_id].append((max(off.start, start), min(off.end, end)))
    return [
        DaySheet(doctor, sorted(visits[doctor.pk], key=lambda visit: visit.start), away[doctor.pk])
        for doctor in asked
        if doctors or visits[doctor.pk] or away[doctor.pk]
    ]


def holiday(day: date) -> str:
    """The name of this day's holiday, or empty."""
    return Holiday.objects.filter(date=day).values_list("name", flat=True).first() or ""
