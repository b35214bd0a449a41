"""The one row that names the numbering."""

from typing import Any

from django.db import migrations

from realtime.models import new_epoch


def name_numbering(apps: Any, schema_editor: Any) -> None:
    apps.get_model("realtime", "Numbering").objects.create(epoch=new_epoch())


class Migration(migrations.Migration):
    dependencies = [("realtime", "0001_initial")]

    operations = [migrations.RunPython(name_numbering, migrations.RunPython.noop)]
