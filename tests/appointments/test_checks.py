"""`manage.py check --database default` tells when a rule against double booking is gone; `restore_rules` mends it."""

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
from tests.processes import ROOT, Instance, until
from tests.realtime.databases import migrated_postgres, new_database, postgres_uri

__all__ = ["migrated_postgres", "postgres_uri"]

TABLE = "appointments_appointment"
PEOPLE = (
    "INSERT INTO appointments_department (id, name, slug, code) VALUES (1, 'Eyes', 'eyes', 'E')",
    "INSERT INTO appointments_doctor (id, name, color, is_active, overbook_cap, department_id)"
    " VALUES (1, 'Dr. Who', '#000000', true, 2, 1), (2, 'Dr. No', '#000000', true, 2, 1)",
    "INSERT INTO appointments_patient (id, name, mrn, phone, sex, name_key, phone_digits, phone_local)"
    " VALUES (1, 'A', '1', '111', 'female', 'a', '111', '111'), (2, 'B', '2', '222', 'female', 'b', '222', '222')",
)
TWICE = (
    f"INSERT INTO {TABLE} (status, status_changed_at, status_reason, version, created_at, start, {{end}}, complaint,"
    " notes, overbooked, doctor_id, patient_id) VALUES ('SCHEDULED', '2026-03-10 08:00:00+00', '', 1,"
    " '2026-03-10 08:00:00+00', '2026-03-10 09:00:00+00', '2026-03-10 10:00:00+00', 'x', '', false,"
    " {doctor}, {patient})"
)


class Database:
    """An instance and its tables, reached past the ORM."""

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
        """A transaction that has written these, and commits when the block ends."""
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

    def drop(self, rule: str, moment: str = "insert") -> None:
        self.run(
            f"ALTER TABLE {TABLE} DROP CONSTRAINT {rule}" if self.is_postgres else f'DROP TRIGGER "{rule}_{moment}"'
        )

    def book_twice(self) -> None:
        self.run(*PEOPLE, *(TWICE.format(patient=patient, doctor=1, end='"end"') for patient in (1, 2)))

    def complaints(self) -> str:
        """What the check says; empty where it passes."""
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


def test_dropped_rules_are_named_and_put_back(database):
    for rule in (DOCTOR_RULE, PATIENT_RULE):
        database.drop(rule)
    said = database.complaints()
    for rule, who in ((DOCTOR_RULE, "doctors"), (PATIENT_RULE, "patients")):
        assert (
            f"(appointments.E001) The database does not hold {rule}: nothing keeps it from booking {who} twice" in said
        )
    assert "python manage.py restore_rules" in said
    assert database.instance.manage("restore_rules") == f"{DOCTOR_RULE}: put back\n{PATIENT_RULE}: put back\n"
    assert database.complaints() == ""
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.ExclusionViolation)) as caught:
        database.book_twice()
    assert DOCTOR_RULE in str(caught.value)


def test_half_a_rule_or_a_weaker_one_of_the_same_name_is_none(database):
    if database.is_postgres:
        database.drop(DOCTOR_RULE)
        for_cancelled_ones_alone = (
            "(tstzrange(start, \"end\", '[)') WITH &&, doctor_id WITH =) WHERE (status = 'CANCELLED')"
        )
        database.run(f"ALTER TABLE {TABLE} ADD CONSTRAINT {DOCTOR_RULE} EXCLUDE USING gist {for_cancelled_ones_alone}")
    else:
        database.drop(DOCTOR_RULE, "update")
        assert DOCTOR_RULE in database.complaints()
        database.drop(DOCTOR_RULE, "insert")
        database.run(f'CREATE TRIGGER "{DOCTOR_RULE}_insert" BEFORE INSERT ON {TABLE} BEGIN SELECT 1; END')
    assert DOCTOR_RULE in database.complaints()
    database.instance.manage("restore_rules")
    assert database.complaints() == ""


def test_a_rule_is_not_put_back_over_rows_that_break_it(database):
    database.drop(DOCTOR_RULE)
    database.book_twice()
    with pytest.raises(AssertionError) as caught:
        database.instance.manage("restore_rules")
    assert f"CommandError: {DOCTOR_RULE}: these overlap already, mend them first: [(1, 2)]" in str(caught.value)
    assert DOCTOR_RULE in database.complaints()

    database.run(f"UPDATE {TABLE} SET status = 'CANCELLED' WHERE id = 2")
    database.instance.manage("restore_rules")
    assert database.complaints() == ""


def test_what_is_being_written_while_a_rule_is_put_back_is_looked_at_too(database):
    """The command waits for a writer who has not committed yet, and looks at the rows after that."""
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


def test_the_check_passes_over_a_database_that_is_not_migrated_yet(tmp_path):
    Instance(tmp_path).manage("check", "--database", "default")
