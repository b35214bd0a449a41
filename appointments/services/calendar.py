"""What the calendar shows: events of an interval, and counts per day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncDate

from appointments.calendar_event import CalendarEvent, calendar_event
from appointments.clock import zone
from appointments.errors import Refusal
from appointments.events import APPOINTMENTS, OPD_APPOINTMENTS, schedule_channel
from appointments.models import Appointment, Doctor, OpdAppointment, Status

MAX_EVENTS = 2_000
SHOWN = tuple(status for status in Status if status != Status.CANCELLED)


class TooMany(Refusal):
    """More events than a page can draw."""

    code = "too_many"


@dataclass(frozen=True)
class CalendarQuery:
    """Half-open [start, end); empty sequences mean all. Cancelled ones come only when asked for."""

    start: datetime
    end: datetime
    doctor: Sequence[int] = field(default_factory=tuple)
    department: Sequence[int] = field(default_factory=tuple)
    status: Sequence[str] = field(default_factory=tuple)
    kind: str = ""

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
        return rows


def events(query: CalendarQuery) -> list[CalendarEvent]:
    """The events, by start. Raises TooMany above 2,000."""
    found = list(chain.from_iterable(rows.with_people()[: MAX_EVENTS + 1] for rows in query.rows()))
    if len(found) > MAX_EVENTS:
        raise TooMany(f"That is more than {MAX_EVENTS:,} events. Ask for counts per day, or for less.")
    return [calendar_event(row) for row in sorted(found, key=lambda row: (row.start, row.pk))]


def counts(query: CalendarQuery) -> list[dict[str, Any]]:
    """`[{"date", "total", "by_status"}]` per hospital day on which something starts, in order."""
    days: dict[str, dict[str, int]] = {}
    for rows in query.rows():
        # A visit counts on the day on which it starts.
        per_day = (
            rows.filter(start__gte=query.start)
            .order_by()
            .annotate(day=TruncDate("start", tzinfo=zone()))
            .values_list("day", "status")
        )
        for day, status, number in per_day.annotate(number=Count("pk")):
            by_status = days.setdefault(day.isoformat(), {})
            by_status[status] = by_status.get(status, 0) + number
    return [
        {"date": day, "total": sum(by_status.values()), "by_status": by_status}
        for day, by_status in sorted(days.items())
    ]
