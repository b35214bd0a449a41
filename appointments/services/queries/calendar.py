"""What a calendar asks for, and its counts per day."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from appointments.events.events import APPOINTMENTS, OPD_APPOINTMENTS, schedule_channel
from appointments.hospital_time import day_bounds, local, today
from appointments.models import LISTED, Appointment, Doctor, OpdAppointment, Status

KINDS = ("appointment", "opd")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What a page's filters choose; empty means all."""

    doctor: Sequence[int] = ()
    department: Sequence[int] = ()
    status: Sequence[str] = ()
    kind: str = ""


@dataclass(frozen=True)
class CalendarQuery(Choice):
    """What is chosen of the half-open [start, end). Cancelled ones come only when asked for."""

    start: datetime
    end: datetime
    patient: int | None = None

    def channels(self) -> list[str]:
        """Every channel that covers the query; a doctor who does not exist has none."""
        if self.doctor:
            known = Doctor.objects.filter(pk__in=self.doctor).order_by("pk").values_list("pk", flat=True)
            return list(map(schedule_channel, known))
        kinds = {"appointment": [APPOINTMENTS], "opd": [OPD_APPOINTMENTS]}
        return kinds.get(self.kind, [APPOINTMENTS, OPD_APPOINTMENTS])

    def rows(self) -> list[Any]:
        """Appointments and OPD appointments, as far as the kind asks for them."""
        return [rows for rows, _department in self.rows_by_department()]

    def rows_by_department(self) -> list[tuple[Any, str]]:
        """The same, each with the name by which its rows know their department."""
        appointments = (Appointment.objects.between(self.start, self.end), "doctor__department")
        opd = (OpdAppointment.objects.between(self.start, self.end), "department")
        kinds: dict[str, list[tuple[Any, str]]] = {"appointment": [appointments], "opd": [opd]}
        asked = kinds.get(self.kind, [appointments, opd])
        return [(self._filtered(rows, department), department) for rows, department in asked]

    def _filtered(self, rows: Any, department: str) -> Any:
        rows = rows.filter(status__in=self.status or LISTED)
        if self.doctor:
            rows = rows.filter(doctor__in=self.doctor)
        if self.department:
            rows = rows.filter(**{f"{department}__in": self.department})
        if self.patient:
            rows = rows.filter(patient=self.patient)
        return rows


def counts(query: CalendarQuery) -> list[dict[str, Any]]:
    """`[{"date", "total", "by_status"}]` per hospital day on which something starts, in order."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for rows in query.rows():
        # A visit counts on the day on which it starts. Grouped by the moment, which databases do fast in any zone.
        starting = rows.filter(start__gte=query.start).order_by().values_list("start", "status")
        for start, status, number in starting.annotate(number=Count("pk")):
            days[local(start).date().isoformat()][status] += number
    return [
        {"date": day, "total": by_status.total(), "by_status": dict(by_status)}
        for day, by_status in sorted(days.items())
    ]


def todays_numbers(choice: Choice) -> dict[str, dict[Any, int]]:
    """`{"by_status", "by_doctor"}` of what starts today, OPD visits and cancelled ones among the states included.

    They stand beside the filters: states are counted for the chosen doctors, doctors for the chosen states.
    """
    start, end = day_bounds(today())
    by_status: Counter[str] = Counter()
    by_doctor: Counter[int] = Counter()
    for rows, department in CalendarQuery(start, end, status=Status.values, kind=choice.kind).rows_by_department():
        groups = rows.filter(start__gte=start).order_by().values_list("doctor", department, "status")
        for doctor, where, status, number in groups.annotate(number=Count("pk")):
            if (not choice.doctor or doctor in choice.doctor) and (not choice.department or where in choice.department):
                by_status[status] += number
            if doctor and status in (choice.status or LISTED):
                by_doctor[doctor] += number
    return {"by_status": dict(by_status), "by_doctor": dict(by_doctor)}
