"""What wall boards and patients' own pages show of a queue: tokens and rooms, never a person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from appointments.events.board import BoardState
from appointments.events.board_changes import board_state
from appointments.hospital_time import local, today
from appointments.models import Department, Room, TokenState, Visit
from appointments.services.queue import estimates, order
from appointments.services.queue.entries import entries_of
from appointments.services.queue.listing import place_of

NEXT = 3  # tokens that a board announces


@dataclass(frozen=True, slots=True)
class Called:
    """A token that is called or served; `since` is the last call, or when the visit began."""

    token: str
    room: str | None
    state: BoardState
    since: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """`now` by room, `following` in the order in which they are called, `skipped` the latest first.

    `waiting` counts all who wait, those who were not there too.
    """

    now: list[Called]
    following: list[str]
    skipped: list[str]
    waiting: int


@dataclass(frozen=True, slots=True)
class Ticket:
    """`ahead` counts those before this one, None unless it waits; `estimate` is (from, to) in minutes."""

    token: str
    department: str
    state: BoardState
    room: str | None
    ahead: int | None
    estimate: estimates.Range | None
    as_of: datetime

    @property
    def short(self) -> str:
        """As boards show it, whose tokens all have the same beginning."""
        return self.token.removeprefix("OP-")


def board_of(department: Department) -> Board:
    """The department's board of today, in five queries. After midnight also those called from the day before."""
    entries = entries_of(department.pk, today())
    late = [each for each in entries_of(department.pk, today() - timedelta(days=1)) if _called_today(each)]
    rooms = dict(Room.objects.filter(department=department).values_list("pk", "name"))
    now = []
    for each in (*late, *entries):
        if each.state == TokenState.CALLED:
            now.append(Called(each.token, rooms.get(each.room or 0), "called", each.called_at or each.since))
        elif each.state == TokenState.SERVING:
            now.append(Called(each.token, rooms.get(each.room or 0), "serving", each.since))
    queue = order.waiting(entries)
    skipped = [each for each in entries if each.state == TokenState.SKIPPED]
    skipped.sort(key=lambda each: each.since, reverse=True)
    return Board(
        now=sorted(now, key=lambda each: (each.room or "", each.token)),
        following=[each.token for each in queue[:NEXT]],
        skipped=[each.token for each in skipped],
        waiting=len(queue),
    )


def _called_today(entry: order.Entry) -> bool:
    return entry.called_at is not None and local(entry.called_at).date() == today()


def ticket_of(visit: Visit) -> Ticket:
    """What the patient of this visit may know of its place in the queue of its day."""
    state, now = board_state(visit), timezone.now()
    place = place_of(visit) if state in {"waiting", "skipped"} else None
    return Ticket(
        token=visit.token,
        department=visit.queue_department.name,
        state=state,
        room=visit.room.name if visit.room and state in {"called", "serving"} else None,
        ahead=place.ahead if place else None,
        estimate=place.estimate if place else None,
        as_of=now,
    )
