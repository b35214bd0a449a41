"""Patients: parts of the name, a second phone, a note, a version, merged records; search keys in a table of their own.

`migrate` fills the keys afterwards (appointments/services/patients/search_keys.py). On PostgreSQL they need the "C"
collation, so that a beginning is a range of their index.
"""

import re
from importlib import import_module

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Substr

import appointments.models.phone


def collate(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute('ALTER TABLE appointments_searchkey ALTER COLUMN key TYPE varchar(120) COLLATE "C"')


def restore_keys(apps, schema_editor):
    """For a return to the release before: the keys that it searches, and phones as it stores them."""
    before = import_module("appointments.migrations.0006_patient_names")
    patients = apps.get_model("appointments", "Patient").objects
    apps.get_model("appointments", "HistoricalPatient").objects.filter(phone=None).update(phone="")
    apps.get_model("appointments", "HistoricalPatient").objects.update(phone=Substr("phone", 1, 20))
    before.collate(apps, schema_editor)
    for pk, name, typed in patients.values_list("pk", "name", "phone").iterator():
        phone = (typed or "")[:20]
        patients.filter(pk=pk).update(
            phone=phone,
            name_key=" ".join(name.lower().split())[:100],
            phone_digits=re.sub(r"\D", "", phone),
            phone_local=before.local_digits(phone),
        )
    before.fill(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0012_board_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalpatient",
            name="family_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="historicalpatient",
            name="given_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="historicalpatient",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=35,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\\Z", "Enter the tag of a language, such as ta or zh-Hant."
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="historicalpatient",
            name="merged_into",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="appointments.patient",
            ),
        ),
        migrations.AddField(
            model_name="historicalpatient",
            name="note",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="historicalpatient",
            name="second_phone",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, validators=[appointments.models.phone.check_phone]
            ),
        ),
        migrations.AddField(
            model_name="historicalpatient",
            name="second_phone_of",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="historicalpatient",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AddField(
            model_name="patient",
            name="family_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="patient",
            name="given_name",
            field=models.CharField(blank=True, db_default="", default="", max_length=100),
        ),
        migrations.AddField(
            model_name="patient",
            name="language",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=35,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*\\Z", "Enter the tag of a language, such as ta or zh-Hant."
                    )
                ],
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="merged_into",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="merged",
                to="appointments.patient",
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="note",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddField(
            model_name="patient",
            name="second_phone",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, validators=[appointments.models.phone.check_phone]
            ),
        ),
        migrations.AddField(
            model_name="patient",
            name="second_phone_of",
            field=models.CharField(blank=True, db_default="", default="", max_length=60),
        ),
        migrations.AddField(
            model_name="patient",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="historicalpatient",
            name="phone",
            field=models.CharField(
                blank=True, max_length=40, null=True, validators=[appointments.models.phone.check_phone]
            ),
        ),
        migrations.AlterField(
            model_name="patient",
            name="phone",
            field=models.CharField(
                blank=True, max_length=40, null=True, validators=[appointments.models.phone.check_phone]
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, restore_keys),
        # With a default, so that a return to the release before can add it to filled rows.
        migrations.AlterField(
            model_name="patient",
            name="name_key",
            field=models.CharField(default="", editable=False, max_length=100),
        ),
        migrations.RemoveField(model_name="patient", name="name_key"),
        migrations.AlterField(
            model_name="patient",
            name="phone_digits",
            field=models.CharField(default="", editable=False, max_length=20),
        ),
        migrations.RemoveField(model_name="patient", name="phone_digits"),
        migrations.AlterField(
            model_name="patient",
            name="phone_local",
            field=models.CharField(default="", editable=False, max_length=10),
        ),
        migrations.RemoveField(model_name="patient", name="phone_local"),
        migrations.AddIndex(
            model_name="patient",
            index=models.Index(fields=["birth_date", "id"], name="appointment_birth_d_b3df18_idx"),
        ),
        migrations.CreateModel(
            name="SearchKey",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "key", "patient", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_keys",
                        to="appointments.patient",
                    ),
                ),
            ],
        ),
        migrations.DeleteModel(
            name="PatientName",
        ),
        migrations.RunPython(collate, migrations.RunPython.noop),
    ]
