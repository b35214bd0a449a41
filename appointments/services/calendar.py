"""What the calendar shows: events of an interval, and counts per day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

import orjson
from django.db.models import Count

from appointments.calendar_event import (
    APPOINTMENT_COLUMNS,
    OPD_COLUMNS,
    CalendarEvent,
    appointment_event,
    opd_event,
)
from appointments.clock import local
from appointments.errors import Refusal
from appointments.events import APPOINTMENTS, OPD_APPOINTMENTS, schedule_channel
from appointments.models import Appointment, Doctor, OpdAppointment, Status
from realtime import streams

MAX_EVENTS = 2_000
SHAPES: dict[str, tuple[tuple[str, ...], Callable[..., CalendarEvent]]] = {
    "appointment": (APPOINTMENT_COLUMNS, appointment_event),
    "opd": (OPD_COLUMNS, opd_event),
}
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

    def rows(self) -> dict[str, Any]:
        """{kind: its rows}, as far as the query asks for them."""
        appointments = self._filtered(Appointment.objects.between(self.start, self.end), "doctor__department")
        opd = self._filtered(OpdAppointment.objects.between(self.start, self.end), "department")
        both = {"appointment": appointments, "opd": opd}
        return {self.kind: both[self.kind]} if self.kind else both

    def _filtered(self, rows: Any, department: str) -> Any:
        rows = rows.filter(status__in=self.status or SHOWN)
        if self.doctor:
            rows = rows.filter(doctor__in=self.doctor)
        if self.department:
            rows = rows.filter(**{f"{department}__in": self.department})
        return rows


def feed(query: CalendarQuery) -> bytes:
    """`{"heads", "epoch", "events"}` as JSON, in at most four queries. Raises TooMany above 2,000 events.

    The heads are read before the rows: what happens in between is then told twice, and never left out.
    """
    heads = streams.heads(query.channels())
    return orjson.dumps({"heads": heads.seqs, "epoch": heads.epoch, "events": events(query)})


def events(query: CalendarQuery) -> list[CalendarEvent]:
    """The events, by start. Raises TooMany above 2,000."""
    found = []
    for kind, rows in query.rows().items():
        columns, shape = SHAPES[kind]
        found += [(row[1], row[0], shape, row) for row in rows.order_by().values_list(*columns)[: MAX_EVENTS + 1]]
    if len(found) > MAX_EVENTS:
        raise TooMany(f"That is more than {MAX_EVENTS:,} events. Ask for counts per day, or for less.")
    found.sort(key=itemgetter(0, 1))  # by start and id, the first two columns turned round
    return [shape(*row) for _, _, shape, row in found]


def counts(query: CalendarQuery) -> list[dict[str, Any]]:
    """`[{"date", "total", "by_status"}]` per hospital day on which something starts, in order."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for rows in query.rows().values():
        # A visit counts on the day on which it starts. Grouped by the moment, which databases do fast in any zone.
        starting = rows.filter(start__gte=query.start).order_by().values_list("start", "status")
        for start, status, number in starting.annotate(number=Count("pk")):
            days[local(start).date().isoformat()][status] += number
    return [
        {"date": day, "total": by_status.total(), "by_status": dict(by_status)}
        for day, by_status in sorted(days.items())
    ]
