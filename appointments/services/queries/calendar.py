"""The calendar's query with its filters, and counts per day."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from appointments.events.calendar_event import COLUMNS, MODELS
from appointments.events.events import APPOINTMENTS, OPD_APPOINTMENTS, department_channel, schedule_channel
from appointments.hospital_time import day_bounds, local, today
from appointments.models import LISTED, Department, Doctor, Status
from appointments.models.versioned import touching
from appointments.models.visibility import Scope

KINDS = tuple(COLUMNS)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """A calendar's filters; an empty one means all. `scope` are the departments that the asker sees, None for all."""

    scope: Scope
    doctor: Sequence[int] = ()
    department: Sequence[int] = ()
    status: Sequence[str] = ()
    kind: str = ""


@dataclass(frozen=True)
class CalendarQuery(Filters):
    """Appointments that touch [start, end) and match the filters. Cancelled ones only if `status` asks for them.

    `without_doctor`: beside those of the doctors in `doctor`, also walk-ins that wait for any doctor.
    """

    start: datetime
    end: datetime
    patient: int | None = None
    without_doctor: bool = False

    def channels(self) -> list[str]:
        """Every channel that covers the query and that the asker may hear; a doctor who is not seen has none.

        A query of none of the asker's departments finds nothing: any channel covers it.
        """
        if self.doctor:
            known = Doctor.objects.within(self.scope).filter(pk__in=self.doctor).order_by("pk")
            named = list(map(schedule_channel, known.values_list("pk", flat=True)))
            walk_ins = channels_within(self.scope, self.department, "opd") if self.without_doctor else []
            return named + walk_ins
        return channels_within(self.scope, self.department, self.kind)

    def kinds(self) -> list[str]:
        return [self.kind] if self.kind else list(KINDS)

    def lookups(self, kind: str) -> dict[str, Any]:
        """{ORM lookup: value} of the interval and the filters; `without_doctor` is left to `rows`.

        `calendar_snapshot` writes all of it and the scope as SQL.
        """
        asked = {
            "status": self.status or LISTED,
            "doctor_id": self.doctor,
            "department_id": self.department,
            "patient_id": [self.patient] if self.patient else (),
        }
        filters = {f"{COLUMNS[kind][name]}__in": values for name, values in asked.items() if values}
        return touching(self.start, self.end) | filters

    def rows(self, kind: str) -> Any:
        lookups = self.lookups(kind)
        named = lookups.pop("doctor_id__in", None)
        rows = MODELS[kind]._default_manager.within(self.scope).filter(**lookups)
        if named is None:
            return rows
        doctors = Q(doctor_id__in=named)
        return rows.filter(doctors | Q(doctor_id=None) if self.without_doctor else doctors)


def channels_within(scope: Scope, departments: Sequence[int] = (), kind: str = "") -> list[str]:
    """The channels that carry all appointments in this scope; at least those of these departments and this kind."""
    if scope is None:
        return {"appointment": [APPOINTMENTS], "opd": [OPD_APPOINTMENTS]}.get(kind, [APPOINTMENTS, OPD_APPOINTMENTS])
    seen = Department.objects.within(scope.intersection(departments) or scope)
    return list(map(department_channel, seen.order_by("slug").values_list("slug", flat=True)))


def counts(query: CalendarQuery) -> list[dict[str, Any]]:
    """`[{"date", "total", "by_status"}]` per hospital day on which something starts, in order."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for kind in query.kinds():
        # A visit counts on the day of its start. Grouped by the moment: databases group slowly by days in a zone.
        starting = query.rows(kind).filter(start__gte=query.start).order_by().values_list("start", "status")
        for start, status, number in starting.annotate(number=Count("pk")):
            days[local(start).date().isoformat()][status] += number
    return [
        {"date": day, "total": by_status.total(), "by_status": dict(by_status)}
        for day, by_status in sorted(days.items())
    ]


def todays_counts(filters: Filters) -> dict[str, dict[Any, int]]:
    """`{"by_status", "by_doctor"}` of what starts today, OPD visits and (in `by_status`) cancelled ones included.

    Shown beside the filters: statuses are counted for the chosen doctors, doctors for the chosen statuses.
    """
    start, end = day_bounds(today())
    by_status: Counter[str] = Counter()
    by_doctor: Counter[int] = Counter()
    query = CalendarQuery(start, end, status=Status.values, kind=filters.kind, scope=filters.scope)
    for kind in query.kinds():
        rows = query.rows(kind).filter(start__gte=start).order_by()
        groups = rows.values_list("doctor_id", COLUMNS[kind]["department_id"], "status")
        for doctor, where, status, number in groups.annotate(number=Count("pk")):
            if doctor in (filters.doctor or [doctor]) and where in (filters.department or [where]):
                by_status[status] += number
            if doctor and status in (filters.status or LISTED):
                by_doctor[doctor] += number
    return {"by_status": dict(by_status), "by_doctor": dict(by_doctor)}
