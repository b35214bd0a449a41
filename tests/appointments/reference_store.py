"""A page's store in Python: an earlier snapshot, and the numbered events since then."""

import json
from datetime import datetime
from typing import Any

from appointments.models import LISTED, Doctor
from appointments.services.queries import calendar_snapshot
from appointments.services.queries.calendar import CalendarQuery
from realtime import streams
from realtime.models import StreamEvent


class ReferenceStore:
    """Contains what a query shows. `catch_up()` applies the events since then, without a new snapshot."""

    def __init__(self, query: CalendarQuery) -> None:
        self.query = query
        self.held = streams.heads(query.channels()).seqs
        self.events = {event["id"]: event for event in calendar_snapshot.events(query)}
        self.versions = {key: version_of(event) for key, event in self.events.items()}

    def catch_up(self) -> None:
        """Raises AssertionError where a number is missing."""
        for channel, held in self.held.items():
            for row in StreamEvent.objects.filter(channel=channel, seq__gt=held).order_by("seq"):
                assert row.seq == self.held[channel] + 1
                self.held[channel] = row.seq
                body = json.loads(row.data)
                assert body["seq"] == row.seq
                if "appointment" in body:
                    self.apply(body["appointment"], body["departments"])

    def apply(self, event: dict[str, Any], departments: list[str]) -> None:
        key = event["id"]
        if version_of(event) <= self.versions.get(key, 0):
            return
        self.versions[key] = version_of(event)
        if self.covers(event) and self.sees(departments):
            self.events[key] = event
        else:
            self.events.pop(key, None)

    def sees(self, departments: list[str]) -> bool:
        """Whether it still belongs to a department whose channel is followed; a page without any sees all."""
        followed = {name.removeprefix("department.") for name in self.held if name.startswith("department.")}
        return not followed or not followed.isdisjoint(departments)

    def covers(self, event: dict[str, Any]) -> bool:
        asked, appointment = self.query, event["extendedProps"]["appointment"]
        doctor = appointment["doctor"]
        return (
            datetime.fromisoformat(event["start"]) < asked.end
            and datetime.fromisoformat(event["end"]) > asked.start
            and event["status"] in (asked.status or LISTED)
            and (not asked.kind or appointment["kind"] == asked.kind)
            and (not asked.doctor or (asked.without_doctor if doctor is None else doctor["id"] in asked.doctor))
            and (not asked.department or appointment["department"]["id"] in asked.department)
        )

    def check(self) -> None:
        """Raises AssertionError where the snapshot with the events differs from a fresh one."""
        self.catch_up()
        fresh = json.loads(json.dumps(calendar_snapshot.events(self.query)))
        assert sorted(self.events.values(), key=order) == sorted(fresh, key=order)
        assert self.held == streams.heads(self.query.channels()).seqs


def order(event: dict[str, Any]) -> tuple[str, str]:
    return event["start"], str(event["id"])


def version_of(event: dict[str, Any]) -> int:
    return int(event["extendedProps"]["appointment"]["version"])


def open_pages(start: datetime, end: datetime) -> list[ReferenceStore]:
    """One store for each kind of view that a user may have open."""
    doctors = list(Doctor.objects.values_list("pk", "department_id"))
    everywhere = [
        {},
        {"kind": "appointment"},
        {"kind": "opd"},
        {"status": ("CANCELLED", "NO_SHOW", "LEFT")},
        {"status": ("SCHEDULED",)},
        *({"doctor": (doctor,)} for doctor, _ in doctors),
        {"doctor": tuple(doctor for doctor, _ in doctors)},
        *({"department": (department,)} for department in {department for _, department in doctors}),
        *({"department": (department,), "doctor": (doctor,), "without_doctor": True} for doctor, department in doctors),
    ]
    queries = [query | {"scope": None} for query in everywhere]
    for department in {department for _, department in doctors}:
        scope = frozenset([department])
        queries += [{"scope": scope}, {"scope": scope, "kind": "opd"}, {"scope": scope, "department": (department,)}]
    return [ReferenceStore(CalendarQuery(start, end, **query)) for query in queries]
