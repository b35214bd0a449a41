"""The records of a patient include those of day sheets, which are found by their day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("action", "day-sheet.seen")), fields=["subject"], name="audit_of_day_sheet"
            ),
        ),
    ]
