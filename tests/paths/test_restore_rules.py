"""`manage.py restore_rules` waits for open transactions; `check --database default` needs no tables."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from appointments.models import DOCTOR_RULE, PATIENT_RULE
from tests.support.databases import migrated_postgres, new_database, postgres_uri
from tests.support.processes import ROOT, Instance, until

__all__ = ["migrated_postgres", "postgres_uri"]

pytestmark = pytest.mark.more

TABLE = "appointments_appointment"
PEOPLE = (
    "INSERT INTO appointments_department (id, name, slug, code) VALUES (1, 'Eyes', 'eyes', 'E')",
    "INSERT INTO appointments_doctor (id, name, color, is_active, overbook_cap, department_id)"
    " VALUES (1, 'Dr. Who', '#000000', true, 2, 1), (2, 'Dr. No', '#000000', true, 2, 1)",
    "INSERT INTO appointments_patient (id, name, mrn, sex, version, family_name, given_name, language, second_phone,"
    " second_phone_of, note) VALUES (1, 'A', '1', 'female', 1, '', '', '', '', '', ''),"
    " (2, 'B', '2', 'female', 1, '', '', '', '', '', '')",
)
TWICE = (
    f"INSERT INTO {TABLE} (status, status_changed_at, status_reason, version, created_at, start, {{end}}, complaint,"
    " notes, overbooked, doctor_id, patient_id) VALUES ('SCHEDULED', '2026-03-10 08:00:00+00', '', 1,"
    " '2026-03-10 08:00:00+00', '2026-03-10 09:00:00+00', '2026-03-10 10:00:00+00', 'x', '', false,"
    " {doctor}, {patient})"
)


class Database:
    """An instance and its tables, by plain SQL."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.is_postgres = bool(instance.database_url)

    def run(self, *statements: str) -> None:
        if self.is_postgres:
            with psycopg.connect(self.instance.database_url, autocommit=True) as connection:
                for statement in statements:
                    connection.execute(statement)
            return
        with contextlib.closing(sqlite3.connect(self.instance.data / "hospital.sqlite3")) as file, file:
            for statement in statements:
                file.execute(statement)

    def rows(self, query: str) -> list[Any]:
        with psycopg.connect(self.instance.database_url) as connection:
            return connection.execute(query).fetchall()

    @contextlib.contextmanager
    def writing(self, *statements: str) -> Iterator[None]:
        """A transaction that has written these rows, and commits at the end of the block."""
        if self.is_postgres:
            with psycopg.connect(self.instance.database_url) as connection:
                for statement in statements:
                    connection.execute(statement)
                yield
            return
        with contextlib.closing(sqlite3.connect(self.instance.data / "hospital.sqlite3")) as file, file:
            for statement in statements:
                file.execute(statement)
            yield

    def drop(self, rule: str) -> None:
        self.run(f"ALTER TABLE {TABLE} DROP CONSTRAINT {rule}" if self.is_postgres else f'DROP TRIGGER "{rule}_insert"')

    def complaints(self) -> str:
        """The output of the check; '' if it passes."""
        try:
            self.instance.manage("check", "--database", "default")
        except AssertionError as error:
            return str(error)
        return ""


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with its tables, to be copied."""
    instance = Instance(tmp_path_factory.mktemp("migrated"))
    instance.manage("migrate", "--verbosity", "0")
    return instance.data / "hospital.sqlite3"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("migrated"), tmp_path)
        yield Database(Instance(tmp_path))
        return
    template = request.getfixturevalue("migrated_postgres")
    with new_database(request.getfixturevalue("postgres_uri"), template) as made:
        yield Database(Instance(tmp_path, database_url=made.url))


def test_rows_written_while_a_rule_is_restored_are_checked_too(database):
    """The command waits for a transaction that is not committed, and checks the rows after it."""
    database.drop(PATIENT_RULE)
    with database.writing(*PEOPLE, *(TWICE.format(patient=1, doctor=doctor, end='"end"') for doctor in (1, 2))):
        command = subprocess.Popen(
            [sys.executable, "-u", "manage.py", "restore_rules"],
            cwd=ROOT,
            env=database.instance.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert command.stdout
        assert command.stdout.readline() == f"{DOCTOR_RULE}: there\n"
        if database.is_postgres:
            waiting = "SELECT 1 FROM pg_locks WHERE NOT granted"
            until(lambda: database.rows(waiting))
    _, error = command.communicate(timeout=60)
    assert f"CommandError: {PATIENT_RULE}: these overlap already, mend them first: [(1, 2)]" in error
    assert PATIENT_RULE in database.complaints()


def test_the_check_ignores_a_database_that_is_not_migrated(tmp_path):
    Instance(tmp_path).manage("check", "--database", "default")
