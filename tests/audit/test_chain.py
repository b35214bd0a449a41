"""The chain shows what was changed or removed, also at its end, by a person who owns the database."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from audit import chain, checking
from audit.models import Action, Record
from audit.recording import record
from tests.conftest import remove_audit

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


@pytest.fixture
def five() -> None:
    """Five chained records."""
    for patient in range(1, 6):
        record(Action.SAW_PATIENT, by=None, patient=patient)
    assert chain.link() == 5


def as_owner(sql: str) -> None:
    """Runs SQL without the triggers, as a person may who owns the database."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE audit_record DISABLE TRIGGER USER")
            cursor.execute(sql)
            cursor.execute("ALTER TABLE audit_record ENABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_record'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(sql)
            for _, text in triggers:
                cursor.execute(text)


def checked(*arguments: str) -> str:
    """The output of the check. Raises CommandError."""
    out = StringIO()
    call_command("check_audit", *arguments, stdout=out)
    return out.getvalue()


def test_an_untouched_audit_is_whole(five: None) -> None:
    newest = Record.objects.get(number=5)
    assert checked() == f"The audit is whole.\nThe end is 5:{newest.hash}\n"


def test_an_empty_audit_is_whole() -> None:
    assert checked() == "The audit is whole.\n"


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE audit_record SET patient_id = 9 WHERE number = 3", "Record 3 was changed"),
        ("UPDATE audit_record SET actor_name = 'x' WHERE number = 1", "Record 1 was changed"),
        ("UPDATE audit_record SET address = '10.0.0.1' WHERE number = 5", "Record 5 was changed"),
        ("UPDATE audit_record SET at = '2020-01-01 00:00:00' WHERE number = 2", "Record 2 was changed"),
        ("DELETE FROM audit_record WHERE number = 3", "Record 3 is missing"),
        ("DELETE FROM audit_record WHERE number <= 2", "Record 1 is missing"),
        ("DELETE FROM audit_record WHERE number >= 4", "Record 5, known to this machine, is missing"),
        ("DELETE FROM audit_record", "Record 5, known to this machine, is missing"),
        ("UPDATE audit_record SET number = NULL, hash = '' WHERE number = 5", "Record 5, known to this machine"),
    ],
)
def test_what_an_owner_of_the_database_changed_is_named(five: None, sql: str, fault: str) -> None:
    as_owner(sql)
    with pytest.raises(CommandError, match=fault) as error:
        checked()
    assert error.value.returncode == 1


def test_records_inserted_into_the_middle_are_named(five: None) -> None:
    as_owner("UPDATE audit_record SET number = number + 10 WHERE number > 3")
    as_owner("UPDATE audit_record SET number = number - 9 WHERE number > 10")
    record(Action.SAW_PATIENT, by=None, patient=9)
    as_owner("UPDATE audit_record SET number = 4, hash = 'x' WHERE number IS NULL")
    with pytest.raises(CommandError, match=r"Record 4 was changed, or does not follow"):
        checked()


def test_new_records_do_not_hide_a_removed_end(five: None) -> None:
    """The file goes on to name the record that was there."""
    as_owner("DELETE FROM audit_record WHERE number >= 4")
    for patient in range(6, 12):
        record(Action.SAW_PATIENT, by=None, patient=patient)
    chain.link()
    with pytest.raises(CommandError, match=r"Record 5, known to this machine, is missing or has another hash"):
        checked()


def test_an_end_that_was_printed_earlier_is_expected(five: None, settings: Any) -> None:
    end = checked().split()[-1]
    record(Action.SAW_PATIENT, by=None, patient=6)
    chain.link()
    assert checked("--expect", end).startswith("The audit is whole.")
    Path(settings.AUDIT_ANCHOR).unlink()
    as_owner("DELETE FROM audit_record WHERE number >= 4")
    assert checked().startswith("The audit is whole.")  # nothing on this machine knows better
    with pytest.raises(CommandError, match=r"Record 5, expected, is missing"):
        checked("--expect", end)


@pytest.mark.parametrize("text", ["5", "5:abc", "x:" + "0" * 64, ":", "-1:" + "0" * 64])
def test_an_expected_end_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(CommandError, match="--expect") as error:
        checked(f"--expect={text}")
    assert error.value.returncode == 2


def test_records_that_are_not_chained_within_a_minute_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    record(Action.SAW_PATIENT, by=None, patient=1)
    assert list(checking.faults()) == []
    now = timezone.now() + timedelta(seconds=61)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert list(checking.faults()) == ["1 records wait to be chained for more than a minute. Does a server run?"]


def test_records_are_chained_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "BATCH", 2)
    for patient in range(5):
        record(Action.SAW_PATIENT, by=None, patient=patient)
    assert [chain.link(), chain.link(), chain.link(), chain.link()] == [2, 2, 1, 0]
    assert list(Record.objects.order_by("id").values_list("number", flat=True)) == [1, 2, 3, 4, 5]
    assert list(checking.faults()) == []


def test_a_page_of_the_check_continues_the_page_before(five: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "PAGE", 2)
    assert list(checking.faults()) == []


def test_a_restored_database_is_reported(five: None) -> None:
    remove_audit()
    record(Action.SAW_PATIENT, by=None, patient=1)
    chain.link()
    with pytest.raises(CommandError, match="restored from a copy"):
        checked()


def test_a_file_that_cannot_be_read_counts_as_none(five: None, settings: Any) -> None:
    Path(settings.AUDIT_ANCHOR).write_text("{}")
    assert checked().startswith("The audit is whole.")


FIELDS: list[tuple[str, Callable[[], Any]]] = [
    ("action", lambda: "x"),
    ("actor_id", lambda: 1),
    ("actor_name", lambda: "x"),
    ("patient_id", lambda: 77),
    ("subject", lambda: "x"),
    ("detail", lambda: "x"),
    ("address", lambda: "x"),
    ("agent", lambda: "x"),
    ("at", lambda: timezone.now() - timedelta(days=1)),
    ("number", lambda: 6),
]


@pytest.mark.parametrize(("field", "other"), FIELDS)
def test_the_hash_covers_every_column(five: None, field: str, other: Callable[[], Any]) -> None:
    row = Record.objects.get(number=3)
    before = chain.digest("", row)
    setattr(row, field, other())
    assert chain.digest("", row) != before
    assert {name for name, _ in FIELDS} == {column.name for column in Record._meta.concrete_fields} - {"id", "hash"}
