"""What saves of visits tell wall boards."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Doctor, OpdAppointment, Room, RoomSession, Status
from appointments.services.booking import transitions
from appointments.services.queue import moves, walk_ins
from realtime.models import StreamEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(doctor: Doctor, clock: Any) -> Room:
    """Room 4, where the doctor sees patients."""
    room = Room.objects.create(name="Room 4", department=doctor.department)
    RoomSession.objects.create(room=room, doctor=doctor, opened_at=clock.now)
    return room


@pytest.fixture
def told() -> Any:
    """(token, state, room, waiting) of each event on a board since the last question."""
    read = set()

    def told(slug: str = "cardiology") -> list[tuple[Any, ...]]:
        rows = StreamEvent.objects.filter(channel=f"opd-board.{slug}").exclude(pk__in=read).order_by("seq")
        read.update(row.pk for row in rows)
        found = [json.loads(row.data) for row in rows]
        return [(each["token"], each["state"], each["room"], each["waiting"]) for each in found]

    return told


def step(visit: Any, *actions: str, **asked: Any) -> Any:
    for action in actions:
        visit = type(visit).objects.get(pk=visit.pk)
        moves.move(by=None, visit=visit, action=action, version=visit.version, **asked)
    return type(visit).objects.get(pk=visit.pk)


def test_a_board_hears_each_step_of_a_token(visit, room, told):
    assert told() == [("OP-C-001", "waiting", None, 1)]
    step(visit, "call", "serve", "done")
    assert told() == [
        ("OP-C-001", "called", "Room 4", 0),
        ("OP-C-001", "serving", "Room 4", 0),
        ("OP-C-001", "done", None, 0),
    ]


def test_a_board_hears_a_second_call(visit, room, told, clock):
    step(visit, "call")
    told()
    clock.advance(timedelta(minutes=1))
    step(visit, "recall")
    assert told() == [("OP-C-001", "called", "Room 4", 0)]


def test_who_was_not_there_still_waits(visit, room, told):
    step(visit, "call", "skip")
    assert told()[-1] == ("OP-C-001", "skipped", None, 1)


def test_a_board_without_rooms_hears_no_room(visit, told):
    told()
    step(visit, "call")
    assert told() == [("OP-C-001", "called", None, 0)]


def test_a_transferred_token_leaves_one_board_and_waits_on_the_other(visit, told, other_department):
    told()
    step(visit, "transfer", department=other_department)
    assert told() == [("OP-C-001", "left", None, 0)]
    assert told("eyes") == [("OP-C-001", "waiting", None, 1)]


def test_a_booked_token_goes_with_its_doctor(booked, told, other_department):
    booked.doctor.department.tokens_for_booked = True
    booked.doctor.department.save()
    transitions.change_status(by=None, appointment=booked, version=booked.version, status=Status.CHECKED_IN)
    assert told() == [("OP-C-001", "waiting", None, 1)]
    oculist = Doctor.objects.create(name="Dr. Iris", department=other_department)
    step(booked, "transfer", doctor=oculist)
    assert told() == [("OP-C-001", "left", None, 0)]
    assert told("eyes") == [("OP-C-001", "waiting", None, 1)]


def test_a_check_in_that_is_undone_leaves_the_board(booked, told):
    booked.doctor.department.tokens_for_booked = True
    booked.doctor.department.save()
    for status in (Status.CHECKED_IN, Status.SCHEDULED):
        booked.refresh_from_db()
        transitions.change_status(by=None, appointment=booked, version=booked.version, status=status)
    assert told() == [("OP-C-001", "waiting", None, 1), ("OP-C-001", "left", None, 0)]


def test_a_change_that_no_board_shows_is_not_told(visit, told):
    told()
    visit.complaint = "Cough"
    visit.save()
    assert told() == []


def test_a_change_of_the_order_is_told(visit, told):
    told()
    visit.priority = OpdAppointment.Priority.EMERGENCY
    visit.save()
    assert told() == [("OP-C-001", "waiting", None, 1)]


def test_a_token_of_yesterday_is_not_told(visit, told, clock):
    told()
    clock.advance(timedelta(days=1))
    step(visit, "left", confirm=True)
    assert told() == []


def test_an_appointment_without_a_token_is_not_told(booked, told):
    assert told() == []


def test_the_events_name_nobody(visit, room, opd_clerk):
    moves.move(by=opd_clerk, visit=visit, action="call", version=visit.version)
    rows = StreamEvent.objects.filter(channel="opd-board.cardiology")
    assert {name for row in rows for name in json.loads(row.data)} == {"token", "state", "room", "at", "waiting", "seq"}


def test_telling_the_board_costs_one_query(department, patient, other_patient):
    """Those that number the event are shared with the other channels."""
    walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Fever")
    visit = walk_ins.walk_in(by=None, patient=other_patient, department=department, complaint="Fever")
    with CaptureQueriesContext(connection) as telling:
        step(visit, "left")
    counts = [query["sql"] for query in telling if "UNION ALL" in query["sql"]]
    assert len(counts) == 1
