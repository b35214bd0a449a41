"""One patient's appointments and OPD visits with all doctors: upcoming, and past or cancelled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from appointments.hospital_time import day_bounds, today
from appointments.models import OPEN, Appointment, Doctor, OpdAppointment, Patient, Status
from appointments.models.visibility import Scope

SHOWN, MOST = 20, 500  # earlier ones
YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class Visit:
    """An appointment or OPD visit on the patient's page; `name` is its id on the calendar."""

    name: str
    version: int
    start: datetime
    end: datetime
    status: str
    state: str
    doctor: Doctor | None
    department: str
    complaint: str
    token: str
    reason: str


@dataclass(frozen=True, slots=True)
class Visits:
    """`coming` are open ones of today and later, the next first; `earlier` all others, the latest first.

    `count` is the number of all earlier ones; only as many as asked for are read.
    """

    coming: list[Visit]
    earlier: list[Visit]
    count: int

    @property
    def since(self) -> datetime | None:
        """The time since which the list is complete; None where it is complete."""
        return self.earlier[-1].start if len(self.earlier) < self.count else None


def visits_of(patient: Patient, earlier: int = SHOWN, *, scope: Scope) -> Visits:
    """Those in the departments of `scope`, None for all. Six queries, whatever the length of the history."""
    still_open = Q(status__in=OPEN, end__gt=day_bounds(today())[0])
    coming: list[Visit] = []
    others: list[Visit] = []
    count = 0
    for rows in rows_of(patient, scope):
        past = rows.exclude(still_open)
        coming += _visits(rows.filter(still_open).with_people())
        others += _visits(past.with_people().order_by("-start", "-pk")[:earlier])
        count += past.count()
    coming.sort(key=lambda visit: (visit.start, visit.name))
    others.sort(key=lambda visit: (visit.start, visit.name), reverse=True)
    return Visits(coming, others[:earlier], count)


def last_seen(patient: Patient, *, scope: Scope) -> Visit | None:
    """The last completed visit in the departments of `scope`, if any."""
    found: list[Visit] = []
    for rows in rows_of(patient, scope):
        found += _visits(rows.filter(status=Status.COMPLETED).with_people().order_by("-start")[:1])
    return max(found, key=lambda visit: visit.start, default=None)


def no_shows(patient: Patient, *, scope: Scope) -> int:
    """How many appointments of the last year the patient missed, in the departments of `scope`."""
    since = day_bounds(today() - timedelta(days=YEAR_DAYS))[0]
    missed = Appointment.objects.within(scope).filter(patient=patient, status=Status.NO_SHOW, start__gte=since)
    return missed.count()


def rows_of(patient: Patient, scope: Scope) -> tuple[Any, ...]:
    """The querysets of both kinds of visits, in the departments of `scope`, None for all."""
    return tuple(model.objects.within(scope).filter(patient=patient) for model in (Appointment, OpdAppointment))


def _visits(rows: Iterable[Any]) -> list[Visit]:
    return list(map(_visit, rows))


def _visit(row: Any) -> Visit:
    is_opd = isinstance(row, OpdAppointment)
    return Visit(
        name=f"opd-{row.pk}" if is_opd else str(row.pk),
        version=row.version,
        start=row.start,
        end=row.end,
        status=row.status,
        state=str(Status(row.status).label),
        doctor=row.doctor,
        department=(row.department if is_opd else row.doctor.department).name,
        complaint=row.complaint,
        token=row.token if is_opd else "",
        reason=row.status_reason,
    )
