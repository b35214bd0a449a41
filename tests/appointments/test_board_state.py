"""What wall boards show: GET /api/boards/<slug>/, and the pages of boards and their links."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.hospital_time import local
from appointments.models import BoardLink, Department, OpdAppointment, Patient, Room, RoomSession
from appointments.services.booking import transitions
from appointments.services.department_scope import set_scope
from appointments.services.queue import boards, walk_ins
from tests.appointments.test_board_changes import step
from tests.conftest import api_of

pytestmark = pytest.mark.django_db

STATE = "/api/boards/cardiology/"
PAGE = "/appointments/board/cardiology"


@pytest.fixture
def room(doctor: Any, clock: Any) -> Room:
    room = Room.objects.create(name="Room 4", department=doctor.department)
    RoomSession.objects.create(room=room, doctor=doctor, opened_at=clock.now)
    return room


@pytest.fixture
def wall(department: Department) -> Client:
    """A board's browser."""
    client = Client()
    _link, secret = boards.open_board(by=None, department=department)
    client.get(f"{PAGE}?link={secret}")
    return client


@pytest.fixture
def crowd(department: Department, clock: Any) -> list[OpdAppointment]:
    """Six walk-ins, a minute apart."""
    visits = []
    for number in range(6):
        clock.advance(timedelta(minutes=1))
        someone = Patient.objects.create(mrn=f"8{number:05d}", name=f"Waiting {number}", phone=f"555 100{number}")
        visits.append(walk_ins.walk_in(by=None, patient=someone, department=department, complaint="Rash"))
    return visits


def to_the_millisecond(moment: datetime) -> str:
    return local(moment).isoformat(timespec="milliseconds")


def test_a_board_shows_who_is_called_who_is_next_and_who_was_not_there(wall, crowd, room, clock):
    step(crowd[0], "call", "serve")
    step(crowd[1], "call", "skip")
    clock.advance(timedelta(minutes=5))
    step(crowd[2], "call")
    called_at = to_the_millisecond(clock.now)

    state = wall.get(STATE).json()
    assert {name: value for name, value in state.items() if name not in {"heads", "epoch"}} == {
        "now": [
            {
                "token": "OP-C-001",
                "room": "Room 4",
                "state": "serving",
                "since": to_the_millisecond(clock.now - timedelta(minutes=5)),
            },
            {"token": "OP-C-003", "room": "Room 4", "state": "called", "since": called_at},
        ],
        "next": ["OP-C-004", "OP-C-005", "OP-C-002"],
        "skipped": ["OP-C-002"],
        "waiting": 4,
    }
    assert state["heads"] == {"opd-board.cardiology": 11}
    clock.advance(timedelta(milliseconds=7))
    step(crowd[2], "recall")
    assert wall.get(STATE).json()["now"][1]["since"] == to_the_millisecond(clock.now) > called_at


def test_a_board_without_rooms_shows_tokens_alone(wall, visit):
    step(visit, "call")
    assert [(each["token"], each["room"]) for each in wall.get(STATE).json()["now"]] == [("OP-C-001", None)]


def test_booked_patients_with_a_token_are_on_the_board(wall, booked):
    booked.doctor.department.tokens_for_booked = True
    booked.doctor.department.save()
    transitions.change_status(by=None, appointment=booked, version=booked.version, status="CHECKED_IN")
    assert wall.get(STATE).json()["next"] == ["OP-C-001"]


def test_a_new_day_begins_with_an_empty_board(wall, crowd, clock):
    step(crowd[0], "call")
    clock.advance(timedelta(days=1))
    state = wall.get(STATE).json()
    assert (state["now"], state["next"], state["skipped"], state["waiting"]) == ([], [], [], 0)


def test_the_number_of_queries_does_not_grow_with_the_queue(wall, crowd, django_assert_num_queries):
    wall.get(STATE)
    with django_assert_num_queries(8):
        wall.get(STATE)


def test_a_user_sees_the_boards_of_the_own_departments(receptionist, other_department, visit):
    api = api_of(receptionist)
    assert api.get(STATE).json()["next"] == ["OP-C-001"]
    assert api.get("/api/boards/eyes/").status_code == 200
    assert api.get("/api/boards/nowhere/").status_code == 404


@pytest.mark.parametrize(("role", "status"), [("stranger", 403), ("developer", 403), ("anonymous", 401)])
def test_others_see_no_board(signed_in, role, status, department):
    client = Client() if role == "anonymous" else signed_in(role)
    assert client.get(STATE).status_code == status


def test_a_board_reads_no_other_departments_board(wall, other_department):
    assert wall.get("/api/boards/eyes/").status_code == 401
    assert wall.get("/api/boards/nowhere/").status_code == 401


def test_a_revoked_board_is_told_so(wall):
    boards.revoke(by=None, link=BoardLink.objects.get())
    answer = wall.get(STATE)
    assert (answer.status_code, answer.json()["detail"]) == (403, "The link of this board was revoked.")


def test_the_boards_page_says_nothing_of_its_user(signed_in, wall, department):
    for client in (signed_in("manager"), wall):
        page = client.get(PAGE).content.decode()
        assert "opd-board.cardiology" in page
        assert "page-config" not in page
        assert "manager" not in page


# The page of the links


def test_a_manager_makes_a_link_whose_address_is_shown_once(signed_in, department):
    manager = signed_in("manager")
    page = manager.post("/appointments/boards", {"department": department.pk}).content.decode()
    secret = page.partition("?link=")[2].partition('"')[0]
    assert boards.SECRET.fullmatch(secret)
    assert secret not in manager.get("/appointments/boards").content.decode()
    assert Client().get(f"{PAGE}?link={secret}").status_code == 302


def test_a_manager_revokes_a_link(signed_in, wall):
    manager = signed_in("manager")
    link = BoardLink.objects.get()
    answer = manager.post(f"/appointments/boards/{link.pk}/revoke", follow=True)
    assert "Link revoked." in answer.content.decode()
    assert wall.get(PAGE).status_code == 403


def test_without_a_department_nothing_is_made(signed_in, department):
    page = signed_in("manager").post("/appointments/boards", {"department": ""})
    assert "Choose a department." in page.content.decode()
    assert BoardLink.objects.count() == 0


def test_a_limited_manager_makes_links_to_the_own_boards_alone(signed_in, manager, department, other_department):
    set_scope(by=None, user=manager, departments=[department])
    client = signed_in("manager")
    assert "Eyes" not in client.get("/appointments/boards").content.decode()
    client.post("/appointments/boards", {"department": other_department.pk})
    assert BoardLink.objects.count() == 0
