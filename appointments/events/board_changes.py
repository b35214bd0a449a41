"""What a save of a visit changes on wall boards."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.utils import timezone

from appointments.events.board import BoardState, BoardUpdated
from appointments.hospital_time import local, today
from appointments.models import Appointment, Department, OpdAppointment, Status, TokenState, Visit

WAITS = (TokenState.WAITING, TokenState.SKIPPED)
IN_ROOM = ("called", "serving")
STATES: dict[str, BoardState] = {
    TokenState.WAITING: "waiting",
    TokenState.CALLED: "called",
    TokenState.SERVING: "serving",
    TokenState.DONE: "done",
    TokenState.SKIPPED: "skipped",
    TokenState.LEFT: "left",
}


class _Shown(NamedTuple):
    """What of a visit decides what boards show, and their order."""

    token: str
    state: BoardState
    room: int | None
    called_at: Any
    order: Any


def board_changes(visit: Visit) -> Iterator[BoardUpdated]:
    """The events of the save that has just been made, on the boards of today. Counts who waits in its transaction.

    A token that went to another department has left the former board and waits on the new one. One whose check-in was
    undone has left.
    """
    if not visit.token or not is_on_boards(visit):
        return
    after, before = _shown(visit), _shown_before(visit)
    former = _former_department(visit) if before else None
    if before and former:
        yield _event(former, before.token, "left", None)
    if after != before or former:
        room = visit.room if after.state in IN_ROOM else None
        yield _event(visit.queue_department, after.token, after.state, room.name if room else None)


def is_on_boards(visit: Visit) -> bool:
    """A token of today, or of another day that was called today: after midnight some still wait."""
    return visit.token_day == today() or (visit.called_at is not None and local(visit.called_at).date() == today())


def board_state(visit: Visit) -> BoardState:
    return "left" if visit.status == Status.SCHEDULED else STATES[visit.token_state]


def _shown_before(visit: Visit) -> _Shown | None:
    """As the boards of today showed it before the save; None if they did not."""
    before = visit.before
    return _shown(before) if before and before.token and before.token_day == visit.token_day else None


def _shown(visit: Visit) -> _Shown:
    order = (visit.priority, visit.doctor_id, visit.queue_time)
    return _Shown(visit.token, board_state(visit), visit.room_id, visit.called_at, order)


def _former_department(visit: Visit) -> Department | None:
    """The one whose queue the token left with this save."""
    before = visit.before
    if visit.left_department is not None:  # its doctor went to another department
        moved = None if isinstance(visit, OpdAppointment) else visit.left_department
        return Department.objects.filter(slug=moved).first() if moved else None
    if isinstance(visit, OpdAppointment):
        return before.department if before.department_id != visit.department_id else None
    former = before.doctor.department if before.doctor_id != visit.doctor_id else None
    return former if former and former.pk != visit.doctor.department_id else None


def _event(department: Department, token: str, state: BoardState, room: str | None) -> BoardUpdated:
    return BoardUpdated(department.slug, token, state, room, timezone.now(), waiting(department.pk))


def waiting(department_id: int) -> int:
    """How many wait in this department's queue of today, in one query."""
    queues: Iterable[Any] = (
        model.objects.of_queue(department_id, today())
        .filter(token_state__in=WAITS)
        .exclude(status=Status.SCHEDULED)
        .order_by()
        .values("pk")
        for model in (OpdAppointment, Appointment)
    )
    walk_ins, booked = queues
    found: int = walk_ins.union(booked, all=True).count()
    return found
