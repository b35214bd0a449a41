"""The roles as groups. A later change to appointments/roles.py brings a migration like this one."""

from typing import Any

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

from appointments.roles import write_roles


def make_roles(apps: Any, schema_editor: Any) -> None:
    # Django makes permissions only after all migrations; the groups need them now.
    for label in ("auth", "appointments", "realtime"):
        create_permissions(installed.get_app_config(label), verbosity=0)
    write_roles(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0001_initial"),
        ("realtime", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
