"""`manage.py check --database default` tells when a rule against double booking is gone; `restore_rules` mends it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from appointments.models import DOCTOR_RULE, PATIENT_RULE
from tests.processes import Instance
from tests.realtime.databases import new_database, postgres_uri

__all__ = ["postgres_uri"]

TABLE = "appointments_appointment"
PEOPLE = (
    "INSERT INTO appointments_department (id, name, slug, code) VALUES (1, 'Eyes', 'eyes', 'E')",
    "INSERT INTO appointments_doctor (id, name, color, is_active, overbook_cap, department_id)"
    " VALUES (1, 'Dr. Who', '#000000', true, 2, 1)",
    "INSERT INTO appointments_patient (id, name, mrn, phone, sex, name_key, phone_digits, phone_local)"
    " VALUES (1, 'A', '1', '111', 'female', 'a', '111', '111'), (2, 'B', '2', '222', 'female', 'b', '222', '222')",
)
TWICE = (
    f"INSERT INTO {TABLE} (status, status_changed_at, status_reason, version, created_at, start, {{end}}, complaint,"
    " notes, overbooked, doctor_id, patient_id) VALUES ('SCHEDULED', '2026-03-10 08:00:00+00', '', 1,"
    " '2026-03-10 08:00:00+00', '2026-03-10 09:00:00+00', '2026-03-10 10:00:00+00', 'x', '', false, 1, {patient})"
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

    def drop(self, rule: str, moment: str = "insert") -> None:
        self.run(
            f"ALTER TABLE {TABLE} DROP CONSTRAINT {rule}" if self.is_postgres else f'DROP TRIGGER "{rule}_{moment}"'
        )

    def book_twice(self) -> None:
        self.run(*PEOPLE, *(TWICE.format(patient=patient, end='"end"') for patient in (1, 2)))

    def complaints(self) -> str:
        """What the check says; empty where it passes."""
        try:
            self.instance.manage("check", "--database", "default")
        except AssertionError as error:
            return str(error)
        return ""


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        instance = Instance(tmp_path)
        instance.manage("migrate", "--verbosity", "0")
        yield Database(instance)
        return
    with new_database(request.getfixturevalue("postgres_uri")) as made:
        instance = Instance(tmp_path, database_url=made.url)
        instance.manage("migrate", "--verbosity", "0")
        yield Database(instance)


def test_a_dropped_rule_is_named_and_put_back(database):
    assert database.complaints() == ""
    for rule, who in ((DOCTOR_RULE, "doctors"), (PATIENT_RULE, "patients")):
        database.drop(rule)
        said = database.complaints()
        assert (
            f"(appointments.E001) The database does not hold {rule}: nothing keeps it from booking {who} twice" in said
        )
        assert "python manage.py restore_rules" in said
        assert f"{rule}: put back" in database.instance.manage("restore_rules")
        assert database.complaints() == ""
    with pytest.raises((sqlite3.IntegrityError, psycopg.errors.ExclusionViolation)) as caught:
        database.book_twice()
    assert DOCTOR_RULE in str(caught.value)


def test_half_a_rule_is_none(database):
    if database.is_postgres:
        pytest.skip("there a rule is one constraint")
    database.drop(DOCTOR_RULE, "update")
    assert DOCTOR_RULE in database.complaints()
    database.instance.manage("restore_rules")
    assert database.complaints() == ""


def test_a_weaker_rule_of_the_same_name_is_none(database):
    if database.is_postgres:
        pytest.skip("a constraint is compared by name and kind alone there")
    database.drop(DOCTOR_RULE)
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


def test_the_check_passes_over_a_database_that_is_not_migrated_yet(tmp_path):
    Instance(tmp_path).manage("check", "--database", "default")
