"""Tries one fault under a steady flow of changes, and measures until every page shows what the database has."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.faults.clinic import FLOW, Clinic
from tests.faults.line_process import LineProcess
from tests.faults.measure import Measured, Pages, measure
from tests.support.processes import until

LIVE_SECONDS = 2.0  # promised: within 2 s of the recovery while the socket lives
RECONNECT_SECONDS = 10.0  # the longest pause between two attempts is 8 s
SILENT_SECONDS = 40.0  # a connection counts as dead after 30 s of silence
UNTRUE_SECONDS = 30.0
PATIENCE = 90.0


@dataclass
class Scene:
    """What a fault may act on."""

    clinic: Clinic
    process: LineProcess

    def made(self) -> int:
        return sum(line.get("times", 1) for line in self.clinic.writer.lines if "did" in line)

    def work_on(self, seconds: float) -> None:
        """Waits until the changes of so many seconds were made."""
        wanted = self.made() + seconds * FLOW
        until(lambda: self.made() >= wanted, PATIENCE)


@dataclass
class Recovery:
    """When the fault was over (its start, if no delay is allowed), and which pages may take how long."""

    at: float = field(default_factory=time.time)
    slower: dict[int, float] = field(default_factory=dict)


@dataclass
class Fault:
    """`act` breaks something and repairs it."""

    name: str
    act: Callable[[Scene], Recovery]
    within: float = LIVE_SECONDS
    pages: int = 6
    databases: tuple[str, ...] = ("SQLite", "PostgreSQL")
    window: bool = False  # also watched in Chromium, if it is installed


@dataclass
class Row:
    """A row of the table; `wrong` lists in words what breaks the promise."""

    fault: str
    database: str
    changes: int
    lost: int
    twice: int
    seconds: float
    untrue: float
    wrong: list[str]


def attempt(clinic: Clinic, fault: Fault, open_window: Callable[[Clinic], Any] | None = None) -> Row:
    looking_on = open_window(clinic) if open_window and fault.window else contextlib.nullcontext()
    with clinic.open_pages(fault.pages) as (process, pages), looking_on as window:
        scene = Scene(clinic, process)
        began, already = time.time(), scene.made()
        clinic.resume()
        scene.work_on(1)
        recovery = fault.act(scene)
        scene.work_on(2)
        clinic.pause()
        wrong, checks, differed_at = _settled(clinic, process, pages)
        if window and (differs := window.difference_from_a_new_one(fault.within)):
            wrong.append(differs)
        results = _measured(clinic, pages, began, recovery)
        changes = scene.made() - already
    for number, result in results.items():
        within = recovery.slower.get(number, fault.within)
        if result.late > within:
            wrong.append(f"page {number} was {result.late:.1f} s late, not {within:g}: {result.worst}")
        if result.untrue > UNTRUE_SECONDS:
            wrong.append(f"page {number} said live for {result.untrue:.1f} s while it was behind")
    row = Row(
        fault.name,
        clinic.database.name,
        changes,
        sum(check["lost"] for check in checks),
        sum(check["twice"] for check in checks),
        max([*(result.late for result in results.values()), differed_at and differed_at - recovery.at]),
        max(result.untrue for result in results.values()),
        wrong,
    )
    if differed_at and row.seconds > fault.within:
        row.wrong.append(
            f"a page differed from a fresh one after {differed_at - recovery.at:.1f} s, not {fault.within:g}"
        )
    if row.lost or row.twice:
        row.wrong.append(f"{row.lost} events were lost, {row.twice} applied twice")
    return row


def _settled(clinic: Clinic, process: LineProcess, pages: Pages) -> tuple[list[str], list[dict[str, Any]], float]:
    """Waits until every page is live, has all numbers, and shows the same as a new page.

    Returns what is wrong if that does not happen, the answers of the pages, and when they last differed (0 for never).
    """
    deadline, differed_at, checks = time.monotonic() + PATIENCE, 0.0, []

    def all_held() -> bool:
        heads = clinic.heads()
        return clinic.truth.now == heads and pages.hold(heads) and all(s[-1].live for s in pages.states.values())

    while time.monotonic() < deadline:
        if not all_held():
            time.sleep(0.05)
            continue
        checks = process.ask("check")
        if not any(check["differs"] for check in checks) and all_held():
            return [], checks, differed_at
        differed_at = time.time()
    last = {number: states[-1] for number, states in pages.states.items()}
    differing = {number: check["differs"][:5] for number, check in enumerate(checks)}
    return (
        [f"after {PATIENCE:g} s pages differ in {differing}, hold {last}, where the database is at {clinic.truth.now}"],
        checks or process.ask("check"),
        differed_at,
    )


def _measured(clinic: Clinic, pages: Pages, began: float, recovery: Recovery) -> dict[int, Measured]:
    changes = clinic.truth.since(began)
    return {
        number: measure(
            pages.since(began, number),
            [change for change in changes if change.channel in states[-1].held],
            clinic.truth.epochs,
            recovery.at,
        )
        for number, states in pages.states.items()
    }
