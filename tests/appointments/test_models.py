"""What the models guarantee by themselves: versions, history, and no overlaps."""

import importlib
import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, connections, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AlterField
from django.db.migrations.writer import MigrationWriter
from django.test import Client

from appointments.models import (
    ACTIVE,
    DOCTOR_RULE,
    PATIENT_RULE,
    Appointment,
    Doctor,
    OpdAppointment,
    Patient,
    Status,
    TimeOff,
    WorkingHours,
)
from appointments.models.no_overlap import NoOverlap, broken_rule
from appointments.services.bulk_import import import_unwatched
from appointments.services.queue.walk_ins import walk_in
from realtime.broadcasting import atomic
from realtime.models import StreamEvent
from tests.conftest import USERS

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

MINUTE = timedelta(minutes=1)
INACTIVE = sorted(set(Status) - set(ACTIVE))


@pytest.fixture
def another(booked: Appointment, other_patient: Patient) -> Any:
    """A second appointment, unsaved: the other patient with the same doctor at the same time, unless told otherwise."""

    def another(shift: int = 0, length: int = 15, **changes: Any) -> Appointment:
        start = booked.start + shift * MINUTE
        asked = {"patient": other_patient, "doctor": booked.doctor, "complaint": "Cough"} | changes
        return Appointment(start=start, end=start + length * MINUTE, **asked)

    return another


def refused_by(rule: str, verb: Any) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        verb()
    assert rule in broken_rule(caught.value)


# No overlap

OVERLAPS = [(0, 15), (-5, 10), (14, 5), (5, 5), (-10, 60), (-1, 2), (0, 1)]
APART = [(-15, 15), (15, 15), (-60, 30), (60, 15)]


@pytest.mark.parametrize(("shift", "length"), OVERLAPS)
def test_the_database_refuses_a_doctors_overlap(another, shift, length):
    refused_by(DOCTOR_RULE, another(shift, length).save)
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(("shift", "length"), OVERLAPS)
def test_the_database_refuses_a_patients_overlap(another, booked, other_doctor, shift, length):
    refused_by(PATIENT_RULE, another(shift, length, doctor=other_doctor, patient=booked.patient).save)
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(("shift", "length"), APART)
def test_touching_and_distant_times_do_not_overlap(another, shift, length):
    another(shift, length).save()
    assert Appointment.objects.count() == 2


def test_another_doctor_and_another_patient_share_the_time(another, other_doctor):
    another(doctor=other_doctor).save()
    assert Appointment.objects.count() == 2


@pytest.mark.parametrize("status", INACTIVE)
def test_the_rule_does_not_cover_inactive_statuses(another, booked, status):
    another(status=status, patient=booked.patient).save()
    assert Appointment.objects.count() == 2


@pytest.mark.parametrize("status", sorted(ACTIVE))
@pytest.mark.parametrize("inactive", INACTIVE)
def test_the_rule_covers_a_return_to_an_active_status(another, status, inactive):
    row = another(status=inactive)
    row.save()
    row.status = status
    refused_by(DOCTOR_RULE, row.save)


@pytest.mark.parametrize("status", sorted(ACTIVE))
def test_the_rule_covers_every_active_status(another, booked, status):
    Appointment._base_manager.filter(pk=booked.pk).update(status=status)
    refused_by(DOCTOR_RULE, another().save)


def test_the_doctors_rule_does_not_cover_overbooked_rows_the_patients_does(another, booked, other_doctor):
    another(overbooked=True).save()
    refused_by(PATIENT_RULE, another(overbooked=True, patient=booked.patient, doctor=other_doctor).save)


def test_the_database_refuses_an_update_to_a_taken_time(another, booked):
    row = another(15)
    row.save()
    row.start = booked.start + MINUTE
    refused_by(DOCTOR_RULE, row.save)


def test_the_rule_covers_a_row_that_is_no_longer_overbooked(another):
    row = another(overbooked=True)
    row.save()
    row.overbooked = False
    refused_by(DOCTOR_RULE, lambda: row.save(update_fields=["overbooked"]))


def test_the_rule_covers_bulk_inserts_and_raw_updates(another, booked):
    refused_by(DOCTOR_RULE, lambda: Appointment._base_manager.bulk_create([another()]))
    refused_by(DOCTOR_RULE, lambda: import_unwatched([another()]))
    row = another(15)
    row.save()
    refused_by(DOCTOR_RULE, lambda: Appointment._base_manager.filter(pk=row.pk).update(start=booked.start))


def test_a_row_does_not_overlap_itself(booked):
    booked.save()
    assert booked.version == 2


@pytest.mark.parametrize("length", [0, -15])
def test_the_database_refuses_an_end_before_the_start(another, length):
    refused_by("appointment_end_after_start", another(60, length).save)


def test_form_validation_checks_the_rule(another):
    with pytest.raises(ValidationError):
        another().full_clean()
    another(15).full_clean()
    another(overbooked=True).full_clean()
    another(status=Status.CANCELLED).full_clean()


def triggers(database: Any) -> list[str]:
    with database.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        return [name for (name,) in cursor.fetchall()]


@pytest.fixture
def empty_database() -> Iterator[Any]:
    """A separate database: a table cannot be rebuilt inside a test's transaction."""
    database = type(connections["default"])({**connection.settings_dict, "NAME": ":memory:"}, "default")
    yield database
    database.connection.close()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite rebuilds tables; PostgreSQL alters them")
def test_the_rule_survives_a_rebuild_of_the_table(empty_database):
    """A migration that alters a column rebuilds the table on SQLite, which drops its triggers."""
    state = MigrationLoader(connection).project_state()
    changed = state.clone()
    operation = AlterField("appointment", "complaint", models.CharField(max_length=201, default="Altered"))
    operation.state_forwards("appointments", changed)
    with empty_database.schema_editor() as editor:
        editor.create_model(state.apps.get_model("appointments", "Appointment"))
    before = triggers(empty_database)

    with empty_database.schema_editor() as editor:
        operation.database_forwards("appointments", editor, state, changed)

    assert (triggers(empty_database), len(before)) == (before, 4)
    insert = """INSERT INTO appointments_appointment (patient_id, doctor_id, start, "end", status, overbooked,
        complaint, notes, status_reason, status_changed_at, version, created_at)
        VALUES (%s, 1, %s, %s, 'SCHEDULED', 0, '', '', '', '2026-03-10', 1, '2026-03-10')"""
    empty_database.disable_constraint_checking()
    with empty_database.cursor() as cursor:
        cursor.execute(insert, [1, "2026-03-10 10:00:00", "2026-03-10 10:15:00"])
        with pytest.raises(IntegrityError, match=DOCTOR_RULE):
            cursor.execute(insert, [2, "2026-03-10 10:14:00", "2026-03-10 10:30:00"])
        cursor.execute(insert, [2, "2026-03-10 10:15:00", "2026-03-10 10:30:00"])


def test_the_rule_deconstructs_into_itself():
    rule = next(rule for rule in Appointment._meta.constraints if rule.name == DOCTOR_RULE)
    path, args, kwargs = rule.deconstruct()
    module, _, name = path.rpartition(".")
    assert getattr(importlib.import_module(module), name)(*args, **kwargs) == rule
    assert rule.clone() == rule
    assert "NoOverlap(" in MigrationWriter.serialize(rule)[0]


@pytest.mark.parametrize("change", [{"key": "patient"}, {"statuses": ("SCHEDULED",)}, {"unless": None}])
def test_rules_that_differ_are_not_equal(change):
    given = {"name": "r", "key": "doctor", "statuses": ("SCHEDULED", "LEFT"), "unless": "overbooked"}
    assert NoOverlap(**given) != NoOverlap(**given | change)


def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


# Versions and history


def versions(row: Any) -> tuple[int, int, int]:
    """The version in memory, in the database, and in the newest history entry."""
    stored = type(row).objects.get(pk=row.pk).version
    return row.version, stored, row.history.order_by("-history_id")[0].version


def test_every_save_raises_the_version_by_one(booked):
    for expected in (2, 3, 4):
        booked.save()
        assert versions(booked) == (expected, expected, expected)


@pytest.mark.parametrize("fields", [["complaint"], ["status", "status_reason"], ["version"], []])
def test_a_save_of_some_fields_raises_the_version_too(booked, fields):
    booked.complaint = "Cough"
    booked.save(update_fields=fields)
    assert versions(booked) == (2, 2, 2)


def test_a_version_cannot_be_set_by_hand(booked):
    booked.version = 77
    booked.save()
    assert versions(booked) == (2, 2, 2)


def test_saving_a_stale_copy_raises_the_databases_version(booked):
    stale = Appointment.objects.get(pk=booked.pk)
    booked.save()
    stale.save()
    assert versions(stale) == (3, 3, 3)


def test_a_save_of_some_fields_broadcasts_only_saved_values(booked):
    booked.complaint, booked.notes = "Never saved", "Saved"
    booked.save(update_fields=["notes"])

    told = StreamEvent.objects.filter(channel="appointments").latest("seq").data
    assert ("Never saved" in told, '"notes":"Saved"' in told) == (False, True)
    assert booked.history.order_by("-history_id")[0].complaint == "Chest pain"
    assert booked.complaint == "Never saved"


def test_an_unsaved_status_does_not_change_its_timestamp(booked, clock):
    clock.advance(timedelta(hours=1))
    booked.status, booked.complaint = Status.CANCELLED, "Cough"
    booked.save(update_fields=["complaint"])

    stored = Appointment.objects.get()
    assert (stored.status, stored.complaint) == ("SCHEDULED", "Cough")
    assert stored.status_changed_at == clock.now - timedelta(hours=1)
    assert '"action":"updated"' in StreamEvent.objects.filter(channel="appointments").latest("seq").data


def test_a_walk_ins_version_rises_too(patient, department, ten):
    visit = OpdAppointment(
        patient=patient,
        department=department,
        start=ten,
        end=ten + MINUTE,
        complaint="Fever",
        token="OP-C-001",
        token_day=ten.date(),
    )
    visit.save()
    visit.save(update_fields=["priority"])
    assert versions(visit) == (2, 2, 2)


def test_a_refused_save_leaves_version_history_and_stream(another, booked):
    told, written = StreamEvent.objects.count(), Appointment.history.count()
    refused_by(DOCTOR_RULE, another().save)
    assert (booked.version, StreamEvent.objects.count(), Appointment.history.count()) == (1, told, written)


def test_the_timestamp_of_the_status_changes_only_with_the_status(booked, clock):
    first = booked.status_changed_at
    clock.advance(timedelta(hours=1))
    booked.complaint = "Cough"
    booked.save()
    assert Appointment.objects.get().status_changed_at == first
    booked.status = Status.CHECKED_IN
    booked.save(update_fields=["status"])
    assert Appointment.objects.get().status_changed_at == clock.now


def test_an_import_is_version_one_with_a_first_history_entry_and_no_event(another, receptionist):
    told = StreamEvent.objects.count()
    (row,) = import_unwatched([another(15)], by=receptionist)
    assert versions(row) == (1, 1, 1)
    assert row.history.get().history_user == receptionist
    assert StreamEvent.objects.count() == told


@pytest.mark.parametrize(
    "verb",
    [
        lambda rows: rows.get().delete(),
        lambda rows: rows.all().delete(),
        lambda rows: rows.all().update(status="CANCELLED"),
        lambda rows: rows.bulk_update([], ["status"]),
        lambda rows: rows.bulk_create([]),
    ],
    ids=["delete", "delete many", "update many", "bulk_update", "bulk_create"],
)
def test_bulk_writes_and_deletes_are_refused(booked, verb):
    with pytest.raises(TypeError):
        verb(Appointment.objects)
    assert Appointment.objects.values_list("status", "version").get() == ("SCHEDULED", 1)


def test_people_with_appointments_cannot_be_deleted(booked):
    for owner in (booked.patient, booked.doctor, booked.doctor.department):
        with pytest.raises(models.ProtectedError):
            owner.delete()


# A doctor's schedule


def test_saving_and_deleting_hours_and_leave_is_broadcast(other_doctor, ten):
    from datetime import time

    hours = WorkingHours(doctor=other_doctor, weekday=0, start=time(18), end=time(20))
    hours.save()
    leave = TimeOff(doctor=other_doctor, start=ten, end=ten + MINUTE)
    leave.save()
    hours.delete()
    leave.delete()
    told = StreamEvent.objects.order_by("seq")
    channel = f"doctor-schedule.{other_doctor.pk}"
    expected = [(channel, number, "schedule.updated") for number in (1, 2, 3, 4)]
    assert list(told.values_list("channel", "seq", "event")) == expected
    assert {json.loads(row.data)["kind"] for row in told} == {"hours"}


@pytest.mark.parametrize("minutes", [0, -1])
def test_leave_ends_after_it_starts(other_doctor, ten, minutes):
    leave = TimeOff(doctor=other_doctor, start=ten, end=ten + minutes * MINUTE)
    refused_by("time_off_end_after_start", leave.save)


# The admin


@pytest.fixture
def walked_in(patient: Patient, department: Any) -> OpdAppointment:
    return walk_in(by=None, patient=patient, department=department, complaint="Fever")


@pytest.fixture
def superuser(db: None) -> Client:
    user = USERS.objects.create_superuser("root", password="demo")
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def test_a_correction_in_the_admin_raises_the_version_and_is_broadcast(superuser, booked):
    address = f"/admin/appointments/appointment/{booked.pk}/change/"
    answer = superuser.post(address, {"complaint": "Cough", "notes": "Comes by bus"})

    assert answer.status_code == 302
    booked.refresh_from_db()
    assert (booked.complaint, booked.notes, booked.version) == ("Cough", "Comes by bus", 2)
    event = StreamEvent.objects.filter(channel="appointments").latest("seq")
    assert (event.seq, '"name":"root"' in event.data) == (2, True)
    assert booked.history.order_by("-history_id")[0].history_user.username == "root"


def stored(row: Any, *except_for: str) -> dict[str, Any]:
    return {
        name: value for name, value in type(row).objects.filter(pk=row.pk).values()[0].items() if name not in except_for
    }


PAST_THE_VERBS = {
    "start_0": "2026-03-11",
    "start_1": "11:00:00",
    "end_0": "2026-03-11",
    "end_1": "12:00:00",
    "overbooked": "on",
    "status": "COMPLETED",
    "status_reason": "So",
    "version": "77",
    "token": "OP-C-077",
    "token_day": "2026-03-11",
    "token_state": "DONE",
}


@pytest.mark.parametrize("kind", ["appointment", "opdappointment"])
def test_the_admin_changes_neither_people_nor_times(superuser, booked, other_doctor, other_patient, walked_in, kind):
    row = booked if kind == "appointment" else walked_in
    before = stored(row, "complaint", "version")
    posted = PAST_THE_VERBS | {"patient": other_patient.pk, "complaint": "Cough", "priority": "normal"}
    posted |= {"doctor": other_doctor.pk} if kind == "appointment" else {}
    answer = superuser.post(f"/admin/appointments/{kind}/{row.pk}/change/", posted)

    assert answer.status_code == 302
    assert stored(row, "complaint", "version") == before
    assert (stored(row)["complaint"], stored(row)["version"]) == ("Cough", 2)


def test_a_correction_in_the_admin_keeps_a_concurrent_change_of_status(superuser, booked, monkeypatch):
    from appointments.admin import AppointmentAdmin

    real = AppointmentAdmin.save_model

    def save_after_a_move(self: Any, request: Any, obj: Any, form: Any, change: bool) -> None:
        moved = Appointment.objects.get(pk=obj.pk)
        moved.start, moved.end = moved.start + 30 * MINUTE, moved.end + 30 * MINUTE
        moved.save()
        real(self, request, obj, form, change)

    monkeypatch.setattr(AppointmentAdmin, "save_model", save_after_a_move)
    superuser.post(f"/admin/appointments/appointment/{booked.pk}/change/", {"complaint": "Cough", "notes": ""})

    row = Appointment.objects.get()
    assert (row.complaint, row.version, row.start) == ("Cough", 3, booked.start + 30 * MINUTE)


@pytest.mark.parametrize("kind", ["appointment", "opdappointment"])
def test_nothing_is_booked_in_the_admin(superuser, kind):
    assert superuser.get(f"/admin/appointments/{kind}/add/").status_code == 403
    assert superuser.get(f"/admin/appointments/{kind}/").status_code == 200


def test_the_admin_shows_an_older_version_and_does_not_restore_it(superuser, booked):
    first = booked.history.get()
    booked.start, booked.end = booked.start + 30 * MINUTE, booked.end + 30 * MINUTE
    booked.save()
    address = f"/admin/appointments/appointment/{booked.pk}/history/{first.pk}/"

    assert superuser.get(address).status_code == 200
    assert superuser.post(address, {"complaint": "Cough", "notes": ""}).status_code == 403
    assert Appointment.objects.values_list("start", "version").get() == (booked.start, 2)


def test_an_appointment_cannot_be_deleted_in_the_admin(superuser, booked):
    assert superuser.post(f"/admin/appointments/appointment/{booked.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("way", ["one", "selected"])
def test_a_doctor_without_appointments_can_be_deleted_in_the_admin(superuser, other_doctor, way):
    if way == "one":
        answer = superuser.post(f"/admin/appointments/doctor/{other_doctor.pk}/delete/", {"post": "yes"})
    else:
        data = {"action": "delete_selected", "_selected_action": [other_doctor.pk], "post": "yes"}
        answer = superuser.post("/admin/appointments/doctor/", data)
    assert answer.status_code == 302
    assert (Doctor.objects.count(), WorkingHours.objects.count()) == (0, 0)


def test_a_plain_save_outside_a_transaction_is_numbered(booked):
    with atomic():
        booked.save()
        booked.save()
    told = StreamEvent.objects.filter(channel="appointments").order_by("seq").values_list("seq", flat=True)
    assert list(told) == [1, 2, 3]
