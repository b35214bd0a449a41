"""A hold belongs to the window in which its booking is typed: the limit of holds counts them by window."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0008_department_scope"),
    ]

    operations = [
        migrations.AddField(
            model_name="hold",
            name="window",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="X-Origin-Id of the page that holds it, if any.",
                max_length=64,
            ),
        ),
    ]
