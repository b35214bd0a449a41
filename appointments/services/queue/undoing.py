"""Takes back the last step with a token, from the visit's history."""

from typing import Any

from appointments.hospital_time import local, today
from appointments.models import InQueue, Move

RESTORED = ("status", "token_state", "token_since", "room_id", "doctor_id", "called_at", "served_at", "skips")
KEPT_BY_KIND = ("department_id", "overbooked")  # of an OPD visit; of an appointment


def possible(visit: InQueue) -> bool:
    """On the day on which it was made, once: an undo is not undone, nor what another page has changed since."""
    last = max(filter(None, (visit.token_since, visit.called_at, visit.status_changed_at)))
    return visit.queue_move not in ("", Move.UNDO, Move.RETURN) and local(last).date() == today()


def restore(visit: InQueue) -> None:
    """Sets the fields as they were before the last step; the caller saves."""
    before = state_before(visit)
    for name in _fields(visit):
        setattr(visit, name, getattr(before, name))


def state_before(visit: InQueue) -> Any:
    """The row of the history with the fields as they were before the last step."""
    names = _fields(visit)
    for row in visit.history.order_by("-history_id").iterator():
        if any(getattr(row, name) != getattr(visit, name) for name in names):
            return row
    raise AssertionError("a step changes at least one of the fields that are restored")


def _fields(visit: InQueue) -> list[str]:
    return [*RESTORED, *(name for name in KEPT_BY_KIND if hasattr(visit, name))]
