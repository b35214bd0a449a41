"""The roles as groups; since version 0.9 they are written after every migration (appointments/roles.py)."""

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
