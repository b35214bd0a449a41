"""`manage.py check --database default` reports a missing rule against double booking; `restore_rules` restores it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import SystemCheckError
from django.db import IntegrityError, connection, transaction

from appointments.models import DOCTOR_RULE, PATIENT_RULE, Appointment, Doctor, Patient, Status
from appointments.services.bulk_import import import_unwatched

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.by_database]

TABLE = Appointment._meta.db_table
RULES = (DOCTOR_RULE, PATIENT_RULE)


@pytest.fixture(autouse=True)
def _whole_again(transactional_db: None) -> Iterator[None]:
    """Restores the rules for the next test."""
    yield
    Appointment._base_manager.all().delete()
    restore()


@pytest.fixture
def same_time(doctor: Doctor, patient: Patient, other_patient: Patient, ten: datetime) -> list[Appointment]:
    """Two patients at one doctor's ten o'clock, not yet saved."""
    times = {"start": ten, "end": ten + timedelta(minutes=15)}
    return [Appointment(doctor=doctor, patient=who, complaint="x", **times) for who in (patient, other_patient)]


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(rule: str, *moments: str) -> None:
    if connection.vendor == "postgresql":
        run(f"ALTER TABLE {TABLE} DROP CONSTRAINT {rule}")
    else:
        run(*(f'DROP TRIGGER "{rule}_{moment}"' for moment in moments or ("insert", "update")))


def complaints() -> str:
    """The check's messages; empty if it passes."""
    try:
        call_command("check", databases=["default"], stdout=StringIO())
    except SystemCheckError as error:
        return str(error)
    return ""


def restore() -> str:
    """The output of `restore_rules`."""
    said = StringIO()
    call_command("restore_rules", stdout=said)
    return said.getvalue()


def test_dropped_rules_are_reported_and_restored(same_time: list[Appointment]) -> None:
    for rule in RULES:
        drop(rule)
    said = complaints()
    for rule, who in ((DOCTOR_RULE, "doctors"), (PATIENT_RULE, "patients")):
        assert (
            f"(appointments.E001) The database does not hold {rule}: nothing keeps it from booking {who} twice" in said
        )
    assert "python manage.py restore_rules" in said
    assert restore() == f"{DOCTOR_RULE}: put back\n{PATIENT_RULE}: put back\n"
    assert complaints() == ""
    with pytest.raises(IntegrityError, match=DOCTOR_RULE), transaction.atomic():
        import_unwatched(same_time)


def test_half_of_a_rule_is_reported_as_missing() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL's constraint has no halves")
    drop(DOCTOR_RULE, "update")
    assert DOCTOR_RULE in complaints()
    restore()
    assert complaints() == ""


def test_a_weaker_rule_of_the_same_name_is_reported_as_missing() -> None:
    drop(DOCTOR_RULE)
    if connection.vendor == "postgresql":
        cancelled_alone = "(tstzrange(start, \"end\", '[)') WITH &&, doctor_id WITH =) WHERE (status = 'CANCELLED')"
        run(f"ALTER TABLE {TABLE} ADD CONSTRAINT {DOCTOR_RULE} EXCLUDE USING gist {cancelled_alone}")
    else:
        run(
            *(
                f'CREATE TRIGGER "{DOCTOR_RULE}_{moment}" BEFORE {moment} ON {TABLE} BEGIN SELECT 1; END'
                for moment in ("insert", "update")
            )
        )
    assert DOCTOR_RULE in complaints()
    restore()
    assert complaints() == ""


def test_a_rule_is_not_restored_over_rows_that_break_it(same_time: list[Appointment]) -> None:
    drop(DOCTOR_RULE)
    first, second = import_unwatched(same_time)
    with pytest.raises(CommandError) as caught:
        restore()
    pairs = [(first.pk, second.pk)]
    assert str(caught.value) == f"{DOCTOR_RULE}: these overlap already, mend them first: {pairs}"
    assert DOCTOR_RULE in complaints()

    run(f"UPDATE {TABLE} SET status = '{Status.CANCELLED}' WHERE id = {second.pk}")
    restore()
    assert complaints() == ""
