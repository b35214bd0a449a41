"""Every call of the API: its answer, who may make it, and its number of queries."""

import gzip
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from appointments.events.calendar_event import calendar_event, patient_card
from appointments.hospital_time import at, iso
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient, TimeOff
from appointments.services.booking import booking, transitions
from appointments.services.patients.registration import register_patient
from appointments.services.queue import walk_ins
from realtime import streams
from tests.appointments.conftest import LEFT_OUT, NOT_IN_EVENTS, TUESDAY, links_of
from tests.conftest import api_of, secret_of

pytestmark = pytest.mark.django_db

DAY = {"start": "2026-03-10", "end": "2026-03-11"}
TEN = "2026-03-10T10:00:00+05:30"


def read(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.content
    return answer.json()


# Shapes


def test_booking_answers_with_the_whole_calendar_event(api, patient, doctor, visit_type):
    asked = {
        "patient": patient.pk,
        "doctor": doctor.pk,
        "start": TEN,
        "visit_type": visit_type.pk,
        "complaint": "Chest pain",
        "notes": "Second visit",
    }
    assert read(api.post("/api/appointments/", asked, "json"), 201) == {
        "id": Appointment.objects.get().pk,
        "title": "Elena Novak – Chest pain",
        "start": TEN,
        "end": "2026-03-10T10:30:00+05:30",
        "color": "#3b82f6",
        "status": "SCHEDULED",
        "extendedProps": {
            "patient": {
                "id": patient.pk,
                "name": "Elena Novak",
                "mrn": "000001",
                "phone": "+91 98 0000 0241",
                **LEFT_OUT,
            },
            "appointment": {
                "id": Appointment.objects.get().pk,
                "kind": "appointment",
                "version": 1,
                "doctor": {"id": doctor.pk, "name": "Dr. Leila Haddad"},
                "department": {"id": doctor.department_id, "name": "Cardiology", "slug": "cardiology"},
                "complaint": "Chest pain",
                "status_reason": "",
                "visit_type": {"id": visit_type.pk, "name": "Consultation", "minutes": 30},
                "notes": "Second visit",
                "overbooked": False,
            },
        },
    }


def test_a_time_may_be_given_in_any_offset(api, patient, doctor):
    asked = {"patient": patient.pk, "doctor": doctor.pk, "start": "2026-03-10T04:30:00Z", "complaint": "Cough"}
    assert read(api.post("/api/appointments/", asked, "json"), 201)["start"] == TEN


def test_optional_fields_may_be_null(api, patient, doctor):
    asked = {"patient": patient.pk, "doctor": doctor.pk, "start": TEN, "complaint": "Cough"}
    event = read(api.post("/api/appointments/", asked | {"end": None, "visit_type": None}, "json"), 201)
    assert event["end"] == "2026-03-10T10:15:00+05:30"


def test_a_clash_names_the_conflicts_and_the_next_free_times(api, booked, other_patient):
    asked = {"patient": other_patient.pk, "doctor": booked.doctor_id, "start": TEN, "complaint": "Cough"}
    assert read(api.post("/api/appointments/", asked, "json"), 409) == {
        "code": "clash",
        "detail": "Dr. Leila Haddad is not free at that time.",
        "conflicts": [calendar_event(booked)],
        "next_free": [
            {"start": f"2026-03-10T10:{minute}:00+05:30", "end": end}
            for minute, end in (
                (15, "2026-03-10T10:30:00+05:30"),
                (30, "2026-03-10T10:45:00+05:30"),
                (45, "2026-03-10T11:00:00+05:30"),
            )
        ],
    }


def test_closed_says_why_and_the_next_free_times(api, patient, doctor):
    asked = {"patient": patient.pk, "doctor": doctor.pk, "start": "2026-03-10T07:00:00+05:30", "complaint": "Cough"}
    answer = read(api.post("/api/appointments/", asked, "json"), 409)
    assert (answer["code"], answer["detail"]) == ("closed", "That time is in the past.")
    assert answer["next_free"][0] == {"start": "2026-03-10T09:00:00+05:30", "end": "2026-03-10T09:15:00+05:30"}


def test_one_appointment_has_its_history_and_the_allowed_statuses(api, booked, receptionist, clock):
    clock.advance(timedelta(minutes=5))
    transitions.change_status(by=receptionist, appointment=booked, status="CHECKED_IN", version=1, reason="Early")

    body = read(api.get(f"/api/appointments/{booked.pk}/"))

    assert body.pop("history") == [
        {
            "at": "2026-03-10T08:00:00+05:30",
            "by": None,
            "from": None,
            "to": "SCHEDULED",
            "change": "created",
            "step": "",
            "reason": "",
        },
        {
            "at": "2026-03-10T08:05:00+05:30",
            "by": {"id": receptionist.pk, "name": "Front Desk"},
            "from": "SCHEDULED",
            "to": "CHECKED_IN",
            "change": "status changed",
            "step": "",
            "reason": "Early",
        },
    ]
    assert sorted(body.pop("allowed")) == ["CANCELLED", "SCHEDULED"]
    assert body.pop("phone_shown") == "+91 98000 00241"
    assert body.pop("phone_address") == "tel:+919800000241"
    assert body == calendar_event(Appointment.objects.get())


def test_a_history_tells_every_kind_of_change(api, booked, receptionist, other_doctor):
    booking.reschedule(by=receptionist, appointment=booked, version=1, start=at(TUESDAY, time(14)), reason="Bus")
    booking.reschedule(by=receptionist, appointment=booked, version=2, doctor=other_doctor, complaint="Cough")
    booked.refresh_from_db()
    booked.save()
    history = read(api.get(f"/api/appointments/{booked.pk}/"))["history"]
    assert [(entry["change"], entry["reason"]) for entry in history] == [
        ("created", ""),
        ("moved from Tue 10 Mar, 10:00", "Bus"),
        ("doctor changed, reason for visit changed", ""),
        ("saved", ""),
    ]


def test_a_patch_reschedules_and_returns_the_event(api, booked):
    asked = {"start": "2026-03-10T14:00:00+05:30", "version": 1}
    event = read(api.patch(f"/api/appointments/{booked.pk}/", asked, "json"))
    assert event == calendar_event(Appointment.objects.get())
    assert (event["start"], event["end"]) == (asked["start"], "2026-03-10T14:15:00+05:30")


def test_a_stale_patch_gets_the_current_event(api, booked):
    answer = read(api.patch(f"/api/appointments/{booked.pk}/", {"complaint": "X", "version": 9}, "json"), 409)
    assert set(answer) == {"code", "detail", "current"}
    assert (answer["code"], answer["current"]) == ("stale", calendar_event(booked))


def test_a_status_call_sets_the_status_and_returns_the_event(api, booked):
    asked = {"status": "CANCELLED", "version": 1, "reason": "Ill"}
    event = read(api.post(f"/api/appointments/{booked.pk}/status/", asked, "json"))
    assert event == calendar_event(Appointment.objects.get())
    assert (event["status"], event["color"]) == ("CANCELLED", "#ef4444")


def test_a_refused_transition_lists_the_allowed_ones(api, booked):
    answer = read(api.post(f"/api/appointments/{booked.pk}/status/", {"status": "LEFT", "version": 1}, "json"), 409)
    assert answer == {
        "code": "transition",
        "detail": "The status cannot change from Scheduled to Left without being seen.",
        "allowed": ["CHECKED_IN", "CANCELLED"],
    }


def test_the_calendar_gives_heads_epoch_and_events_in_order(api, booked, visit):
    assert read(api.get("/api/calendar/", DAY)) == {
        "heads": {"appointments": 1, "opd-appointments": 1},
        "epoch": streams.epoch(),
        "events": [calendar_event(visit), calendar_event(booked)],
    }


@pytest.fixture
def both(booked: Appointment, visit: OpdAppointment) -> tuple[Appointment, OpdAppointment]:
    return booked, visit


@pytest.fixture
def strangers(other_doctor: Doctor, other_department: Department) -> tuple[Doctor, Department]:
    return other_doctor, other_department


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, "vb"),
        ({"kind": "appointment"}, "b"),
        ({"kind": "opd"}, "v"),
        ({"status": "SCHEDULED"}, "b"),
        ({"status": ["SCHEDULED", "CHECKED_IN"]}, "vb"),
        ({"status": "CANCELLED"}, ""),
        ({"doctor": "own"}, "vb"),
        ({"doctor": "other"}, ""),
        ({"department": "own"}, "vb"),
        ({"department": "other"}, ""),
        ({"start": "2026-03-10T08:15:00+05:30"}, "b"),
        ({"start": "2026-03-10T08:14:59+05:30"}, "vb"),
        ({"end": "2026-03-10T10:00:00+05:30"}, "v"),
        ({"end": "2026-03-10T10:00:01+05:30"}, "vb"),
        ({"start": "2026-03-10T02:30:00Z"}, "vb"),
        ({"start": "2026-03-11", "end": "2026-03-12"}, ""),
    ],
)
def test_the_calendar_returns_what_the_filters_ask_for(api, both, strangers, query, found):
    (booked, visit), (other_doctor, other_department) = both, strangers
    ids = {
        "doctor": {"own": booked.doctor_id, "other": other_doctor.pk},
        "department": {"own": booked.doctor.department_id, "other": other_department.pk},
    }
    asked = {name: ids[name][value] if name in ids else value for name, value in query.items()}
    events = read(api.get("/api/calendar/", DAY | asked))["events"]
    names = {booked.pk: "b", f"opd-{visit.pk}": "v"}
    assert "".join(names[event["id"]] for event in events) == found


def test_a_doctors_calendar_has_the_heads_of_the_doctors_channels(api, booked, other_doctor):
    asked = DAY | {"doctor": [booked.doctor_id, other_doctor.pk]}
    heads = read(api.get("/api/calendar/", asked))["heads"]
    assert heads == {f"doctor-schedule.{booked.doctor_id}": 1, f"doctor-schedule.{other_doctor.pk}": 0}


@pytest.mark.parametrize("kind", ["", "opd"])
def test_doctors_and_walk_ins_without_one_are_asked_for_together(
    api, visit, patient, other_doctor, department, other_department, kind
):
    waiting, elsewhere = (
        walk_ins.walk_in(by=None, patient=patient, department=each, complaint="Fever")
        for each in (department, other_department)
    )
    asked = DAY | {"doctor": visit.doctor_id, "department": department.pk, "kind": kind}
    found = read(api.get("/api/calendar/", asked | {"without_doctor": True}))
    assert [event["id"] for event in found["events"]] == [f"opd-{visit.pk}", f"opd-{waiting.pk}"]
    assert found["heads"] == {f"doctor-schedule.{visit.doctor_id}": 1, "opd-appointments": 3}
    assert [event["id"] for event in read(api.get("/api/calendar/", asked))["events"]] == [f"opd-{visit.pk}"]
    everywhere = DAY | {"doctor": other_doctor.pk, "without_doctor": True}
    ids = [event["id"] for event in read(api.get("/api/calendar/", everywhere))["events"]]
    assert ids == [f"opd-{waiting.pk}", f"opd-{elsewhere.pk}"]
    [day] = read(api.get("/api/calendar/counts/", everywhere))
    assert day["total"] == 2


def test_cancelled_appointments_are_returned_only_if_asked_for(api, booked, receptionist):
    transitions.change_status(by=receptionist, appointment=booked, status="CANCELLED", version=1, reason="Ill")
    assert read(api.get("/api/calendar/", DAY))["events"] == []
    assert len(read(api.get("/api/calendar/", DAY | {"status": "CANCELLED"}))["events"]) == 1


def test_more_than_a_page_can_draw_is_refused(api, booked, monkeypatch):
    monkeypatch.setattr("appointments.services.queries.calendar_snapshot.MAX_EVENTS", 0)
    assert read(api.get("/api/calendar/", DAY), 400)["code"] == "too_many"


def test_counts_are_per_day_of_the_hospital_and_status(api, booked, visit, other_patient):
    late = booking.book(
        by=None,
        patient=other_patient,
        doctor=booked.doctor,
        start=at(TUESDAY + timedelta(days=1), time(0, 10)),
        complaint="Night",
    )
    Appointment._base_manager.filter(pk=late.pk).update(status="CHECKED_IN")
    asked = {"start": "2026-03-09", "end": "2026-03-13"}
    assert read(api.get("/api/calendar/counts/", asked)) == [
        {"date": "2026-03-10", "total": 2, "by_status": {"SCHEDULED": 1, "CHECKED_IN": 1}},
        {"date": "2026-03-11", "total": 1, "by_status": {"CHECKED_IN": 1}},
    ]
    assert read(api.get("/api/calendar/counts/", asked | {"kind": "opd"})) == [
        {"date": "2026-03-10", "total": 1, "by_status": {"CHECKED_IN": 1}}
    ]


def test_doctors_are_listed_with_their_departments(api, doctor, other_department):
    gone = Doctor.objects.create(name="Dr. Gone", department=other_department, is_active=False)
    eyes = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    card = {
        "id": doctor.pk,
        "name": "Dr. Leila Haddad",
        "department": {"id": doctor.department_id, "name": "Cardiology", "slug": "cardiology"},
    }
    listed = read(api.get("/api/doctors/"))
    assert (listed[0], [row["id"] for row in listed]) == (card, [doctor.pk, eyes.pk])
    assert read(api.get("/api/doctors/", {"department": doctor.department_id})) == [card]
    assert gone.pk not in {row["id"] for row in listed}


def test_availability_returns_slots_heads_and_epoch(api, booked, clock):
    clock.set_to(time(9, 20))
    TimeOff.objects.create(doctor=booked.doctor, start=at(TUESDAY, time(13)), end=at(TUESDAY, time(17)))

    body = read(api.get(f"/api/doctors/{booked.doctor_id}/availability/", {"date": "2026-03-10"}))

    assert set(body) == {"heads", "epoch", "slots", "slot_minutes", "holiday"}
    assert (body["epoch"], body["slot_minutes"], body["holiday"]) == (streams.epoch(), 15, None)
    assert body["heads"] == {f"doctor-schedule.{booked.doctor_id}": 2}
    assert body["slots"][0] == {
        "start": "2026-03-10T09:00:00+05:30",
        "end": "2026-03-10T09:15:00+05:30",
        "state": "past",
    }
    states = {slot["start"][11:16]: slot["state"] for slot in body["slots"]}
    assert [states[wall] for wall in ("09:00", "09:15", "10:00", "13:00")] == ["past", "free", "taken", "closed"]


def test_availability_uses_the_visit_types_length(api, doctor, visit_type):
    asked = {"date": "2026-03-10", "visit_type": visit_type.pk}
    slots = read(api.get(f"/api/doctors/{doctor.pk}/availability/", asked))["slots"]
    assert slots[-1]["end"] == "2026-03-10T17:00:00+05:30"
    assert slots[-1]["start"] == "2026-03-10T16:30:00+05:30"


def test_patients_are_found_at_most_twenty(api, patient):
    for number in range(21):
        register_patient(by=None, name=f"Many {number:02}", phone=f"+1 {number:04}", confirm=True)
    assert len(read(api.get("/api/patients/", {"q": "many"}))) == 20
    assert read(api.get("/api/patients/", {"q": "elena"})) == [
        {
            "id": patient.pk,
            "mrn": "000001",
            "name": "Elena Novak",
            **links_of("+91 98 0000 0241", "+91 98000 00241", "+919800000241"),
            **LEFT_OUT,
            **NOT_IN_EVENTS,
            "marks": {"name": [[0, 5]]},
        }
    ]
    assert read(api.get("/api/patients/")) == []


def test_a_patient_is_registered_and_corrected(api):
    asked = {"name": "Asha Iyer", "phone": "+91 (44) 1234-5678", "birth_date": "1990-02-01", "sex": "female"}
    card = read(api.post("/api/patients/", asked, "json"), 201)
    assert card == {
        "id": Patient.objects.get().pk,
        "mrn": "000001",
        **LEFT_OUT,
        **NOT_IN_EVENTS,
        **asked,
        **links_of(asked["phone"], "+91 44 1234 5678", "+914412345678"),
        "odd_phone": False,
    }

    corrected = read(api.patch(f"/api/patients/{card['id']}/", {"name": "Asha Rao", "birth_date": None}, "json"))
    assert corrected == card | {"name": "Asha Rao", "birth_date": None, "version": 2}


def test_a_likely_duplicate_must_be_confirmed(api, patient):
    asked = {"name": "Somebody Else", "phone": patient.phone}
    answer = read(api.post("/api/patients/", asked, "json"), 409)
    assert answer["code"] == "duplicate"
    assert answer["matches"] == [patient_card(patient) | {"alike": ["phone"], "differs": ["name"]}]
    assert read(api.post("/api/patients/", asked | {"confirm": True}, "json"), 201)["mrn"] == "000002"


def test_a_patients_appointments_of_both_kinds_are_listed(api, booked, visit, department):
    own = walk_ins.walk_in(by=None, patient=booked.patient, department=department, complaint="Fever")
    events = read(api.get(f"/api/patients/{booked.patient_id}/appointments/"))
    assert events == [calendar_event(own), calendar_event(booked)]


def test_a_walk_in_gets_a_token(opd_clerk, patient, department):
    asked = {"patient": patient.pk, "department": department.pk, "complaint": "Fever", "priority": "elderly"}
    event = read(api_of(opd_clerk).post("/api/opd-appointments/", asked, "json"), 201)
    visit = OpdAppointment.objects.get()
    assert event == {
        "id": f"opd-{visit.pk}",
        "title": "Elena Novak – Fever",
        "start": "2026-03-10T08:00:00+05:30",
        "end": "2026-03-10T08:15:00+05:30",
        "color": "#8b5cf6",
        "status": "CHECKED_IN",
        "extendedProps": {
            "patient": calendar_event(visit)["extendedProps"]["patient"],
            "appointment": {
                "id": visit.pk,
                "kind": "opd",
                "version": 1,
                "doctor": None,
                "department": {"id": department.pk, "name": "Cardiology", "slug": "cardiology"},
                "complaint": "Fever",
                "status_reason": "",
                "token": "OP-C-001",
                "token_state": "WAITING",
                "priority": "elderly",
                "room": None,
                "overbooked": False,
            },
        },
    }


def test_a_walk_in_has_its_own_status_call(opd_clerk, visit):
    address = f"/api/opd-appointments/{visit.pk}/"
    event = read(api_of(opd_clerk).post(f"{address}status/", {"status": "IN_PROGRESS", "version": 1}, "json"))
    assert event == calendar_event(OpdAppointment.objects.get())
    body = read(api_of(opd_clerk).get(address))
    assert ([entry["to"] for entry in body["history"]], sorted(body["allowed"])) == (
        ["CHECKED_IN", "IN_PROGRESS"],
        ["CHECKED_IN", "COMPLETED"],
    )


# Who calls


@pytest.mark.parametrize("given", ["Token", "Token x", "Token x y", "Token \u00ff", "Bearer x", "Basic eDp5"])
def test_a_wrong_token_is_unauthenticated(given, booked):
    answer = APIClient(HTTP_AUTHORIZATION=given).get(f"/api/appointments/{booked.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


def test_a_program_books_with_its_token(receptionist, patient, doctor):
    client = APIClient(HTTP_AUTHORIZATION=f"Token {secret_of(receptionist)}")
    asked = {"patient": patient.pk, "doctor": doctor.pk, "start": TEN, "complaint": "Cough"}
    assert client.post("/api/appointments/", asked, "json").status_code == 201
    assert Appointment.objects.get().history.get().history_user == receptionist


def test_a_browsers_call_needs_its_csrf_token(receptionist, booked):
    client = Client(enforce_csrf_checks=True)
    client.force_login(receptionist)
    asked = {"status": "CHECKED_IN", "version": 1}
    address = f"/api/appointments/{booked.pk}/status/"

    refused = client.post(address, asked, "application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    assert Appointment.objects.get().version == 1

    client.get("/appointments/calendar")
    headers = {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert client.post(address, asked, "application/json", headers=headers).status_code == 200


def test_the_origin_of_a_call_comes_back_in_its_event(api, booked):
    api.post(
        f"/api/appointments/{booked.pk}/status/",
        {"status": "CHECKED_IN", "version": 1},
        format="json",
        headers={"X-Origin-Id": "page-7"},
    )
    events = read(api.get("/api/channels/appointments/events/", {"after": 1}))["events"]
    assert [(event["data"]["origin"], event["data"]["by"]["name"]) for event in events] == [("page-7", "Front Desk")]


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("delete", "/api/appointments/1/"),
        ("put", "/api/appointments/1/"),
        ("get", "/api/appointments/"),
        ("get", "/api/opd-appointments/"),
        ("post", "/api/calendar/"),
        ("post", "/api/doctors/"),
        ("get", "/api/appointments/1/status/"),
        ("delete", "/api/patients/1/"),
        ("post", "/api/channels/appointments/events/"),
        ("get", "/api/realtime/ping/"),
    ],
)
def test_an_unknown_method_says_so(api, manager, method, address):
    answer = getattr(api_of(manager), method)(address)
    assert (answer.status_code, answer.json()["code"]) == (405, "method")


@pytest.mark.parametrize(
    "address",
    [
        "/api/nothing/",
        "/api/appointments/0/",
        "/api/appointments/999999/",
        f"/api/appointments/{10**30}/",
        f"/api/appointments/{'9' * 5000}/",
        "/api/appointments/-1/",
        "/api/appointments/abc/",
        "/api/appointments/1.5/",
        "/api/appointments/%00/",
        "/api/appointments/%ED%A0%80/",
        f"/api/opd-appointments/{10**19}/",
        f"/api/patients/{2**63}/appointments/",
        f"/api/doctors/{2**64}/availability/?date=2026-03-10",
        "/api/channels/nothing/events/?after=0",
        "/api/channels/doctor-schedule.0/events/?after=0",
        f"/api/channels/doctor-schedule.{10**17}/events/?after=0",
        f"/api/channels/doctor-schedule.{10**30}/events/?after=0",
        "/api/channels/%00/events/?after=0",
        "/api/channels/appointments%0A/events/?after=0",
        f"/api/channels/{'x' * 1000}/events/?after=0",
        "/api/channels/APPOINTMENTS/events/?after=0",
    ],
)
def test_an_unknown_address_is_not_found(api, address):
    answer = api.get(address)
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert set(answer.json()) == {"code", "detail"}


# Queries


@pytest.mark.parametrize(
    "address",
    [
        "/api/calendar/?start=2026-03-10&end=2026-03-11",
        "/api/calendar/?start=2026-03-10&end=2026-03-11&kind=opd",
        "/api/calendar/counts/?start=2026-03-10&end=2026-03-11",
        "/api/calendar/today/",
        "/api/working-hours/?start=2026-03-10&end=2026-03-11&doctor={d}",
        "/api/doctors/",
        "/api/doctors/{d}/availability/?date=2026-03-10",
        "/api/patients/?q=many",
        "/api/patients/{p}/appointments/",
        "/api/appointments/{a}/",
        "/api/channels/appointments/events/?after=0",
    ],
)
def test_three_rows_cost_as_many_queries_as_one(api, address, booked, visit, other_department):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        ids = {"d": booked.doctor_id, "p": booked.patient_id, "a": booked.pk}
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(api.get(address.format(**ids)))
        return len(queries)

    register_patient(by=None, name="Many 0", phone="5550")
    api.get("/api/doctors/")
    one = cost()
    for number in (1, 2):
        register_patient(by=None, name=f"Many {number}", phone=f"555{number}")
        doctor = Doctor.objects.create(name=f"Dr. {number}", department=other_department)
        for patient in (booked.patient, Patient.objects.get(name=f"Many {number}")):
            start = at(TUESDAY, time(13 + number, 0 if patient == booked.patient else 30))
            booking.book(by=None, patient=patient, doctor=doctor, start=start, complaint="Cough")
            walk_ins.walk_in(
                by=None, patient=patient, department=other_department, doctor=doctor, complaint="Fever", confirm=True
            )
        booked.refresh_from_db()
        booked.save()
    assert cost() == one


def test_three_conflicts_cost_as_many_queries_as_one(api, booked, other_patient):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        asked = {
            "patient": other_patient.pk,
            "doctor": booked.doctor_id,
            "start": TEN,
            "end": "2026-03-10T11:00:00+05:30",
            "complaint": "Cough",
        }
        with CaptureQueriesContext(connection) as queries:
            assert read(api.post("/api/appointments/", asked, "json"), 409)["code"] == "clash"
        return len(queries)

    api.get("/api/doctors/")
    one = cost()
    for number in (15, 30):
        patient = register_patient(by=None, name=f"Many {number}", phone=f"555{number}")
        start = booked.start + timedelta(minutes=number)
        booking.book(by=None, patient=patient, doctor=booked.doctor, start=start, complaint="Cough")
    assert cost() == one


def test_a_birth_date_is_shown_as_a_day(api, patient):
    patient.birth_date = date(1990, 2, 1)
    patient.save()
    assert read(api.get("/api/patients/", {"q": "elena"}))[0]["birth_date"] == "1990-02-01"


def test_an_event_in_another_zone_says_its_offset(api, booked, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    assert iso(booked.start) == "2026-03-10T05:30:00+01:00"
    assert read(api.get(f"/api/appointments/{booked.pk}/"))["start"] == "2026-03-10T05:30:00+01:00"


def test_a_calendar_is_compressed_if_the_client_accepts_it(api, booked):
    address = "/api/calendar/?start=2026-03-10&end=2026-03-11"
    plain, packed = api.get(address), api.get(address, headers={"Accept-Encoding": "gzip"})
    assert (plain.get("Content-Encoding"), packed.get("Content-Encoding")) == (None, "gzip")
    assert gzip.decompress(packed.content) == plain.content
