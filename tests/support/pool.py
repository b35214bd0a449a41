"""Races between real processes on a real database, and the invariants that must hold afterwards, in plain SQL."""

import contextlib
import itertools
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import psycopg

from tests.support.processes import ROOT, Instance, until

DESKS = 8
END_SECONDS = 60.0
START_DELAY_SECONDS = 0.02  # until every desk has read its rows
RACER = "tests.support.racer"
TAKES_TIME = "('SCHEDULED', 'CHECKED_IN', 'IN_PROGRESS', 'COMPLETED')"

_letters = itertools.product("ABCDEFGHIJKLMNOPQRSTUVWXYZ", repeat=3)

OVERLAPS = f"""
    SELECT a.id, b.id FROM appointments_appointment a JOIN appointments_appointment b
    ON a.{{key}} = b.{{key}} AND a.id < b.id AND a."start" < b."end" AND a."end" > b."start"
    WHERE a.status IN {TAKES_TIME} AND b.status IN {TAKES_TIME}
"""
HISTORY_GAPS = """
    SELECT a.id FROM appointments_{model} a LEFT JOIN appointments_historical{model} h ON h.id = a.id
    GROUP BY a.id, a.version
    HAVING COUNT(h.version) <> a.version OR COUNT(DISTINCT h.version) <> a.version
    OR MAX(h.version) <> a.version OR MIN(h.version) <> 1
"""
UNTOLD = """
    SELECT (SELECT COUNT(*) FROM appointments_historical{model}), COUNT(*) FROM realtime_streamevent
    WHERE channel = '{channel}'
    HAVING COUNT(*) <> (SELECT COUNT(*) FROM appointments_historical{model})
"""
OF_MERGED = """
    SELECT row.patient_id FROM appointments_{model} row JOIN appointments_patient patient ON patient.id = row.patient_id
    WHERE patient.merged_into_id IS NOT NULL
"""
WAITING = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
# {invariant that is broken: query for the rows that break it}
INVARIANTS = {
    "doctors twice at one time": OVERLAPS.format(key="doctor_id") + " AND NOT a.overbooked AND NOT b.overbooked",
    "patients twice at one time": OVERLAPS.format(key="patient_id"),
    "histories with gaps": HISTORY_GAPS.format(model="appointment"),
    "walk-ins' histories with gaps": HISTORY_GAPS.format(model="opdappointment"),
    "streams with gaps": """
        SELECT s.channel FROM realtime_stream s LEFT JOIN realtime_streamevent e ON e.channel = s.channel
        GROUP BY s.channel, s.seq
        HAVING COUNT(e.seq) <> s.seq OR COUNT(DISTINCT e.seq) <> s.seq OR MAX(e.seq) <> s.seq OR MIN(e.seq) <> 1
    """,
    "events of no stream": """
        SELECT channel FROM realtime_streamevent WHERE channel NOT IN (SELECT channel FROM realtime_stream)
    """,
    "changes that no stream tells": UNTOLD.format(model="appointment", channel="appointments"),
    "appointments of merged records": OF_MERGED.format(model="appointment"),
    "walk-ins of merged records": OF_MERGED.format(model="opdappointment"),
    "merged records that a search finds": OF_MERGED.format(model="searchkey"),
    "records that lead to a merged one": """
        SELECT patient.id FROM appointments_patient patient
        JOIN appointments_patient into_ ON into_.id = patient.merged_into_id WHERE into_.merged_into_id IS NOT NULL
    """,
    "walk-ins' changes that no stream tells": UNTOLD.format(model="opdappointment", channel="opd-appointments"),
}


def sqlite_instance(folder: Path) -> Instance:
    instance = Instance(folder)
    instance.manage("migrate", "--verbosity", "0")
    return instance


def postgres_instance(folder: Path, database_url: str) -> Instance:
    instance = Instance(folder, database_url=database_url, env={"DATABASE_POOL_SIZE": "2"})
    instance.manage("migrate", "--verbosity", "0")
    return instance


@dataclass
class Desk:
    """One process of a race; answers each job with one line."""

    jobs: IO[str]
    answers: IO[str]

    def send(self, job: dict[str, Any]) -> None:
        self.jobs.write(json.dumps(job) + "\n")
        self.jobs.flush()

    def answer(self) -> dict[str, Any]:
        return json.loads(self.answers.readline())


@dataclass
class World:
    """A database and the desks that work on it."""

    instance: Instance
    desks: list[Desk] = field(default_factory=list)

    @classmethod
    @contextlib.contextmanager
    def opened(cls, instance: Instance, desks: int = DESKS, racer: str = RACER) -> Iterator["World"]:
        """The desks are ready inside the block and end after it; each runs the module `racer`.

        After the block raises AssertionError if a desk ended with an error, TimeoutExpired if one did not end.
        """
        with contextlib.ExitStack() as stack:
            world, theirs = cls(instance), []
            for _ in range(desks):
                (stdin, jobs), (answers, stdout) = os.pipe(), os.pipe()
                theirs.append((stdin, stdout))
                world.desks.append(Desk(os.fdopen(jobs, "w"), os.fdopen(answers)))
            ends = [end for pair in theirs for end in pair]
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "tests.support.forked",
                    racer,
                    *(f"{stdin},{stdout}" for stdin, stdout in theirs),
                ],
                cwd=ROOT,
                env=instance.environment(),
                pass_fds=ends,
                process_group=0,  # so that all can be killed at once
            )
            for end in ends:
                os.close(end)
            stack.callback(_end, process, world.desks)
            for desk in world.desks:
                assert desk.answers.readline() == "ready\n"
            yield world

    def race(self, jobs: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """All desks make their calls at the same moment; the answers are in the order of the jobs."""
        assert len(jobs) <= len(self.desks)
        at = time.monotonic() + START_DELAY_SECONDS
        running = list(zip(self.desks, jobs, strict=False))
        for desk, job in running:
            desk.send({"at": at, **job})
        return [desk.answer() for desk, _ in running]

    def alone(self, verb: str, **job: Any) -> dict[str, Any]:
        """One call without a race; it must succeed."""
        (answer,) = self.race([{"verb": verb, "at": 0, **job}])
        assert answer["ok"], answer
        return answer

    def stage(self, *, doctors: int = 1, patients: int = DESKS, roles: tuple[str, ...] = ("reception",) * DESKS) -> Any:
        """New rows for a race: `{"department", "doctors", "patients", "users"}`, as ids."""
        code = "".join(next(_letters))
        return self.alone("stage", name=f"Race{code}", code=code, doctors=doctors, patients=patients, roles=roles)

    def day(self, days: int, hour: int = 10, minute: int = 0) -> str:
        return str(self.alone("clock", days=days, wall=[hour, minute])["start"])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query in plain SQL."""
        if self.instance.database_url:
            with psycopg.connect(self.instance.database_url) as connection:
                return [tuple(row) for row in connection.execute(query).fetchall()]
        with contextlib.closing(sqlite3.connect(self.instance.data / "hospital.sqlite3")) as file:
            return file.execute(query).fetchall()

    @contextlib.contextmanager
    def unfinished(self, statement: str, end: str = "ROLLBACK") -> Iterator[None]:
        """Another writer that has run this statement, and ends its transaction after the block."""
        if self.instance.database_url:
            with psycopg.connect(self.instance.database_url) as connection:
                connection.execute(statement)
                yield
                connection.execute(end)
            return
        with contextlib.closing(sqlite3.connect(self.instance.data / "hospital.sqlite3", isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            file.execute(statement)
            yield
            file.execute(end)

    def wait_for_the_lock(self) -> None:
        """Waits until a desk waits for another transaction. SQLite does not show that, so there it returns at once."""
        if self.instance.database_url:
            until(lambda: self.rows(WAITING))

    def broken(self) -> dict[str, list[tuple[Any, ...]]]:
        """{invariant: rows that break it}; {} if all hold."""
        found = {name: self.rows(query) for name, query in INVARIANTS.items()}
        return {name: rows for name, rows in found.items() if rows}


def _end(process: subprocess.Popen[bytes], desks: list[Desk]) -> None:
    """Closes the jobs, which ends every desk; it must have no error. If one hangs, all are killed."""
    for desk in desks:
        with contextlib.suppress(BrokenPipeError):  # it has ended already; its status is checked below
            desk.jobs.close()
    try:
        status = process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    finally:
        for desk in desks:
            desk.answers.close()
    assert status == 0, f"a desk ended with status {status}; its traceback is on stderr"
