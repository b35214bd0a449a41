"""The order of a queue. Pure: no database, no clock.

Priority class first, then the time from which a patient counts (`Entry.queue_time`). A patient who was called and not
there comes after the next three.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from appointments.models import Priority, TokenState

BEHIND = 3  # patients who are called before one who was not there
CLASSES = {Priority.EMERGENCY: 0, Priority.PREGNANT: 1, Priority.ELDERLY: 1, Priority.NORMAL: 2}


@dataclass(frozen=True, slots=True)
class Entry:
    """A token of one queue and day. `kind` is "appointment" or "opd"; `doctor` an id, None for any doctor."""

    kind: str
    pk: int
    token: str
    state: str
    priority: str
    doctor: int | None
    start: datetime
    end: datetime
    arrival: datetime
    since: datetime  # when `state` began
    called_at: datetime | None = None
    served_at: datetime | None = None
    room: int | None = None
    version: int = 0

    @property
    def queue_time(self) -> datetime:
        """A booked patient in time counts from the appointment's start, else from the arrival, as a walk-in."""
        return max(self.start, self.arrival)

    @property
    def rank(self) -> tuple[int, datetime, str, int]:
        return CLASSES[Priority(self.priority)], self.queue_time, self.kind, self.pk

    def competes_with(self, other: "Entry") -> bool:
        """Whether one doctor may see either of them."""
        return self.doctor is None or other.doctor is None or self.doctor == other.doctor


def waiting(entries: Sequence[Entry]) -> list[Entry]:
    """Those who wait, in the order in which they are called; `entries` are all of the day."""
    queue = sorted((each for each in entries if each.state == TokenState.WAITING), key=lambda each: each.rank)
    skipped = (each for each in entries if each.state == TokenState.SKIPPED)
    for each in sorted(skipped, key=lambda each: each.since):
        queue.insert(_place(queue, each, calls_to_come(each, entries)), each)
    return queue


def calls_to_come(skipped: Entry, entries: Iterable[Entry]) -> int:
    """How many others are called before this one, who was not there. A visit may also begin without a call."""
    called = 0
    for other in entries:
        # Of one who is called now the beginning counts: a recall is no further call.
        came_in = other.since if other.state == TokenState.CALLED else other.called_at or other.served_at
        if (other.kind, other.pk) != (skipped.kind, skipped.pk) and came_in and came_in > skipped.since:
            called += other.competes_with(skipped)
    return max(0, BEHIND - called)


def _place(queue: Sequence[Entry], skipped: Entry, before: int) -> int:
    """The index behind so many others who wait for the same doctor, and behind those who were not there earlier."""
    for index, other in enumerate(queue):
        if before <= 0 and other.state == TokenState.WAITING:
            return index
        before -= other.state == TokenState.WAITING and other.competes_with(skipped)
    return len(queue)


def next_for(doctor: int | None, entries: Sequence[Entry]) -> Entry | None:
    """The first one whom this doctor sees; without a doctor the first of all."""
    for each in waiting(entries):
        if doctor is None or each.doctor in (None, doctor):
            return each
    return None


def ahead_at(index: int, queue: Sequence[Entry]) -> int:
    """How many of `waiting()` are before the one at this index and may see the same doctor."""
    return sum(each.competes_with(queue[index]) for each in queue[:index])
