"""Patients are found by any word of their name, by ranges of indexes: on PostgreSQL these need the "C" collation."""

import re

import django.db.models.deletion
from django.db import migrations, models

BATCH = 1_000
COUNTRY_CODE = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3}")
KEYS = {
    "appointments_patient": {"name_key": 100, "phone_digits": 20, "phone_local": 10, "mrn": 20},
    "appointments_patientname": {"key": 100},
}


def collate(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table, columns in KEYS.items():
            for column, length in columns.items():
                schema_editor.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE varchar({length}) COLLATE "C"')


def local_digits(phone):
    digits = re.sub(r"\D", "", phone)
    if phone.lstrip(" (").startswith(("+", "00")):
        digits = COUNTRY_CODE.sub("", digits.removeprefix("00"), count=1)
    return digits.lstrip("0")[-10:]


def without_country(apps, schema_editor):
    patients = apps.get_model("appointments", "Patient").objects
    for pk, phone, local in patients.values_list("pk", "phone", "phone_local").iterator():
        if local != local_digits(phone):
            patients.filter(pk=pk).update(phone_local=local_digits(phone))


def fill(apps, schema_editor):
    name, rows = apps.get_model("appointments", "PatientName"), []
    for patient, key in apps.get_model("appointments", "Patient").objects.values_list("pk", "name_key").iterator():
        words = key.split()
        for first in range(1, len(words)):
            rows.append(name(patient_id=patient, key=" ".join([*words[first:], *words[:first]])))
        if len(rows) >= BATCH:
            name.objects.bulk_create(rows)
            rows = []
    name.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [
        ("appointments", "0005_phone_local"),
    ]

    operations = [
        migrations.CreateModel(
            name="PatientName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=100)),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="other_names",
                        to="appointments.patient",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "patient"], name="appointment_key_140230_idx")],
            },
        ),
        migrations.RunPython(collate, migrations.RunPython.noop),
        migrations.RunPython(without_country, migrations.RunPython.noop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
