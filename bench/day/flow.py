"""What patients and doctors do on the simulated day, as processes of the simulation.

They act on a `Desk`, which performs the steps: the product (`hospital.Hospital`), or anything with the same methods.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Protocol

from bench.day import plan
from bench.day.clock import Bell, Process, Simulation

PAUSE = timedelta(minutes=30)
LOOKS_AGAIN = timedelta(minutes=20)
WALK_SECONDS = (20, 70)  # from the waiting room to the doctor's
WAIT_SECONDS = (60, 120)  # for one who does not come
NEVER = timedelta(days=1)


@dataclass
class Look:
    """What was shown to one who waits: (from, to) in minutes, or None, and how long it really took."""

    department: int
    at: datetime
    shown: tuple[int, int] | None
    first: bool  # at arrival
    waited: float | None = None  # minutes until the first call; None for those who were not called in this queue


@dataclass
class Visit:
    """A visitor who has come. `row` is what the desk knows of the visit."""

    visitor: plan.Visitor
    department: int
    row: Any
    called: datetime | None = None
    over: bool = False
    calls: int = 0
    looks: list[Look] = field(default_factory=list)


class Desk(Protocol):
    """The steps; `call_next` returns the row that was called, or None for an empty queue. `key` names a row."""

    def arrive(self, department: int, visitor: plan.Visitor) -> Any: ...
    def call_next(self, department: int, doctor: int, done: Any) -> Any: ...
    def step(self, row: Any, action: str, **targets: Any) -> Any: ...
    def state(self, row: Any) -> str: ...
    def key(self, row: Any) -> Any: ...
    def open_room(self, department: int, doctor: int) -> None: ...
    def close_room(self, department: int, doctor: int) -> None: ...
    def no_show(self, department: int, visitor: plan.Visitor) -> None: ...
    def estimate(self, row: Any, department: int) -> tuple[int, int] | None: ...


class Day:
    """All processes of the day, and what they have seen."""

    def __init__(self, simulation: Simulation, desk: Desk, days: list[plan.DepartmentDay], seed: int) -> None:
        self.simulation, self.desk, self.days = simulation, desk, days
        self.dice = random.Random(seed)
        self.visits: dict[Any, Visit] = {}
        self.bells = {day.number: Bell() for day in days}
        self.closed: set[tuple[int, int]] = set()

    def run(self) -> None:
        for day in self.days:
            for doctor, start in enumerate(day.starts):
                self.simulation.start(self._doctor(day, doctor, start))
            for visitor in day.visitors:
                self.simulation.start(self._patient(day, visitor))
        self.simulation.run()

    def looks(self) -> Iterable[Look]:
        for visit in self.visits.values():
            yield from visit.looks

    def _patient(self, day: plan.DepartmentDay, visitor: plan.Visitor) -> Process:
        if visitor.arrives is None:
            yield plan.clock(plan.CLOSES)
            self.desk.no_show(day.number, visitor)
            return
        yield visitor.arrives
        visit = Visit(visitor, day.number, self.desk.arrive(day.number, visitor))
        self.visits[self.desk.key(visit.row)] = visit
        self.simulation.ring(self.bells[day.number])
        leaves = visitor.arrives + (visitor.leaves_after or NEVER)
        self._look(visit)
        while visit.called is None and not visit.over:
            yield min(self.simulation.now + LOOKS_AGAIN, leaves)
            if visit.called is None and self.simulation.now >= leaves:
                self.desk.step(visit.row, "left")
                visit.over = True
            elif visit.called is None:
                self._look(visit)

    def _look(self, visit: Visit) -> None:
        shown = self.desk.estimate(visit.row, visit.department)
        visit.looks.append(Look(visit.department, self.simulation.now, shown, first=not visit.looks))

    def _doctor(self, day: plan.DepartmentDay, doctor: int, start: datetime) -> Process:
        yield start
        self.desk.open_room(day.number, doctor)
        pause, current = day.pauses[doctor], None
        while True:
            if pause and self.simulation.now >= pause:
                current = self._finish(current)
                self.desk.close_room(day.number, doctor)
                yield self.simulation.now + PAUSE
                self.desk.open_room(day.number, doctor)
                pause = None
            called = self.desk.call_next(day.number, doctor, current)
            if called is None:
                self._finish(current)
                current = None
                closes = plan.clock(plan.CLOSES)
                if self.simulation.now >= closes:
                    break
                yield self.bells[day.number], min(pause, closes) if pause else closes
                continue
            visit = self.visits[self.desk.key(called)]
            yield from self._see(day, doctor, visit, called)
            current = None if visit.over else visit.row
        self.desk.close_room(day.number, doctor)
        self.closed.add((day.number, doctor))

    def _see(self, day: plan.DepartmentDay, doctor: int, visit: Visit, called: Any) -> Process:
        """From the call until the visit could end; `visit.over` if it does not take place now."""
        visit.row, visit.over = called, False
        if visit.called is None:
            visit.called = self.simulation.now
            for look in visit.looks:
                look.waited = (visit.called - look.at) / timedelta(minutes=1)
        misses = visit.visitor.misses[visit.calls] if visit.calls < 2 else False
        visit.calls += 1
        if misses and all(visit.visitor.misses[: visit.calls]):
            yield self._after(self.dice.uniform(*WAIT_SECONDS))
            visit.row, visit.over = self.desk.step(visit.row, "skip"), True
            return
        yield self._after(self.dice.uniform(*WALK_SECONDS))
        visit.row = self.desk.step(visit.row, "serve")
        other = self._colleague(day, doctor)
        if visit.visitor.transferred and other is not None:
            visit.visitor.transferred = False
            yield self._after(60)
            visit.row, visit.over = self.desk.step(visit.row, "transfer", doctor=(day.number, other)), True
            self.simulation.ring(self.bells[day.number])
            return
        yield self._after(visit.visitor.minutes * 60)

    def _colleague(self, day: plan.DepartmentDay, doctor: int) -> int | None:
        """To whom a patient can be sent on; nobody near the end of the day."""
        if self.simulation.now > plan.clock(time(15)) or len(day.starts) < 2:
            return None
        return (doctor + 1) % len(day.starts)

    def _finish(self, row: Any) -> None:
        if row is not None:
            self.desk.step(row, "done")

    def _after(self, seconds: float) -> datetime:
        return self.simulation.now + timedelta(seconds=round(seconds))
