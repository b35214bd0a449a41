"""New columns must not break processes of the release before, which insert rows without them in a rolling deploy."""

from collections.abc import Iterator

import pytest
from django.db import models
from django.db.migrations import AddField, AlterField, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

LIVE = {"appointment", "opdappointment", "patient", "patientname", "hold"}  # written by every process, all day
TABLES = LIVE | {f"historical{name}" for name in LIVE}
FIRST_CHECKED = "0007"  # the columns of earlier migrations were there before the first rolling deploy


def refuses_old_inserts(operation: Operation) -> bool:
    """Whether the operation adds a column that is NOT NULL and has no default in the database."""
    if not isinstance(operation, AddField) or operation.model_name_lower not in TABLES:
        return False
    return not (operation.field.null or operation.field.has_db_default())


def operations() -> Iterator[tuple[str, Operation]]:
    for (app, name), migration in MigrationLoader(None).disk_migrations.items():
        if app == "appointments" and name >= FIRST_CHECKED:
            yield from ((name, operation) for operation in migration.operations)


def test_new_columns_of_live_tables_are_null_or_have_a_default_in_the_database():
    refused = [f"{name}: {operation.describe()}" for name, operation in operations() if refuses_old_inserts(operation)]
    assert refused == [], "use db_default=… (or null=True): raw INSERTs and old processes do not name the new column"


@pytest.mark.parametrize(
    ("operation", "refused"),
    [
        (AddField("Appointment", "urgent", models.BooleanField(default=False)), True),
        (AddField("historicalappointment", "urgent", models.BooleanField(default=False)), True),
        (AddField("Appointment", "urgent", models.BooleanField(db_default=False)), False),
        (AddField("Patient", "village", models.CharField(max_length=50, null=True)), False),
        (AddField("Department", "floor", models.IntegerField(default=0)), False),
        (AlterField("Appointment", "complaint", models.CharField(max_length=300)), False),
        (RunPython(RunPython.noop), False),
    ],
)
def test_only_a_new_column_without_any_default_is_refused(operation, refused):
    assert refuses_old_inserts(operation) == refused
