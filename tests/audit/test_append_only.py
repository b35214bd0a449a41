"""The database refuses to change or remove audit records, whichever way it is asked."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit import append_only, chain, checking
from audit.models import Action, Record, Removal
from audit.recording import record

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


def execute(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


ATTACKS = {
    "save": lambda: Record.objects.filter(pk=Record.objects.first().pk).first().save(),
    "update": lambda: Record.objects.update(actor_name="colleague"),
    "delete": lambda: Record.objects.all().delete(),
    "delete one": lambda: Record.objects.first().delete(),
    "take out of the chain": lambda: Record.objects.update(number=None, hash=""),
    "another hash": lambda: Record.objects.update(hash="0" * 64),
    "plain SQL": lambda: execute("DELETE FROM audit_record"),
    "plain SQL, changed": lambda: execute("UPDATE audit_record SET patient_id = 7"),
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("chained", [True, False])
def test_a_record_is_neither_changed_nor_removed(attack: str, chained: bool) -> None:
    record(Action.SAW_PATIENT, by=None, patient=3)
    if chained:
        chain.link()
    before = list(Record.objects.values())

    with pytest.raises(IntegrityError, match="audit records are never changed or removed"), transaction.atomic():
        ATTACKS[attack]()

    assert list(Record.objects.values()) == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT OR REPLACE INTO audit_record SELECT id, at, action, actor_id, 'x', patient_id, subject, detail,"
        " address, agent, NULL, '' FROM audit_record WHERE number = 1",
        "UPDATE OR REPLACE audit_record SET number = 1, hash = 'x' WHERE number IS NULL",
        "INSERT OR REPLACE INTO audit_record (at, action, actor_name, subject, detail, address, agent, number, hash)"
        " VALUES ('2026-03-10', 'x', '', '', '', '', '', 1, '')",
    ],
)
def test_a_record_is_not_replaced(sql: str) -> None:
    record(Action.SAW_PATIENT, by=None, patient=3)
    chain.link()
    record(Action.SAW_PATIENT, by=None, patient=4)

    with pytest.raises(IntegrityError), transaction.atomic():
        execute(sql)

    assert Record.objects.count() == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_table_is_not_emptied() -> None:
    record(Action.SAW_PATIENT, by=None, patient=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        execute("TRUNCATE audit_record")
    assert Record.objects.count() == 1


def test_the_permit_of_a_removal_ends_with_its_transaction() -> None:
    record(Action.SAW_PATIENT, by=None, patient=3)
    with transaction.atomic():
        permit = Removal.objects.create()
        assert Record.objects.all().delete()[0] == 1
        permit.delete()
    record(Action.SAW_PATIENT, by=None, patient=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.all().delete()


def test_a_permit_that_was_left_is_reported() -> None:
    Removal.objects.create()
    assert list(checking.faults()) == [
        "The table audit_removal is not empty: anyone with the database may remove records."
    ]


def test_a_lost_trigger_is_reported_and_comes_back_with_the_next_migrate() -> None:
    name = (
        append_only.missing.__globals__["POSTGRES" if connection.vendor == "postgresql" else "SQLITE"]
        .copy()
        .popitem()[0]
    )
    on = " ON audit_record" if connection.vendor == "postgresql" else ""
    execute(f"DROP TRIGGER {name}{on}")
    assert append_only.missing() == [name]

    call_command("migrate", interactive=False, verbosity=0)

    assert append_only.missing() == []


def test_no_permission_to_change_a_record_exists() -> None:
    from django.contrib import admin
    from django.contrib.auth.models import Permission

    assert not {Record, Removal} & set(admin.site._registry)
    assert set(Permission.objects.filter(content_type__app_label="audit").values_list("codename", flat=True)) == {
        "see_audit"
    }


def test_a_failed_change_leaves_no_record() -> None:
    def change() -> None:
        with transaction.atomic():
            record(Action.CHANGED, by=None)
            execute("SELECT * FROM no_such_table")

    with pytest.raises(DatabaseError):
        change()
    assert not Record.objects.exists()
