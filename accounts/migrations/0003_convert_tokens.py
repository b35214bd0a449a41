"""Converts the tokens of rest_framework.authtoken, which stored them readable and never let them expire.

Their programs go on for a year, with all scopes. The app is no longer installed, so its table is read with SQL, then
dropped, and its migrations are forgotten: a later installation of the app would begin from nothing.
"""

import hashlib
from datetime import timedelta

from django.db import migrations
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

TABLE = "authtoken_token"
KEPT = timedelta(days=365)
SCOPES = ["read", "book", "listen"]


def convert(apps, schema_editor):
    connection = schema_editor.connection
    if TABLE not in connection.introspection.table_names():
        return
    program_token = apps.get_model("accounts", "ProgramToken")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT key, user_id, username FROM {TABLE} JOIN auth_user ON auth_user.id = user_id")  # noqa: S608
        rows = cursor.fetchall()
    expires_at = timezone.now() + KEPT
    for key, user_id, username in rows:
        program_token.objects.create(
            name=f"Token of {username[:50]} (user {user_id})",
            user_id=user_id,
            scopes=SCOPES,
            digest=hashlib.sha256(key.encode()).hexdigest(),
            prefix=key[:6],
            expires_at=expires_at,
        )
    schema_editor.execute(f"DROP TABLE {TABLE}")
    MigrationRecorder(connection).migration_qs.filter(app="authtoken").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_program_tokens"),
    ]

    operations = [
        migrations.RunPython(convert, migrations.RunPython.noop),
    ]
