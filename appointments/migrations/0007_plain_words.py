"""Labels and sentences of the models in plain words. No SQL runs on SQLite or PostgreSQL."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0006_patient_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="appointment",
            name="complaint",
            field=models.CharField(max_length=200, verbose_name="reason for visit"),
        ),
        migrations.AlterField(
            model_name="appointment",
            name="status",
            field=models.CharField(
                choices=[
                    ("SCHEDULED", "Scheduled"),
                    ("CHECKED_IN", "Checked in"),
                    ("IN_PROGRESS", "In progress"),
                    ("COMPLETED", "Completed"),
                    ("CANCELLED", "Cancelled"),
                    ("NO_SHOW", "No-show"),
                    ("LEFT", "Left without being seen"),
                ],
                default="SCHEDULED",
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="department",
            name="code",
            field=models.CharField(
                help_text="Used in OPD tokens: OP-A-024.",
                max_length=4,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator("^[A-Z]{1,4}\\Z", "Enter one to four capital letters.")
                ],
            ),
        ),
        migrations.AlterField(
            model_name="doctor",
            name="color",
            field=models.CharField(
                default="#4338ca",
                max_length=7,
                validators=[
                    django.core.validators.RegexValidator("^#[0-9a-f]{6}\\Z", "Enter a colour such as #4338ca.")
                ],
            ),
        ),
        migrations.AlterField(
            model_name="doctor",
            name="overbook_cap",
            field=models.PositiveSmallIntegerField(default=2, help_text="Maximum overbooked patients per session."),
        ),
        migrations.AlterField(
            model_name="historicalappointment",
            name="complaint",
            field=models.CharField(max_length=200, verbose_name="reason for visit"),
        ),
        migrations.AlterField(
            model_name="historicalappointment",
            name="status",
            field=models.CharField(
                choices=[
                    ("SCHEDULED", "Scheduled"),
                    ("CHECKED_IN", "Checked in"),
                    ("IN_PROGRESS", "In progress"),
                    ("COMPLETED", "Completed"),
                    ("CANCELLED", "Cancelled"),
                    ("NO_SHOW", "No-show"),
                    ("LEFT", "Left without being seen"),
                ],
                default="SCHEDULED",
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="historicalopdappointment",
            name="complaint",
            field=models.CharField(max_length=200, verbose_name="reason for visit"),
        ),
        migrations.AlterField(
            model_name="historicalopdappointment",
            name="status",
            field=models.CharField(
                choices=[
                    ("SCHEDULED", "Scheduled"),
                    ("CHECKED_IN", "Checked in"),
                    ("IN_PROGRESS", "In progress"),
                    ("COMPLETED", "Completed"),
                    ("CANCELLED", "Cancelled"),
                    ("NO_SHOW", "No-show"),
                    ("LEFT", "Left without being seen"),
                ],
                default="SCHEDULED",
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="historicalopdappointment",
            name="token_state",
            field=models.CharField(
                choices=[
                    ("WAITING", "Waiting"),
                    ("CALLED", "Called"),
                    ("SERVING", "Serving"),
                    ("DONE", "Done"),
                    ("SKIPPED", "Skipped"),
                    ("LEFT", "Left without being seen"),
                ],
                default="WAITING",
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="historicalpatient",
            name="mrn",
            field=models.CharField(
                db_index=True, help_text="Unique medical record number.", max_length=20, verbose_name="MRN"
            ),
        ),
        migrations.AlterField(
            model_name="historicalpatient",
            name="phone",
            field=models.CharField(
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9 +\\-()]{3,20}\\Z", "Enter a phone number of 3 to 20 digits, spaces and + - ( )."
                    )
                ],
            ),
        ),
        migrations.AlterField(
            model_name="opdappointment",
            name="complaint",
            field=models.CharField(max_length=200, verbose_name="reason for visit"),
        ),
        migrations.AlterField(
            model_name="opdappointment",
            name="status",
            field=models.CharField(
                choices=[
                    ("SCHEDULED", "Scheduled"),
                    ("CHECKED_IN", "Checked in"),
                    ("IN_PROGRESS", "In progress"),
                    ("COMPLETED", "Completed"),
                    ("CANCELLED", "Cancelled"),
                    ("NO_SHOW", "No-show"),
                    ("LEFT", "Left without being seen"),
                ],
                default="SCHEDULED",
                max_length=11,
            ),
        ),
        migrations.AlterField(
            model_name="opdappointment",
            name="token_state",
            field=models.CharField(
                choices=[
                    ("WAITING", "Waiting"),
                    ("CALLED", "Called"),
                    ("SERVING", "Serving"),
                    ("DONE", "Done"),
                    ("SKIPPED", "Skipped"),
                    ("LEFT", "Left without being seen"),
                ],
                default="WAITING",
                max_length=7,
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="mrn",
            field=models.CharField(
                help_text="Unique medical record number.", max_length=20, unique=True, verbose_name="MRN"
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="phone",
            field=models.CharField(
                max_length=20,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[0-9 +\\-()]{3,20}\\Z", "Enter a phone number of 3 to 20 digits, spaces and + - ( )."
                    )
                ],
            ),
        ),
        migrations.AlterConstraint(
            model_name="appointment",
            name="appointment_end_after_start",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))),
                name="appointment_end_after_start",
                violation_error_message="The end must be after the start.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="datehours",
            name="date_hours_end_after_start",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("end__isnull", True), ("start__isnull", True)),
                    ("end__gt", models.F("start")),
                    _connector="OR",
                ),
                name="date_hours_end_after_start",
                violation_error_message="Enter an end after the start, or neither for a day off.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="timeoff",
            name="time_off_end_after_start",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))),
                name="time_off_end_after_start",
                violation_error_message="The end must be after the start.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="workinghours",
            name="working_hours_end_after_start",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start"))),
                name="working_hours_end_after_start",
                violation_error_message="The end must be after the start.",
            ),
        ),
    ]
