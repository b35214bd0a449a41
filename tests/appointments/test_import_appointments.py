"""Appointments and walk-ins from a file: who and when, overlaps, tokens, and what the next ones get."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from appointments.hospital_time import at
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient, Room, VisitType
from appointments.services.booking import booking
from appointments.services.queue import walk_ins
from tests.appointments.conftest import TUESDAY
from tests.appointments.transfers import Imported, imported

pytestmark = pytest.mark.by_database

HEADER = "mrn,doctor,department,start,end,complaint"
ELENA, FARID = "000001", "000002"

Given = Callable[..., Imported]


@pytest.fixture
def given(tmp_path: Path, doctor: Doctor, patient: Patient, other_patient: Patient, visit_type: VisitType) -> Given:
    """Imports a file with these lines. Elena Novak is 000001, Farid Rao 000002."""

    def given(*lines: str, **options: Any) -> Imported:
        (tmp_path / "visits.csv").write_text("\n".join(lines), encoding="utf-8")
        return imported("appointments", tmp_path / "visits.csv", **options)

    return given


def test_an_appointment_of_another_system_comes_in(given: Given, doctor: Doctor, visit_type: VisitType) -> None:
    done = given(
        "Patient ID;Doctor;Start;Visit type;Reason for visit;Status",
        f"{ELENA};dr. leila haddad;10/03/2026 10:00;Consultation;Chest pain;No-show",
        date_order="dmy",
    )
    assert (done.code, done.said) == (0, "Appointments imported: 1.\n")
    row = Appointment.objects.get()
    assert (row.patient.name, row.doctor, row.visit_type) == ("Elena Novak", doctor, visit_type)
    assert (row.start, row.end) == (at(TUESDAY, time(10)), at(TUESDAY, time(10, 30)))
    assert (row.complaint, row.status, row.version) == ("Chest pain", "NO_SHOW", 1)
    assert [entry.history_type for entry in row.history.all()] == ["+"]


@pytest.mark.parametrize(
    ("field", "cell", "sentence"),
    [
        ("mrn", "999", "mrn: There is no patient with the MRN 999."),
        ("mrn", "", "mrn: Enter the patient's MRN."),
        ("doctor", "Dr. Nobody", "doctor: There is no doctor “Dr. Nobody”."),
        ("doctor", "", "doctor: Choose a doctor."),
        ("department", "Eyes", "department: There is no department “Eyes”."),
        ("visit_type", "Chat", "visit_type: There is no visit type “Chat”."),
        ("room", "Room 9", "room: There is no room “Room 9”."),
        ("start", "", "start: Choose a time."),
        ("start", "1999-12-31T10:00:00Z", "start: The year must be between 2000 and 2099."),
        ("start", "2100-01-01 10:00", "start: The year must be between 2000 and 2099."),
        ("start", "soon", "start: Enter a time such as 2024-01-15T10:00:00+05:30."),
        ("end", "2026-03-10 09:00", "end: The end must be after the start."),
        ("end", "2026-03-11 09:00", "end: An appointment can last at most 12 hours."),
        ("complaint", "", "complaint: Enter the reason for the visit."),
        ("complaint", "c" * 201, "complaint: Ensure this value has at most 200 characters (it has 201)."),
        ("notes", "n" * 2_001, "notes: At most 2000 characters are allowed."),
        ("notes", "a\0b", "notes: The text contains a NUL character."),
        ("status", "LATE", "status: Value 'LATE' is not a valid choice."),
        ("priority", "vip", "priority: Value 'vip' is not a valid choice."),
        ("overbooked", "perhaps", "overbooked: Enter “yes” or “no”."),
        ("skips", "-1", "skips: Ensure this value is greater than or equal to 0."),
        ("skips", "many", "skips: “many” value must be an integer."),
        ("kind", "visit", "kind: Enter “booked” or “walk-in”."),
        ("token_day", "2026-03-10", "token: Without a token there is no day and no state of it."),
        ("called_at", "2026-03-10", "called_at: Enter a time such as 2024-01-15T10:00:00+05:30."),
    ],
)
def test_rows_that_are_refused(given: Given, field: str, cell: str, sentence: str) -> None:
    row = {"mrn": ELENA, "doctor": "Dr. Leila Haddad", "start": "2026-03-10 10:00", "complaint": "Cough", field: cell}
    done = given(",".join(row), ",".join(row.values()))
    assert done.code == 1
    assert list(done.problems) == [2]
    assert done.problems[2].startswith(sentence)
    assert not Appointment.objects.exists()


def test_a_doctor_is_found_by_name_and_department(given: Given, doctor: Doctor, other_department: Department) -> None:
    namesake = Doctor.objects.create(name=doctor.name, department=other_department)
    done = given(
        HEADER,
        f"{ELENA},Dr. Leila Haddad,Cardiology,2026-03-10 10:00,,Cough",
        f"{ELENA},Dr. Leila Haddad,Eyes,2026-03-10 11:00,,Cough",
        f"{ELENA},Dr. Leila Haddad (Eyes),,2026-03-10 12:00,,Cough",
        f"{ELENA},Dr. Leila Haddad,,2026-03-10 13:00,,Cough",
        f"{ELENA},Dr. Leila Haddad (Eyes),Cardiology,2026-03-10 14:00,,Cough",
    )
    assert done.problems == {
        5: "doctor: There is more than one “Dr. Leila Haddad”. Write its department in parentheses.",
        6: "doctor: Dr. Leila Haddad does not work in Cardiology.",
    }
    assert list(Appointment.objects.values_list("doctor", flat=True)) == [doctor.pk, namesake.pk, namesake.pk]


def test_overlaps_are_refused_and_nothing_else(given: Given, booked: Appointment, other_doctor: Doctor) -> None:
    """Elena is booked from 10:00 to 10:15."""
    hours = [f"2026-03-10 {hour}" for hour in ("10:05", "10:10", "10:15", "10:15", "10:15", "11:00", "11:05")]
    leila, tomas = "Dr. Leila Haddad", other_doctor.name
    done = given(
        "mrn,doctor,start,complaint,status,overbooked",
        f"{FARID},{leila},{hours[0]},Cough,,",
        f"{ELENA},{tomas},{hours[1]},Cough,,",
        f"{FARID},{leila},{hours[2]},Cough,,",
        f"{ELENA},{leila},{hours[3]},Cough,,",
        f"{ELENA},{leila},{hours[4]},Cough,CANCELLED,",
        f"{ELENA},{leila},{hours[5]},Cough,,",
        f"{FARID},{leila},{hours[6]},Cough,,yes",
    )
    assert done.problems == {
        2: "Dr. Leila Haddad is not free at that time.",
        3: "Elena Novak has another appointment at that time.",
        5: "Dr. Leila Haddad is not free at that time.",
    }
    assert Appointment.objects.count() == 1 + 4


def test_what_is_there_already_is_left_out(given: Given, booked: Appointment) -> None:
    row = f"{ELENA},Dr. Leila Haddad,,2026-03-10 11:00,,Cough"
    assert given(HEADER, row).code == 0
    cancelled = f"{FARID},Dr. Leila Haddad,,2026-03-10 11:00,CANCELLED,Cough"
    assert given(HEADER.replace("end", "status"), cancelled).code == 0
    assert given(HEADER, row, "").said.startswith("Appointments imported: 0.\nThere already: 1.\n")
    again = given(HEADER.replace("end", "status"), cancelled, "")
    assert again.said.startswith("Appointments imported: 0.\nThere already: 1.\n")
    changed = given(HEADER, row.replace("Cough", "Fever"))
    assert list(changed.problems) == [2]


def test_a_walk_in_comes_in_and_the_next_one_gets_the_next_token(
    given: Given, department: Department, doctor: Doctor, patient: Patient
) -> None:
    Room.objects.create(department=department, name="Room 4")
    done = given(
        "kind,mrn,doctor,department,start,complaint,status,priority,token,token_state,room,skips",
        f"walk-in,{FARID},,cardiology,2026-03-10 07:00,Fever,CHECKED_IN,elderly,OP-C-041,SKIPPED,Room 4,2",
    )
    assert (done.code, done.problems) == (0, {})
    visit = OpdAppointment.objects.get()
    assert (visit.department, visit.doctor, visit.room.name) == (department, None, "Room 4")
    assert (visit.start, visit.token_day) == (datetime(2026, 3, 10, 1, 30, tzinfo=UTC), TUESDAY)
    assert (visit.priority, visit.token_state, visit.skips) == ("elderly", "SKIPPED", 2)
    following = walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Cough")
    assert following.token == "OP-C-042"


def test_tokens_are_given_once_a_day(given: Given, visit: OpdAppointment) -> None:
    """Farid waits with OP-C-001."""
    header = "kind,mrn,doctor,department,start,complaint,status,token,token_state,visit_type"
    done = given(
        header,
        f"walk-in,{ELENA},,Cardiology,2026-03-10 07:00,Fever,CHECKED_IN,OP-C-001,,",
        f"booked,{ELENA},Dr. Leila Haddad,Cardiology,2026-03-10 09:00,Fever,CHECKED_IN,OP-C-001,,",
        f"booked,{ELENA},Dr. Leila Haddad,Cardiology,2026-03-10 10:00,Fever,CHECKED_IN,OP-C-007,,",
        f"walk-in,{ELENA},,Cardiology,2026-03-10 07:00,Fever,CHECKED_IN,OP-C-007,,",
        f"walk-in,{ELENA},,Cardiology,2026-03-09 07:00,Fever,COMPLETED,OP-C-001,,",
        f"walk-in,{ELENA},,Cardiology,2026-03-10 07:00,Fever,CHECKED_IN,,,",
        f"walk-in,{ELENA},,Cardiology,2026-03-10 07:00,Fever,CHECKED_IN,OP-C-009,DONE,",
        f"walk-in,{ELENA},,,2026-03-10 07:00,Fever,CHECKED_IN,OP-C-009,,",
        f"walk-in,{ELENA},,Cardiology,2026-03-10 07:00,Fever,CHECKED_IN,OP-C-009,,Consultation",
    )
    taken = "was given already on 2026-03-10."
    assert done.problems == {
        2: f"token: OP-C-001 {taken}",
        3: f"token: OP-C-001 {taken}",
        5: f"token: OP-C-007 {taken}",
        7: "token: A walk-in has a token.",
        8: "token_state: “DONE” does not fit the status CHECKED_IN.",
        9: "department: Choose a department.",
        10: "visit_type: A walk-in has none.",
    }
    assert Appointment.objects.get().token_state == "WAITING"
    assert OpdAppointment.objects.get(token_day=date(2026, 3, 9)).token_state == "DONE"


def test_visits_of_a_merged_record_belong_to_the_one_that_stays(
    given: Given, patient: Patient, other_patient: Patient
) -> None:
    other_patient.merged_into = patient
    other_patient.save()
    assert given(HEADER, f"{FARID},Dr. Leila Haddad,,2026-03-10 10:00,,Cough").code == 0
    assert Appointment.objects.get().patient == patient


def test_a_dry_run_books_nothing(given: Given, nothing_written: Callable[[], object], doctor: Doctor) -> None:
    before = nothing_written()
    row = "Dr. Leila Haddad,,2026-03-10 10:00,,Cough"
    done = given(HEADER, f"{ELENA},{row}", f"{FARID},{row}", dry_run=True)
    assert done.problems == {3: "Dr. Leila Haddad is not free at that time."}
    assert nothing_written() == before
    booking.book(
        by=None, patient=Patient.objects.get(mrn=FARID), doctor=doctor, start=at(TUESDAY, time(10)), complaint="x"
    )
