"""The simulated clock, and the processes that live by it."""

import contextlib
import heapq
import itertools
from collections.abc import Generator, Iterator
from datetime import datetime, tzinfo
from unittest import mock


class Bell:
    """Wakes the processes that wait for it."""

    def __init__(self) -> None:
        self.listeners: list[Process] = []


# A process yields the moment at which it goes on, or a bell and the moment at which it goes on without it.
Process = Generator[datetime | tuple[Bell, datetime], None, None]


class Simulation:
    """Runs processes in the order of their moments; `now` is the time of the one that runs."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self._agenda: list[tuple[datetime, int, Process]] = []
        self._numbers = itertools.count()
        self._turn: dict[Process, int] = {}  # the number of the entry that counts; a bell makes an earlier one void

    def start(self, process: Process) -> None:
        self._schedule(process, self.now)

    def ring(self, bell: Bell) -> None:
        listeners, bell.listeners = bell.listeners, []
        for process in listeners:
            self._schedule(process, self.now)

    def run(self) -> None:
        while self._agenda:
            moment, number, process = heapq.heappop(self._agenda)
            if self._turn.get(process) != number:
                continue
            self.now = max(self.now, moment)
            try:
                waits = next(process)
            except StopIteration:
                del self._turn[process]
                continue
            if isinstance(waits, tuple):
                bell, waits = waits
                if process not in bell.listeners:
                    bell.listeners.append(process)
            self._schedule(process, waits)

    def _schedule(self, process: Process, moment: datetime) -> None:
        self._turn[process] = number = next(self._numbers)
        heapq.heappush(self._agenda, (moment, number, process))


@contextlib.contextmanager
def moved_to(simulation: Simulation) -> Iterator[None]:
    """Inside the block `timezone.now()`, and fields that have it as default, return the simulated moment."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return simulation.now.astimezone(tz)

    with mock.patch("django.utils.timezone.datetime", Moved):
        yield
