"""What the desk, the room and the API show of a queue."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.date_text import clock
from appointments.events.calendar_event import MODELS, kind_of
from appointments.hospital_time import local, today
from appointments.models import IN_QUEUE, Appointment, Department, OpdAppointment, Priority, TokenState, Visit
from appointments.services.queue import estimates, order
from appointments.services.queue.entries import entries_of
from appointments.services.queue.rooms import Rooms, rooms_of

EARLIER_DAYS = 7


@dataclass(frozen=True, slots=True)
class Line:
    """A patient in the queue. `position` counts those who wait from 1; `estimate` is (from, to) in minutes."""

    visit: Visit
    position: int | None
    ahead: int | None
    since: datetime
    arrival: datetime
    why: str
    estimate: tuple[int, int] | None


def lines_of(department: Department, day: date, rooms: Rooms | None = None) -> list[Line]:
    """The patients who are served, then called, then waiting; the last in the order in which they will be called.

    `rooms` are the department's as `rooms_of()` returns them, if they were read already.
    """
    entries = entries_of(department.pk, day)
    expected = expected_waits(department, entries, rooms)
    queue = order.waiting(entries)
    positions = {(each.kind, each.pk): index for index, each in enumerate(queue)}
    visits = {
        (kind, row.pk): row
        for kind, model in MODELS.items()
        for row in model.objects.of_queue(department.pk, day).filter(status__in=IN_QUEUE).with_people()
    }
    there = [each for state in (TokenState.SERVING, TokenState.CALLED) for each in entries if each.state == state]
    there.sort(key=lambda each: (each.state != TokenState.SERVING, each.since))
    found = []
    for each in (*there, *queue):
        visit = visits.get((each.kind, each.pk))
        if visit is not None:  # a change between the two reads
            index = positions.get((each.kind, each.pk))
            found.append(
                Line(
                    visit=visit,
                    position=None if index is None else index + 1,
                    ahead=None if index is None else order.ahead_at(index, queue),
                    since=each.since,
                    arrival=each.arrival,
                    why=why(each),
                    estimate=expected.get((each.kind, each.pk)),
                )
            )
    return found


def expected_waits(
    department: Department, entries: Sequence[order.Entry], rooms: Rooms | None = None
) -> dict[tuple[str, int], estimates.Range]:
    """{(kind, id): (from, to)} in minutes for those who wait and of whom it can be said. `entries`: all of the day."""
    if rooms is None:
        rooms = rooms_of([department])[department.pk]
    doctors = [doctor.pk for _room, doctor in rooms if doctor] if rooms else None
    return estimates.estimates(entries, doctors, timezone.now())


def why(entry: order.Entry) -> str:
    """Its place in words: "booked 10:00", "walk-in 09:42", "emergency, walk-in 09:42"."""
    arrival = clock(local(entry.arrival))
    if entry.kind == "opd":
        text = _("walk-in %(time)s") % {"time": arrival}
    elif entry.arrival > entry.start:
        text = _("booked %(time)s, came %(arrival)s") % {"time": clock(local(entry.start)), "arrival": arrival}
    else:
        text = _("booked %(time)s") % {"time": clock(local(entry.start))}
    if entry.state == TokenState.SKIPPED:
        text = _("not there at %(time)s, %(place)s") % {"time": clock(local(entry.since)), "place": text}
    if entry.priority != Priority.NORMAL:
        return f"{Priority(entry.priority).label.lower()}, {text}"
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """Where one patient waits: how many are called before, and the expected wait in minutes, if it can be said."""

    ahead: int
    estimate: estimates.Range | None


def place_of(visit: Visit) -> Place | None:
    """None for a patient who does not wait in the queue of the token's day."""
    if visit.token_day is None:
        return None
    department, key = visit.queue_department, (kind_of(visit), visit.pk)
    entries = entries_of(department.pk, visit.token_day)
    queue = order.waiting(entries)
    own = next((index for index, each in enumerate(queue) if (each.kind, each.pk) == key), None)
    if own is None:
        return None
    return Place(order.ahead_at(own, queue), expected_waits(department, entries).get(key))


def counts_of(departments: Iterable[Department]) -> dict[int, Counter[str]]:
    """{department's id: how many tokens of today are in each state}."""
    found: dict[int, Counter[str]] = {department.pk: Counter() for department in departments}
    for model, path in ((OpdAppointment, "department_id"), (Appointment, "doctor__department_id")):
        rows: Any = model.objects.filter(token_day=today(), status__in=IN_QUEUE, **{f"{path}__in": found})
        for department, state, number in rows.order_by().values_list(path, "token_state").annotate(n=Count("pk")):
            found[department][state] += number
    return found


def earlier_days(department: Department) -> list[tuple[date, int]]:
    """The last seven days on which patients of this queue still wait, with their number, the last day first."""
    since = today() - timedelta(days=EARLIER_DAYS)
    days: Counter[date] = Counter()
    for model, path in ((OpdAppointment, "department"), (Appointment, "doctor__department")):
        waiting: Any = model.objects.filter(status__in=IN_QUEUE, **{path: department})
        rows = waiting.filter(token_day__gte=since, token_day__lt=today())
        days.update(dict(rows.order_by().values_list("token_day").annotate(n=Count("pk"))))
    return sorted(days.items(), reverse=True)
