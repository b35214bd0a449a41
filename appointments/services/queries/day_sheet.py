"""The day sheet: each doctor's patients of a day in order of time, and walk-ins without a doctor, to be printed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from appointments.hospital_time import Interval, day_bounds
from appointments.models import ACTIVE, Appointment, Department, Doctor, Holiday, OpdAppointment, TimeOff
from appointments.models.visibility import Scope


@dataclass(frozen=True)
class DaySheet:
    """`visits` are appointments and OPD appointments, by start; `away` is time off, cut to the day.

    `doctor` is None on the sheet of a department's walk-ins that wait for any doctor.
    """

    doctor: Doctor | None
    department: Department
    visits: list[Any]
    away: list[Interval]


def day_sheets(
    day: date, *, scope: Scope, doctors: Sequence[int] = (), departments: Sequence[int] = ()
) -> list[DaySheet]:
    """A sheet for each of these doctors, or for each with a visit or time off if none is named. Four queries.

    If no doctor is named, a department's walk-ins without a doctor have a sheet after those of its doctors. Only the
    departments in `scope`, None for all. Cancelled visits and no-shows are left out.
    """
    start, end = day_bounds(day)
    asked = Doctor.objects.within(scope).select_related("department")
    asked = asked.filter(pk__in=doctors) if doctors else asked.filter(is_active=True)
    if departments:
        asked = asked.filter(department__in=departments)
    visits: dict[int, list[Any]] = defaultdict(list)
    unassigned: dict[Department, list[Any]] = defaultdict(list)
    own = Q(doctor__in=asked)
    for model, wanted, joined in (
        (Appointment, own, ["patient"]),
        (OpdAppointment, own if doctors else own | _without_doctor(scope, departments), ["patient", "department"]),
    ):
        rows = model._default_manager.between(start, end).filter(wanted, status__in=ACTIVE)
        for visit in rows.select_related(*joined):
            (visits[visit.doctor_id] if visit.doctor_id else unassigned[visit.department]).append(visit)
    away: dict[int, list[Interval]] = defaultdict(list)
    for off in TimeOff.objects.filter(doctor__in=asked, start__lt=end, end__gt=start).order_by("start"):
        away[off.doctor_id].append((max(off.start, start), min(off.end, end)))
    sheets = [
        DaySheet(doctor, doctor.department, _by_start(visits[doctor.pk]), away[doctor.pk])
        for doctor in asked
        if doctors or visits[doctor.pk] or away[doctor.pk]
    ]
    sheets += [DaySheet(None, department, _by_start(waiting), []) for department, waiting in unassigned.items()]
    return sorted(sheets, key=lambda sheet: sheet.department.name)  # stable: each department's doctors come first


def _without_doctor(scope: Scope, departments: Sequence[int]) -> Q:
    """Walk-ins that wait for any doctor of these departments; none named: of all in `scope`."""
    found = Q(doctor=None)
    if scope is not None:
        found &= Q(department__in=scope)
    return found & Q(department__in=departments) if departments else found


def _by_start(visits: list[Any]) -> list[Any]:
    return sorted(visits, key=lambda visit: visit.start)


def holiday(day: date) -> str:
    """The name of this day's holiday, or empty."""
    return Holiday.objects.filter(date=day).values_list("name", flat=True).first() or ""
