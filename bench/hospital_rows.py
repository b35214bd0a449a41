"""Loads a hospital with a given number of appointments: 50 doctors, each with 28 patients on every working day.

Weeks are filled backwards from next week, so that the measured week and the density are the same at every size.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection

from appointments.hospital_time import at, today
from appointments.models import Appointment, Department, Doctor, Patient, WorkingHours
from appointments.models.no_overlap import NoOverlap
from appointments.services.bulk_import import import_unwatched

DEPARTMENTS = 5
DOCTORS = 50
A_DAY = 28  # patients per doctor
SLOT = timedelta(minutes=15)
PATIENTS = 20_000
COLUMNS = (
    *("id", "status", "status_changed_at", "status_reason", "version", "created_at", "patient_id", "doctor_id"),
    *("start", "end", "complaint", "notes", "overbooked"),
)
STATES = ("SCHEDULED", "SCHEDULED", "CHECKED_IN", "COMPLETED", "NO_SHOW")

Row = tuple[Any, ...]


def next_monday() -> date:
    return today() + timedelta(days=7 - today().weekday())


def load(rows: int, *, doctors: int = DOCTORS, last_monday: date | None = None) -> dict[str, Any]:
    """Fills an empty database; returns the ids of a doctor, a department and a manager.

    `last_monday` begins the last filled week, by default the next one.
    """
    departments = [
        Department.objects.create(name=f"Ward {n}", slug=f"ward-{n}", code=f"W{n}") for n in range(DEPARTMENTS)
    ]
    people = [Doctor.objects.create(name=f"Dr. {n}", department=departments[n % DEPARTMENTS]) for n in range(doctors)]
    import_unwatched(
        WorkingHours(doctor=doctor, weekday=weekday, start="08:00", end="20:00")
        for doctor in people
        for weekday in range(7)
    )
    patients = import_unwatched(
        Patient(mrn=f"B{n:06d}", name=f"Patient Number {n}", phone=f"98{n:08d}") for n in range(PATIENTS)
    )
    doctor_ids, patient_ids = [each.pk for each in people], [each.pk for each in patients]
    _without_rules(lambda: _insert(_rows(rows, doctor_ids, patient_ids, last_monday or next_monday())))
    manager = get_user_model().objects.create(username="bench")
    manager.groups.set(Group.objects.filter(name="manager"))
    return {"doctor": people[0].pk, "department": departments[0].pk, "manager": manager.pk}


def _rows(count: int, doctors: list[int], patients: list[int], monday: date) -> Iterator[Row]:
    dice, made = random.Random(0), 0
    while True:
        for weekday, slot in ((weekday, slot) for weekday in range(5) for slot in range(A_DAY)):
            start = at(monday + timedelta(days=weekday), time(9)).astimezone(UTC) + slot * SLOT
            for doctor in doctors:
                made += 1
                patient = patients[made % len(patients)]
                status = dice.choice(STATES)
                yield (made, status, start, "", 1, start, patient, doctor, start, start + SLOT, "Cough", "", False)
                if made == count:
                    return
        monday -= timedelta(days=7)


def _insert(rows: Iterator[Row]) -> None:
    columns = ", ".join(f'"{column}"' for column in COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")  # no check of foreign keys for each row
            with cursor.copy(f"COPY appointments_appointment ({columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute("SET session_replication_role = origin")
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('appointments_appointment', 'id'), max(id))"
                " FROM appointments_appointment"
            )
        else:
            raw = (
                [f"{each:%Y-%m-%d %H:%M:%S}" if isinstance(each, datetime) else each for each in row] for row in rows
            )
            marks = ", ".join("?" * len(COLUMNS))
            cursor.execute("BEGIN")
            connection.connection.executemany(f"INSERT INTO appointments_appointment ({columns}) VALUES ({marks})", raw)
            cursor.execute("COMMIT")
        cursor.execute("ANALYZE")


def add_history() -> None:
    """The first history entry of every appointment, for benchmarks that write history."""
    columns = ", ".join(f'"{column}"' for column in COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO appointments_historicalappointment ({columns}, history_date, history_type)"
            f" SELECT {columns}, created_at, '+' FROM appointments_appointment"
        )


def _without_rules(work: Any) -> None:
    """Drops the overlap rules, loads, and restores them, which checks all rows."""
    rules = [each for each in Appointment._meta.constraints if isinstance(each, NoOverlap)]
    with connection.schema_editor() as editor:
        for rule in rules:
            if statement := rule.remove_sql(Appointment, editor):
                editor.execute(statement)
    work()
    with connection.schema_editor() as editor:
        for rule in rules:
            rule.restore(Appointment, editor)
