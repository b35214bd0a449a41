"""What is recorded of changes and of what people open: who, what, whose, from where, and nothing that was shown."""

import sqlite3
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ProgramToken
from appointments.exceptions import SlotTaken
from appointments.models import Appointment, Doctor, Patient
from appointments.services.booking import booking, transitions
from appointments.services.patients.registration import correct_patient, register_patient
from appointments.services.queue import walk_ins
from audit import recording
from audit.models import Action, Record
from audit.recording import record
from tests.conftest import api_of, remove_audit, secret_of

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def recorded(*fields: str) -> list[tuple[Any, ...]]:
    return list(Record.objects.order_by("id").values_list(*fields))


@pytest.fixture
def booked(doctor: Doctor, patient: Patient, tomorrow_at_ten: datetime) -> Appointment:
    return booking.book(by=None, patient=patient, doctor=doctor, start=tomorrow_at_ten, complaint="Chest pain")


@pytest.fixture
def front_desk(receptionist: Any, booked: Appointment, other_patient: Patient) -> Client:
    """The receptionist's browser; what happened before is forgotten."""
    client = Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="10.1.2.3")
    client.force_login(receptionist)
    remove_audit()
    return client


# Changes


def test_every_change_of_an_appointment_is_recorded(receptionist, doctor, patient, tomorrow_at_ten):
    start = recorded("id")
    appointment = booking.book(
        by=receptionist, patient=patient, doctor=doctor, start=tomorrow_at_ten, complaint="Chest pain"
    )
    appointment = booking.reschedule(by=receptionist, appointment=appointment, version=1, complaint="Cough")
    transitions.change_status(by=receptionist, appointment=appointment, status="CHECKED_IN", version=2, confirm=True)
    transitions.change_status(by=receptionist, appointment=appointment, status="CANCELLED", version=3, reason="Ill")
    assert recorded("action", "actor_id", "actor_name", "patient_id", "subject", "detail")[len(start) :] == [
        (action, receptionist.pk, "reception", patient.pk, f"appointment-{appointment.pk}", detail)
        for action, detail in (
            (Action.BOOKED, ""),
            (Action.CHANGED, ""),
            (Action.STATUS_CHANGED, "CHECKED_IN"),
            (Action.CANCELLED, "CANCELLED"),
        )
    ]


def test_a_walk_in_is_recorded(opd_clerk, department, patient):
    visit = walk_ins.walk_in(by=opd_clerk, patient=patient, department=department, complaint="Fever")
    assert recorded("action", "actor_name", "patient_id", "subject")[-1] == (
        Action.BOOKED,
        "opd",
        patient.pk,
        f"opdappointment-{visit.pk}",
    )


def test_a_registration_and_a_correction_are_recorded_once_each(receptionist, booked):
    patient = register_patient(by=receptionist, name="Asha Iyer", phone="+46 8 555 0101")
    correct_patient(by=receptionist, patient=booked.patient, name="Elena Rao")  # saves the appointment too
    assert booked.version < Appointment.objects.get().version
    assert recorded("action", "actor_name", "patient_id")[-2:] == [
        (Action.REGISTERED, "reception", patient.pk),
        (Action.CORRECTED, "reception", booked.patient_id),
    ]


def test_a_change_of_the_system_names_no_user(booked):
    assert recorded("action", "actor_id", "actor_name", "address", "agent")[-1] == (Action.BOOKED, None, "", "", "")


def test_a_refused_booking_leaves_no_record(receptionist, booked, other_patient):
    before = recorded("id")
    with pytest.raises(SlotTaken):
        booking.book(
            by=receptionist, patient=other_patient, doctor=booked.doctor, start=booked.start, complaint="Cough"
        )
    assert recorded("id") == before


def test_a_change_over_the_api_says_from_where(front_desk, booked):
    answer = front_desk.post(
        f"/api/appointments/{booked.pk}/status/",
        {"status": "CHECKED_IN", "version": 1, "confirm": True},
        "application/json",
    )
    assert answer.status_code == 200
    assert recorded("action", "actor_name", "address", "agent") == [
        (Action.STATUS_CHANGED, "reception", "10.1.2.3", "Firefox 140, Linux")
    ]


# What people open


def test_what_a_person_opens_is_recorded(front_desk, booked, receptionist):
    pk = booked.patient_id
    for address in (
        f"/appointments/patients/{pk}",
        f"/api/patients/{pk}/",
        f"/api/patients/{pk}/appointments/",
        f"/api/appointments/{booked.pk}/",
        f"/appointments/day-sheet?date=2026-03-10&doctor={booked.doctor_id}",
    ):
        assert front_desk.get(address).status_code == 200
    assert recorded("action", "actor_id", "patient_id", "subject", "detail", "address", "agent") == [
        (action, receptionist.pk, patient, subject, detail, "10.1.2.3", "Firefox 140, Linux")
        for action, patient, subject, detail in (
            (Action.SAW_PATIENT, pk, "", ""),
            (Action.SAW_PATIENT, pk, "", ""),
            (Action.SAW_PATIENT, pk, "", ""),
            (Action.SAW_APPOINTMENT, pk, f"appointment-{booked.pk}", ""),
            (Action.SAW_DAY_SHEET, None, "day-2026-03-10", f"doctors {booked.doctor_id}"),
        )
    ]


@pytest.mark.parametrize("place", ["change", "history", "version"])
@pytest.mark.parametrize("kind", ["patient", "appointment"])
def test_what_is_opened_in_the_admin_is_recorded(admin_client, booked, kind, place):
    row = booked.patient if kind == "patient" else booked
    places = {"change": "change/", "history": "history/", "version": f"history/{row.history.first().pk}/"}
    remove_audit()
    assert admin_client.get(f"/admin/appointments/{kind}/{row.pk}/{places[place]}").status_code == 200
    assert recorded("action", "actor_name", "patient_id", "subject") == [
        (Action.SAW_PATIENT, "admin", row.pk, "")
        if kind == "patient"
        else (Action.SAW_APPOINTMENT, "admin", booked.patient_id, f"appointment-{booked.pk}")
    ]


@pytest.mark.parametrize("pk", ["999999", "x", "9" * 30])
def test_what_is_not_in_the_admin_is_not_recorded(admin_client, booked, pk):
    remove_audit()
    for address in (f"/admin/appointments/patient/{pk}/change/", "/admin/appointments/patient/add/"):
        assert admin_client.get(address).status_code in {200, 302}
    assert recorded("action") == []


def test_a_patient_shown_by_the_booking_page_is_recorded(front_desk, booked, other_patient):
    """Also where only the form names the patient; one's own registration and booking are known already."""
    front_desk.get(f"/appointments/create?patient={booked.patient_id}")
    front_desk.post("/appointments/create", {"action": "slots", "patient": booked.patient_id})
    front_desk.post("/appointments/create", {"action": "slots", "patient": other_patient.pk})
    front_desk.get(f"/appointments/create?booked={booked.pk}")
    front_desk.get(f"/appointments/create?booked={booked.pk}")
    assert recorded("action", "patient_id", "subject") == [
        (Action.SAW_PATIENT, booked.patient_id, ""),
        (Action.SAW_PATIENT, other_patient.pk, ""),
        (Action.SAW_APPOINTMENT, booked.patient_id, f"appointment-{booked.pk}"),
    ]


def test_ones_own_booking_is_not_recorded_as_opened_too(front_desk, booked, other_patient):
    start = (booked.end + timedelta(hours=1)).isoformat()
    typed = {"action": "book", "patient": other_patient.pk, "doctor": booked.doctor_id, "start": start}
    day = (booked.start + timedelta(hours=1)).date().isoformat()
    page = front_desk.post("/appointments/create", typed | {"complaint": "Cough", "date": day}, follow=True)
    assert page.context["booked"].patient == other_patient
    assert recorded("action") == [(Action.BOOKED,)]


def test_an_opened_walk_in_is_recorded(front_desk, department, patient):
    visit = walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Fever")
    front_desk.get(f"/api/opd-appointments/{visit.pk}/")
    assert recorded("action", "patient_id", "subject")[-1] == (
        Action.SAW_APPOINTMENT,
        patient.pk,
        f"opdappointment-{visit.pk}",
    )


@pytest.mark.parametrize(("agent", "program"), [("curl/8.5.0", "token {}, curl/8.5.0"), ("", "token {}")])
def test_a_program_is_recorded_by_its_user_and_its_token(receptionist, booked, agent, program):
    headers = {"authorization": f"Token {secret_of(receptionist)}", "user-agent": agent}
    client, program = Client(headers=headers), program.format(ProgramToken.objects.get().pk)
    client.get(f"/api/patients/{booked.patient_id}/")
    client.post(
        f"/api/appointments/{booked.pk}/status/",
        {"status": "CHECKED_IN", "version": 1, "confirm": True},
        "application/json",
    )
    assert recorded("action", "actor_name", "patient_id", "agent")[-2:] == [
        (Action.SAW_PATIENT, "reception", booked.patient_id, program),
        (Action.STATUS_CHANGED, "reception", booked.patient_id, program),
    ]


def test_a_program_does_not_hide_behind_what_its_user_opened(receptionist, front_desk, booked):
    address = f"/api/patients/{booked.patient_id}/"
    program = Client(headers={"authorization": f"Token {secret_of(receptionist)}", "user-agent": FIREFOX})
    remove_audit()
    front_desk.get(address)
    for _ in range(2):
        program.get(address, headers={"x-refresh": "1"})
    token = ProgramToken.objects.get().pk
    assert recorded("agent") == [("Firefox 140, Linux",), (f"token {token}, Firefox 140, Linux",)]


@pytest.mark.parametrize("call", ["calendar", "calendar/counts"])
def test_one_patients_calendar_is_recorded_once_for_a_page_that_reads_again(front_desk, booked, call):
    address = f"/api/{call}/?start=2026-03-10&end=2026-03-11&patient={booked.patient_id}"
    for refresh in ({}, {"x-refresh": "1"}):
        assert front_desk.get(address, headers=refresh).status_code == 200
    assert recorded("action", "patient_id") == [(Action.SAW_PATIENT, booked.patient_id)]


@pytest.mark.parametrize(
    "address",
    [
        "/appointments/calendar",
        "/appointments/patients?q=0",
        "/api/calendar/?start=2026-03-10&end=2026-03-11",
        "/api/today/",
        "/api/patients/?q=elena",
        "/appointments/patients/999999",
        "/api/appointments/999999/",
        "/appointments/day-sheet?date=nonsense",
    ],
)
def test_lists_that_update_themselves_and_what_is_not_there_are_not_recorded(front_desk, address):
    front_desk.get(address)
    assert recorded("action") == []


def test_what_a_user_may_not_open_is_not_recorded_as_opened(developer, booked):
    before = recorded("id")
    assert api_of(developer).get(f"/api/patients/{booked.patient_id}/").status_code == 403
    assert recorded("id") == before


def test_a_page_that_reads_again_is_recorded_once(front_desk, booked):
    address = f"/api/appointments/{booked.pk}/"
    for refresh in ({}, {"x-refresh": "1"}, {"x-refresh": "1"}):
        assert front_desk.get(address, headers=refresh).status_code == 200
    assert recorded("action") == [(Action.SAW_APPOINTMENT,)]


def test_the_mark_of_a_page_that_reads_again_hides_nothing(front_desk, manager, booked, other_patient):
    """A person may send it by hand: what this user did not open before is recorded all the same."""
    marked = {"x-refresh": "1"}
    front_desk.get(f"/api/patients/{booked.patient_id}/")
    front_desk.get(f"/api/patients/{other_patient.pk}/", headers=marked)
    front_desk.get(f"/api/appointments/{booked.pk}/", headers=marked)
    front_desk.get("/appointments/day-sheet?date=2026-03-10")
    front_desk.get("/appointments/day-sheet?date=2026-03-11", headers=marked)
    other = Client()
    other.force_login(manager)
    other.get(f"/api/patients/{booked.patient_id}/", headers=marked)
    seen = [row for row in recorded("action", "actor_name", "patient_id") if row[0].endswith("seen")]
    assert seen == [
        (Action.SAW_PATIENT, "reception", booked.patient_id),
        (Action.SAW_PATIENT, "reception", other_patient.pk),
        (Action.SAW_APPOINTMENT, "reception", booked.patient_id),
        (Action.SAW_DAY_SHEET, "reception", None),
        (Action.SAW_DAY_SHEET, "reception", None),
        (Action.SAW_PATIENT, "manager", booked.patient_id),
    ]


def test_the_mark_of_a_page_that_reads_again_hides_no_other_doctors_sheet(front_desk, booked, other_doctor):
    for doctor in (booked.doctor_id, other_doctor.pk, booked.doctor_id):
        front_desk.get(f"/appointments/day-sheet?date=2026-03-10&doctor={doctor}", headers={"x-refresh": "1"})
    assert recorded("detail") == [(f"doctors {booked.doctor_id}",), (f"doctors {other_doctor.pk}",)]


def test_a_page_that_stays_open_is_recorded_again_after_a_shift(front_desk, receptionist, booked, monkeypatch):
    address = f"/api/patients/{booked.patient_id}/"
    front_desk.get(address)
    now = timezone.now() + timedelta(hours=12, minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: now)
    front_desk.force_login(receptionist)  # the former session has ended
    front_desk.get(address, headers={"x-refresh": "1"})
    assert recorded("action") == [(Action.SAW_PATIENT,), (Action.SIGNED_IN,), (Action.SAW_PATIENT,)]


def test_opening_costs_one_insert(front_desk, booked):
    address = f"/api/appointments/{booked.pk}/"
    front_desk.get(address)
    with CaptureQueriesContext(connection) as queries:
        front_desk.get(address)
    assert [each["sql"].split()[0] for each in queries if "audit_" in each["sql"]] == ["INSERT"]


# A database that cannot write


def test_a_page_is_shown_while_its_record_waits_for_the_database(front_desk, booked, monkeypatch, caplog):
    def fail(self: Record, **kwargs: Any) -> None:
        raise DatabaseError("away, with the name Elena Novak")

    with monkeypatch.context() as patch:
        patch.setattr(Record, "save", fail)
        assert front_desk.get(f"/appointments/patients/{booked.patient_id}").status_code == 200
    assert recorded("action") == []
    assert "Elena" not in caplog.text
    at = timezone.now()

    assert recording.write_waiting() == 1

    assert recorded("action", "actor_name", "patient_id") == [(Action.SAW_PATIENT, "reception", booked.patient_id)]
    assert Record.objects.get().at < at
    assert recording.write_waiting() == 0


def test_records_that_wait_are_bounded_and_a_lost_one_is_logged(front_desk, booked, monkeypatch, caplog):
    def fail(self: Record, **kwargs: Any) -> None:
        raise DatabaseError

    monkeypatch.setattr(recording, "MAX_WAITING", 1)
    with monkeypatch.context() as patch:
        patch.setattr(Record, "save", fail)
        for _ in range(2):
            front_desk.get(f"/api/patients/{booked.patient_id}/")
    assert [each.getMessage().partition(":")[0] for each in caplog.records if each.levelname == "ERROR"] == [
        "Record lost"
    ]
    assert recording.write_waiting() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="on PostgreSQL an INSERT waits for no other")
def test_a_page_does_not_wait_for_sqlites_lock(tmp_path, monkeypatch):
    """The real thing: another connection holds the lock of the file."""
    path = tmp_path / "locked.sqlite3"
    ours, other = sqlite3.connect(path, timeout=20), sqlite3.connect(path)
    other.execute("CREATE TABLE busy (id)")
    other.commit()
    other.execute("BEGIN IMMEDIATE")

    class Ours:
        vendor, in_atomic_block, connection, settings_dict = "sqlite", False, ours, {"OPTIONS": {"timeout": 20}}

        def ensure_connection(self) -> None:
            pass

    monkeypatch.setattr(recording, "connection", Ours())
    monkeypatch.setattr(recording, "WAIT_MS", 50)
    with recording._short_wait(), pytest.raises(sqlite3.OperationalError, match="locked"):
        ours.execute("BEGIN IMMEDIATE")
    assert ours.execute("PRAGMA busy_timeout").fetchone() == (20_000,)
    ours.close()
    other.close()


@pytest.mark.parametrize(
    "typed",
    ["\0", "x" * 10_000, "=1+1", "İ" * 200, "\ud7ff"],
)
def test_no_user_name_breaks_the_record(typed):
    made = record(Action.SIGN_IN_FAILED, by=None, name=typed)
    assert len(Record.objects.get(pk=made.pk).actor_name) <= 150
