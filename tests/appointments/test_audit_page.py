"""`/appointments/audit`: the search by person, patient, action and day, page by page, and its export."""

import csv
import io
import re
from datetime import time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appointments.hospital_time import at
from appointments.models import Doctor
from appointments.services.booking import booking
from appointments.services.queries.seen_on_day_sheets import MANY_DOCTORS
from appointments.services.queue import walk_ins
from audit import search
from audit.models import Action, Record
from audit.recording import record
from common import throttles
from tests.appointments.conftest import TUESDAY, Clock
from tests.conftest import remove_audit

pytestmark = pytest.mark.django_db

PAGE, EXPORT = "/appointments/audit", "/appointments/audit.csv"
EMPTY = {"person": "", "patient": "", "action": "", "since": "", "until": ""}


@pytest.fixture(autouse=True)
def _exports_of_this_test_alone():
    """Limits are kept in memory, by the ids of users, which tests have in common."""
    throttles.buckets.cache_clear()
    yield
    throttles.buckets.cache_clear()


@pytest.fixture
def office(signed_in: Any, patient: Any, other_patient: Any, receptionist: Any) -> Client:
    """The manager's browser; the audit is empty."""
    client = signed_in("manager")
    remove_audit()
    return client


def lines(answer: Any) -> list[tuple[str, str, str]]:
    """(who, what, patient) of each row of the page."""
    return [
        (line["who"] or line["record"].actor_name, line["what"], line["patient"].name if line["patient"] else "")
        for line in answer.context["lines"]
    ]


def exported(answer: Any) -> list[list[str]]:
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode())))


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/", EXPORT])
@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("manager", 200),
        ("admin_user", 200),
        ("receptionist", 403),
        ("doctor_user", 403),
        ("opd_clerk", 403),
        ("developer", 403),
        ("stranger", 403),
    ],
)
def test_managers_and_administrators_read_the_audit(signed_in, role, status, address):
    assert signed_in(role).get(address).status_code == status


@pytest.mark.parametrize("address", [PAGE, EXPORT])
def test_an_anonymous_user_is_sent_to_the_login(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


def test_rows_name_who_did_what_to_whom_the_newest_first(office, receptionist, patient, doctor):
    remove_audit()
    record(Action.SAW_PATIENT, by=receptionist, patient=patient.pk)
    record(Action.SIGN_IN_FAILED, by=None, name="intruder")
    record(Action.REMOVED, by=None)
    assert lines(office.get(PAGE)) == [
        ("", "Removed old audit records", ""),
        ("intruder", "Failed to sign in", ""),
        ("Front Desk", "Opened a patient's record", "Elena Novak"),
    ]


def test_the_patients_page_leads_to_who_has_looked_at_it(office, desk, receptionist, patient, other_patient):
    record(Action.SAW_PATIENT, by=receptionist, patient=other_patient.pk)
    record(Action.SAW_PATIENT, by=receptionist, patient=patient.pk)
    page = office.get(f"/appointments/patients/{patient.pk}").content.decode()
    link = re.search(r'href="(/appointments/audit[^"]*)"\s+data-testid="who-looked"', page)
    assert link
    answer = office.get(link[1])
    assert lines(answer)[0][1:] == ("Opened a patient's record", "Elena Novak")  # the manager, just now
    assert lines(answer)[1:] == [("Front Desk", "Opened a patient's record", "Elena Novak")]
    assert "Who has looked at this record?" in answer.content.decode()
    assert b"who-looked" not in desk.get(f"/appointments/patients/{patient.pk}").content


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"person": "reception"}, ["patient.seen", "sign-in.failed"]),
        ({"person": "RECEPTION"}, ["patient.seen"]),
        ({"person": "intruder"}, []),
        ({"action": "sign-in.failed"}, ["sign-in.failed"]),
        ({"patient": "Elena"}, ["patient.seen", "appointment.booked"]),
        ({"patient": "Elena", "person": "reception"}, ["patient.seen"]),
        ({"since": "2026-03-10"}, ["patient.seen", "sign-in.failed"]),
        ({"until": "2026-03-09"}, ["appointment.booked"]),
        ({"since": "2026-03-09", "until": "2026-03-09"}, ["appointment.booked"]),
        ({"since": "2026-03-11"}, []),
    ],
)
def test_the_search(office, receptionist, patient, other_patient, clock: Clock, typed, found):
    clock.set_to(time(23, 59, 59), TUESDAY - timedelta(days=1))
    record(Action.BOOKED, by=None, patient=patient.pk)
    clock.set_to(time(0))
    record(Action.SIGN_IN_FAILED, by=None, name="reception")
    record(Action.SAW_PATIENT, by=receptionist, patient=patient.pk)
    answer = office.post(PAGE, EMPTY | typed)
    assert answer.status_code == 302
    shown = office.get(answer["Location"])
    if typed == {"person": "RECEPTION"}:  # an account's name in any case; a name that was typed only as it was typed
        found = ["patient.seen", "sign-in.failed"]
    assert [line["record"].action for line in shown.context["lines"]] == found
    assert [row[3] for row in exported(office.get(EXPORT, parse_qs(urlsplit(answer["Location"]).query)))[1:]] == found


def test_the_address_of_a_search_holds_no_patient_data(office, patient):
    answer = office.post(PAGE, EMPTY | {"patient": patient.mrn})
    assert answer["Location"] == f"{PAGE}?patient={patient.pk}"


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"patient": "Nobody at all"}, "patient", "No patient found."),
        ({"patient": "00000"}, "patient", "Several patients match. Enter the MRN."),
        ({"since": "x"}, "since", "Enter a valid date."),
        ({"since": "1066-10-14"}, "since", "The year must be between 2000 and 2099."),
        ({"since": "2026-03-10", "until": "2026-03-09"}, "until", "The last day must not be before the first."),
        ({"action": "nonsense"}, "action", "Select a valid choice. nonsense is not one of the available choices."),
        ({"person": "x\0"}, "person", "Null characters are not allowed."),
        ({"patient": "x\0"}, "patient", "Null characters are not allowed."),
    ],
)
def test_a_wrong_field_is_named_and_the_input_kept(office, typed, field, sentence):
    answer = office.post(PAGE, EMPTY | {"person": "reception"} | typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {field: [sentence]}
    assert answer.context["form"]["person"].value() == (EMPTY | {"person": "reception"} | typed)["person"]
    assert "No records found." not in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "status", "count"),
    [
        ("patient=x", 200, 0),
        (f"patient={10**30}", 200, 0),
        ("patient=%00", 200, 0),
        ("person=%00", 200, 1),
        ("action=%00", 200, 1),
        ("action=nonsense", 200, 0),
        ("before=x", 200, 1),
        (f"before={10**30}", 200, 1),
        ("from=x", 404, 0),
        ("to=2026-02-30", 404, 0),
        ("from=1066-10-14", 404, 0),
        ("to=2099-12-31", 200, 1),
    ],
)
def test_no_garbage_in_the_address_breaks_the_page(office, receptionist, patient, query, status, count):
    record(Action.SAW_PATIENT, by=receptionist, patient=patient.pk)
    answer = office.get(f"{PAGE}?{query}")
    assert answer.status_code == status
    if status == 200:
        assert len(answer.context["lines"]) == count
    assert office.get(f"{EXPORT}?{query}").status_code == status


def test_pages_follow_each_other_without_gap_or_repetition(office, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 2)
    Record.objects.bulk_create(Record(action=Action.SAW_PATIENT, actor_name=f"user{n}") for n in range(5))
    seen, address = [], f"{PAGE}?action=patient.seen"
    while address:
        page = office.get(address)
        seen += [line["record"].actor_name for line in page.context["lines"]]
        link = re.search(r'href="(\?[^"]*)"\s+data-testid="older"', page.content.decode())
        address = PAGE + link[1].replace("&amp;", "&") if link else ""
    assert seen == ["user4", "user3", "user2", "user1", "user0"]


def test_fifty_rows_cost_as_many_queries_as_one(office, receptionist, patient, other_patient):
    record(Action.SAW_PATIENT, by=receptionist, patient=patient.pk)
    office.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        office.get(PAGE)
    for number in range(50):
        record(Action.SAW_PATIENT, by=receptionist, patient=(patient, other_patient)[number % 2].pk)
    with CaptureQueriesContext(connection) as fifty:
        office.get(PAGE)
    assert len(fifty) == len(one)


# Day sheets in the records of a patient

SHEET = "/appointments/day-sheet?date="


def sheets_of(office: Client, patient: Any) -> list[tuple[str, str]]:
    """(subject, detail) of the day sheets in "Who has looked at this record?", the oldest first."""
    rows = [line["record"] for line in office.get(f"{PAGE}?patient={patient.pk}").context["lines"]]
    return [(row.subject, row.detail) for row in reversed(rows) if row.action == Action.SAW_DAY_SHEET]


def test_the_records_of_a_patient_name_the_day_sheets_that_show_the_patient(
    office, desk, booked, other_doctor, other_patient
):
    for query in ("2026-03-10", "2026-03-11", f"2026-03-10&doctor={other_doctor.pk}"):
        assert desk.get(SHEET + query).status_code == 200
    assert sheets_of(office, booked.patient) == [("day-2026-03-10", f"doctors {booked.doctor_id}")]
    assert sheets_of(office, other_patient) == []

    page = office.get(f"{PAGE}?patient={booked.patient_id}")
    assert lines(page)[0][1] == "Opened a day sheet"
    assert "A day sheet is listed if" in page.content.decode()
    file = exported(office.get(f"{EXPORT}?patient={booked.patient_id}"))
    assert [row[5] for row in file[1:] if row[3] == Action.SAW_DAY_SHEET] == ["day-2026-03-10"]


def test_a_visit_that_was_moved_still_stands_on_the_sheet_that_was_printed_before(office, desk, booked, other_doctor):
    former = booked.doctor_id
    desk.get(SHEET + "2026-03-10")
    booking.reschedule(by=None, appointment=booked, version=1, doctor=other_doctor, start=booked.start + timedelta(1))
    for day in ("2026-03-10", "2026-03-11"):
        desk.get(SHEET + day)
    assert sheets_of(office, booked.patient) == [
        ("day-2026-03-10", f"doctors {former}"),
        ("day-2026-03-11", f"doctors {other_doctor.pk}"),
    ]


def test_a_walk_ins_patient_stands_on_the_doctors_sheet(office, desk, visit):
    desk.get(SHEET + "2026-03-10")
    assert sheets_of(office, visit.patient) == [("day-2026-03-10", f"doctors {visit.doctor_id}")]


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ("", True),  # of the first release, which kept the day alone
        (MANY_DOCTORS, True),
        ("doctors {d}", True),
        ("doctors 7{d} {d}", True),
        ("doctors {d} 7{d}", True),
        ("doctors 7{d}", False),
        ("doctors {d}7", False),
        ("no doctor", False),
    ],
)
def test_a_sheet_counts_by_whole_numbers_and_in_doubt(office, booked, detail, shown):
    detail = detail.format(d=booked.doctor_id)
    record(Action.SAW_DAY_SHEET, by=None, subject="day-2026-03-10", detail=detail)
    assert sheets_of(office, booked.patient) == ([("day-2026-03-10", detail)] if shown else [])


@pytest.mark.parametrize(
    ("detail", "shown"),
    [
        ("doctors 3 department-{d}", True),
        ("doctors department-{d} department-7{d}", True),
        ("doctors {d}", False),
        ("doctors department-{d}7", False),
        ("no doctor", False),
    ],
)
def test_a_walk_in_without_a_doctor_is_shown_by_the_departments_sheet(office, other_patient, department, detail, shown):
    walk_ins.walk_in(by=None, patient=other_patient, department=department, complaint="Fever")
    detail = detail.format(d=department.pk)
    record(Action.SAW_DAY_SHEET, by=None, subject="day-2026-03-10", detail=detail)
    assert sheets_of(office, other_patient) == ([("day-2026-03-10", detail)] if shown else [])


def test_a_sheet_of_walk_ins_without_a_doctor_names_the_department(desk, office, visit, patient, department):
    walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Fever")
    desk.get(SHEET + "2026-03-10")
    [seen] = sheets_of(office, patient)
    assert seen == ("day-2026-03-10", f"doctors {visit.doctor_id} department-{department.pk}")


def test_more_doctors_than_the_record_holds(desk, department):
    made = [Doctor.objects.create(pk=10_000_000 + n, name=f"Dr. {n}", department=department) for n in range(30)]
    desk.get(SHEET + "2026-03-10" + "".join(f"&doctor={doctor.pk}" for doctor in made))
    assert Record.objects.latest("id").detail == MANY_DOCTORS


def test_a_sheet_of_no_doctor_says_so(desk, doctor):
    desk.get(SHEET + "2026-03-10&doctor=999999")
    assert Record.objects.latest("id").detail == "no doctor"


# Export


def test_an_export_holds_ids_in_place_of_names_and_is_recorded(office, manager, receptionist, patient):
    record(Action.SAW_PATIENT, by=receptionist, patient=patient.pk)
    answer = office.get(f"{EXPORT}?patient={patient.pk}")
    head, *rows = exported(answer)
    assert head[:5] == ["time", "user id", "user name", "action", "patient"]
    assert rows == [
        ["2026-03-10T08:00:00+05:30", str(receptionist.pk), "reception", "patient.seen", str(patient.pk), *[""] * 5]
    ]
    assert "Elena" not in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="audit.csv"'
    assert answer["Cache-Control"] == "no-store"
    newest = Record.objects.latest("id")
    assert (newest.action, newest.actor_id, newest.patient_id, newest.detail) == (
        Action.EXPORTED,
        manager.pk,
        patient.pk,
        "1 records",
    )


@pytest.mark.parametrize(
    "typed", ["=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", '=1,"', " =1", "'=1", "１=1", "＝1+1"]
)
def test_no_cell_of_an_export_is_computed(office, typed):
    record(Action.SIGN_IN_FAILED, by=None, name=typed)
    [_, row] = exported(office.get(EXPORT))
    assert row[2].lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r", "＝"}
    assert typed.strip() in row[2]


def test_an_export_of_too_much_asks_for_fewer_days(office, monkeypatch):
    monkeypatch.setattr(search, "EXPORTED", 2)
    Record.objects.bulk_create(Record(action=Action.SAW_PATIENT) for _ in range(3))
    answer = office.get(f"{EXPORT}?action=patient.seen", follow=True)
    assert answer.redirect_chain == [(f"{PAGE}?action=patient.seen&too_many=1", 302)]
    assert "More than 2 records match. Choose fewer days, then export." in answer.content.decode()
    assert not Record.objects.filter(action=Action.EXPORTED).exists()


def test_exports_of_a_user_are_limited(office, settings):
    settings.LIMITS = settings.LIMITS | {"export": (2, 0.001)}
    answers = [office.get(EXPORT) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[2]["Retry-After"]) > 900
    assert Record.objects.filter(action=Action.EXPORTED).count() == 2


def test_names_with_markup_are_shown_as_text(office):
    record(Action.SIGN_IN_FAILED, by=None, name="<script>alert(1)</script>")
    page = office.get(PAGE).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_day_is_the_hospitals_day(office, clock: Clock):
    clock.now = at(TUESDAY, time(0)) - timedelta(microseconds=1)
    record(Action.SIGNED_IN, by=None)
    assert lines(office.get(f"{PAGE}?from=2026-03-10")) == []
    assert len(lines(office.get(f"{PAGE}?from=2026-03-09&to=2026-03-09"))) == 1
