"""Managers keep hours on a date and holidays too."""

from django.db import migrations

from appointments.roles import make_roles


class Migration(migrations.Migration):
    dependencies = [("appointments", "0003_booking_rules")]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
