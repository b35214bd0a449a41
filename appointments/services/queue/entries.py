"""Reads a queue from the database."""

from datetime import date
from typing import Any

from appointments.events.calendar_event import MODELS
from appointments.models import Department, Status, Visit
from appointments.services.queue.order import Entry

_COMMON = ("token", "token_state", "priority", "doctor_id", "start", "end")
_TIMES = ("token_since", "status_changed_at", "called_at", "served_at", "room_id", "version")


def entries_of(department_id: int, day: date) -> list[Entry]:
    """Every token of this queue and day, in two queries. Those whose check-in was undone are not in it."""
    found = []
    for kind, model in MODELS.items():
        rows = model.objects.of_queue(department_id, day).exclude(status=Status.SCHEDULED).order_by()
        arrival = "arrived_at" if kind == "appointment" else "start"
        found += [_entry(kind, row) for row in rows.values_list("pk", *_COMMON, arrival, *_TIMES)]
    return found


def _entry(kind: str, row: Any) -> Entry:
    pk, token, state, priority, doctor, start, end, arrival, since, changed, called_at, served_at, room, version = row
    return Entry(
        kind=kind,
        pk=pk,
        token=token,
        state=state,
        priority=priority,
        doctor=doctor,
        start=start,
        end=end,
        arrival=arrival or start,
        since=since or changed,
        called_at=called_at,
        served_at=served_at,
        room=room,
        version=version,
    )


def lock_queues(*department_ids: int) -> None:
    """Other transactions cannot call from these queues until this one ends: no patient is called twice.

    Taken before the locks of doctors, patients and visits. Rows that only refer to the department do not wait.
    """
    rows = Department.objects.select_for_update(no_key=True).filter(pk__in=set(department_ids))
    list(rows.order_by("pk").values_list("pk"))


def locked_as_read(entry: Entry) -> Visit | None:
    """The visit, locked; None where it has changed since `entry` was read. The calendar does not lock the queue."""
    rows: Any = MODELS[entry.kind].objects.with_people().select_for_update(of=("self",))
    found: Visit | None = rows.filter(pk=entry.pk, version=entry.version).first()
    return found
