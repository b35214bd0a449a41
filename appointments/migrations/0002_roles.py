"""The roles as groups. A later change to appointments/roles.py brings a migration like this one."""

from django.db import migrations

from appointments.roles import make_roles


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0001_initial"),
        ("realtime", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
