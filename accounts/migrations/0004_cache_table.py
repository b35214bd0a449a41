"""The table of Django's cache in the database: used codes and logout tokens are known to every process."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def create(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_convert_tokens")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
