"""When each change was committed and when each page had it, and what the badge showed meanwhile."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.faults.database_under_test import Heads

LOOK_SECONDS = 0.02


class Change(NamedTuple):
    """An event by its number; `at` is when its commit was observed (seconds since 1970)."""

    at: float
    numbering: int  # 0, 1, 2 … in the order of the epochs
    channel: str
    seq: int


class State(NamedTuple):
    """The numbers that a page has had, and whether its badge showed live, from `at` on."""

    at: float
    epoch: str | None
    held: dict[str, int | None]
    live: bool


class Truth:
    """Reads the heads from the database every 20 ms, without the application."""

    def __init__(self, heads: Callable[[], Heads]) -> None:
        self._heads = heads
        self._known: Heads = ("", {})
        self.epochs: list[str] = []
        self.changes: list[Change] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._look()
        self._thread.start()

    def _watch(self) -> None:
        while not self._ending.wait(LOOK_SECONDS):
            self._look()

    def _look(self) -> None:
        try:
            epoch, heads = self._heads()
        except OSError:
            return
        at = time.time()
        if epoch not in self.epochs:
            self.epochs.append(epoch)
        before = self._known[1] if self._known[0] == epoch else {}
        for channel, seq in heads.items():
            # In a new epoch only the newest number is recorded; it stands for all before it.
            first = before.get(channel, seq - 1 if self._known[0] else seq) + 1
            for number in range(first, seq + 1):
                self.changes.append(Change(at, self.epochs.index(epoch), channel, number))
        self._known = (epoch, heads)

    @property
    def now(self) -> Heads:
        return self._known

    def since(self, at: float) -> list[Change]:
        return [change for change in self.changes if change.at >= at]

    def end(self) -> None:
        self._ending.set()
        self._thread.join(5)


@dataclass
class Measured:
    """`late` is the time of a change to a page, from the later of its commit and the recovery; in seconds.

    `untrue` is the longest time in which the badge showed live while the page was behind.
    """

    late: float = 0.0
    untrue: float = 0.0
    worst: Any = None


def measure(states: list[State], changes: list[Change], epochs: list[str], recovered_at: float) -> Measured:
    """Measures one page over the changes that it must show. A change that it does not have counts up to now."""
    result = Measured()
    now = time.time()
    for change in changes:
        arrived = _arrival(states, change, epochs) or now
        late = arrived - max(change.at, recovered_at)
        if late > result.late:
            result.late, result.worst = late, change
        result.untrue = max(result.untrue, _longest_live(states, change.at, arrived))
    return result


def _arrival(states: list[State], change: Change, epochs: list[str]) -> float | None:
    """When the page first had the change, at the earliest its commit; None if it has not."""
    for state in reversed(states):
        if not _holds(state, change, epochs):
            break
        if state.at <= change.at:
            return change.at
        found = state.at
    else:
        return states[0].at if states else None
    return None if state is states[-1] else found


def _holds(state: State, change: Change, epochs: list[str]) -> bool:
    if change.channel not in state.held or state.epoch not in epochs:
        return False
    numbering = epochs.index(state.epoch)
    return numbering > change.numbering or (
        numbering == change.numbering and (state.held[change.channel] or 0) >= change.seq
    )


def _longest_live(states: list[State], start: float, end: float) -> float:
    """The longest unbroken time between start and end in which the badge showed live."""
    longest, since = 0.0, None
    for state, following in zip(states, [*(s.at for s in states[1:]), end], strict=True):
        begins, ends = max(state.at, start), min(following, end)
        if not state.live:
            since = None
        elif ends > begins:
            since = begins if since is None else since
            longest = max(longest, ends - since)
    return longest


@dataclass
class Pages:
    """The states of all pages, as they report them."""

    states: dict[int, list[State]] = field(default_factory=dict)

    def record(self, line: dict[str, Any]) -> None:
        if "page" in line:
            state = State(line["at"], line["epoch"], line["held"], line["live"])
            self.states.setdefault(line["page"], []).append(state)

    def since(self, at: float, page: int) -> list[State]:
        """The state of the page at that time, and all later ones."""
        states = list(self.states.get(page, []))
        earlier = [state for state in states if state.at <= at]
        return earlier[-1:] + [state for state in states if state.at > at]

    def hold(self, heads: Heads) -> bool:
        """Whether every page has all these numbers."""
        return bool(self.states) and all(
            states[-1].epoch == heads[0]
            and all(held is not None and held >= heads[1].get(name, 0) for name, held in states[-1].held.items())
            for states in self.states.values()
        )
