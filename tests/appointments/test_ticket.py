"""`/t/<code>`: a patient's own page and its state."""

import json
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from appointments.hospital_time import iso
from appointments.models import OpdAppointment, Patient, Room, RoomSession
from appointments.services.queue import patient_codes, walk_ins
from common import throttles
from realtime.models import Signature
from tests.appointments.test_board_changes import step

pytestmark = pytest.mark.django_db

WRONG = "/t/o1-aaaaaaaaaaaaaaaa"


@pytest.fixture(autouse=True)
def _fresh_buckets() -> Iterator[None]:
    throttles.buckets.cache_clear()
    yield
    throttles.buckets.cache_clear()


@pytest.fixture
def room(doctor: Any, clock: Any) -> Room:
    room = Room.objects.create(name="Room 4", department=doctor.department)
    RoomSession.objects.create(room=room, doctor=doctor, opened_at=clock.now)
    return room


@pytest.fixture
def ticket(visit: OpdAppointment) -> str:
    """The address of the page of the patient who walked in."""
    return f"/t/{patient_codes.code_of(visit)}"


@pytest.fixture
def state(ticket: str) -> Any:
    def state() -> dict[str, Any]:
        answer = Client().get(f"{ticket}/state/")
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    return state


def test_a_waiting_patient_sees_how_many_are_before(state, visit, clock):
    assert state() == {
        "token": "OP-C-001",
        "department": "Cardiology",
        "state": "waiting",
        "room": None,
        "ahead": 0,
        "estimate": None,
        "as_of": iso(clock.now),
    }


def test_others_before_count_and_the_wait_is_a_range(room, doctor, patient, visit, clock):
    clock.advance(timedelta(minutes=1))
    second = walk_ins.walk_in(by=None, patient=patient, department=doctor.department, doctor=doctor, complaint="Rash")
    found = Client().get(f"/t/{patient_codes.code_of(second)}/state/").json()
    assert (found["token"], found["ahead"]) == ("OP-C-002", 1)
    assert found["estimate"]["from"] < found["estimate"]["to"]
    assert found["estimate"]["to"] % 5 == 0


def test_a_called_patient_reads_where_to_go(state, ticket, visit, room):
    step(visit, "call")
    found = state()
    assert (found["state"], found["room"], found["ahead"], found["estimate"]) == ("called", "Room 4", None, None)
    assert "It’s your turn: Room 4" in Client().get(ticket).content.decode()


@pytest.mark.parametrize(
    ("steps", "state_of_token", "sentence"),
    [
        ((), "waiting", "Please wait."),
        (("call",), "called", "It’s your turn"),
        (("call", "skip"), "skipped", "You were called and were not there. Please tell the desk."),
        (("call", "serve"), "serving", "Your visit has started."),
        (("call", "serve", "done"), "done", "Your visit is completed."),
        (("left",), "left", "This token is no longer in the queue. Please ask at the desk."),
    ],
)
def test_each_state_has_its_sentence(state, ticket, visit, steps, state_of_token, sentence):
    step(visit, *steps)
    assert state()["state"] == state_of_token
    assert sentence in Client().get(ticket).content.decode()


def test_a_transferred_token_shows_its_new_department(state, visit, other_department):
    step(visit, "transfer", department=other_department)
    assert (state()["department"], state()["state"]) == ("Eyes", "waiting")


def test_the_page_names_nobody_and_leads_nowhere(ticket, visit, opd_clerk):
    for client in (Client(), logged_in(opd_clerk)):
        answer = client.get(ticket)
        page = answer.content.decode()
        for secret in (visit.patient.name, visit.patient.mrn, visit.patient.phone, visit.complaint, "opd_clerk"):
            assert secret not in page
        assert "<a " not in page
        assert "<form" not in page
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Cache-Control"] == "no-store"
        assert '<meta http-equiv="refresh" content="60">' in page


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_a_wrong_code_and_one_of_yesterday_get_the_same_answer(ticket, clock):
    clock.set_to(time(23, 59))
    assert Client().get(ticket).status_code == 200
    clock.advance(timedelta(minutes=1))
    late, wrong = Client().get(ticket), Client().get(WRONG)
    assert (late.status_code, wrong.status_code) == (404, 404)
    assert late.content == wrong.content
    late, wrong = Client().get(f"{ticket}/state/"), Client().get(f"{WRONG}/state/")
    assert (late.status_code, late.content) == (404, wrong.content)
    assert late.json()["code"] == "not_found"


def test_wrong_codes_are_limited_and_right_ones_behind_the_same_address_are_not(ticket):
    burst = settings.LIMITS["wrong_codes"][0]
    answers = [Client().get(WRONG).status_code for _ in range(burst)]
    assert set(answers) == {404}
    refused, state = Client().get(WRONG), Client().get(f"{WRONG}/state/")
    assert (refused.status_code, state.status_code) == (429, 429)
    assert int(refused["Retry-After"]) > 0
    assert state.json()["code"] == "throttled"
    assert Client().get(ticket).status_code == 200


@pytest.mark.parametrize(
    "code", ["x", "o1-", "%00", "o1-%00", "é" * 20, "a" * 100, "o999999999999999999-aaaaaaaaaaaaaaaa"]
)
def test_what_cannot_be_a_code_is_not_found(code):
    assert Client().get(f"/t/{code}").status_code == 404
    assert Client().get(f"/t/{code}/state/").status_code == 404


# Its socket


def sign(channel: str, code: str) -> Any:
    asked = {"socket_id": "1.1", "channel_name": channel}
    return Client().post("/broadcasting/auth", asked, headers={"X-OPD-Code": code})


def test_a_code_is_signed_for_its_departments_board_alone(visit, other_department):
    code = patient_codes.code_of(visit)
    assert sign("private-opd-board.cardiology", code).status_code == 200
    assert Signature.objects.get().guest == f"ticket:{code}"
    for channel in ("opd-board.eyes", "appointments", "opd-appointments", "department.cardiology"):
        assert sign(f"private-{channel}", code).status_code == 403


def test_a_wrong_code_is_signed_for_nothing(visit, clock):
    code = patient_codes.code_of(visit)
    assert sign("private-opd-board.cardiology", "o1-aaaaaaaaaaaaaaaa").status_code == 403
    clock.advance(timedelta(days=1))
    assert sign("private-opd-board.cardiology", code).status_code == 403
    assert Signature.objects.count() == 0


def test_a_code_reads_the_events_of_its_board(visit):
    code = patient_codes.code_of(visit)
    answer = Client().get("/api/channels/opd-board.cardiology/events/?after=0", headers={"X-OPD-Code": code})
    assert [each["data"]["token"] for each in answer.json()["events"]] == ["OP-C-001"]
    assert "Fever" not in json.dumps(answer.json())


def test_what_the_page_reads_is_counted_for_its_patient_alone(visit, ticket, patient, department):
    """Another patient's token is on the board, but nothing on this page leads to it."""
    other = walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Cough")
    assert Patient.objects.count() >= 2
    page = Client().get(ticket).content.decode()
    assert other.token not in page
    assert patient_codes.code_of(other) not in page
