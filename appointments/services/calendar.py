"""What a calendar asks for, and its counts per day."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count

from appointments.clock import local
from appointments.events import APPOINTMENTS, OPD_APPOINTMENTS, schedule_channel
from appointments.models import Appointment, Doctor, OpdAppointment, Status

SHOWN = tuple(status for status in Status if status != Status.CANCELLED)


@dataclass(frozen=True)
class CalendarQuery:
    """Half-open [start, end); empty sequences mean all. Cancelled ones come only when asked for."""

    start: datetime
    end: datetime
    doctor: Sequence[int] = field(default_factory=tuple)
    department: Sequence[int] = field(default_factory=tuple)
    status: Sequence[str] = field(default_factory=tuple)
    kind: str = ""
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
        appointments = self._filtered(Appointment.objects.between(self.start, self.end), "doctor__department")
        opd = self._filtered(OpdAppointment.objects.between(self.start, self.end), "department")
        return {"appointment": [appointments], "opd": [opd]}.get(self.kind, [appointments, opd])

    def _filtered(self, rows: Any, department: str) -> Any:
        rows = rows.filter(status__in=self.status or SHOWN)
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
