"""The migration of the eternal tokens of rest_framework.authtoken, on a database that has some."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from accounts.models import ProgramToken, Scope
from accounts.services import program_tokens

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.by_database]

KEY = "9944b09199c62bcf9418ad846dd0e4bbdfc6ee4b"
# As the app's migrations made it, on SQLite and PostgreSQL.
TABLE = """
CREATE TABLE authtoken_token (
    key varchar(40) PRIMARY KEY,
    created timestamp NOT NULL,
    user_id integer NOT NULL UNIQUE REFERENCES auth_user (id) DEFERRABLE INITIALLY DEFERRED
)
"""

migration = import_module("accounts.migrations.0003_convert_tokens")


def convert() -> None:
    with connection.schema_editor() as editor:
        migration.convert(apps, editor)


def test_converted_tokens_go_on_for_a_year_and_their_table_leaves(receptionist: Any, manager: Any) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("authtoken", "0001_initial")
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        insert = "INSERT INTO authtoken_token VALUES (%s, '2020-01-01 00:00:00', %s)"
        cursor.execute(insert, [KEY, receptionist.pk])
        cursor.execute(insert, ["f" * 40, manager.pk])

    convert()

    used = program_tokens.use(KEY)
    assert used
    assert (used.user, used.name) == (receptionist, f"Token of reception (user {receptionist.pk})")
    assert set(used.scopes) == set(Scope)
    assert timedelta(days=364) < used.expires_at - timezone.now() <= timedelta(days=365)
    assert ProgramToken.objects.count() == 2
    assert "authtoken_token" not in connection.introspection.table_names()
    assert not recorder.migration_qs.filter(app="authtoken").exists()


def test_without_such_tokens_nothing_is_done(db: None) -> None:
    convert()

    assert not ProgramToken.objects.exists()
