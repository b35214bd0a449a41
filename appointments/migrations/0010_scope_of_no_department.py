"""A user may be limited to no department: a row without one. The rows that exist keep their meaning."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0009_hold_window"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="departmentscope",
            name="department",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="limited_users",
                to="appointments.department",
            ),
        ),
        migrations.AddConstraint(
            model_name="departmentscope",
            constraint=models.UniqueConstraint(
                condition=models.Q(("department", None)), fields=("user",), name="one_scope_without_department"
            ),
        ),
    ]
