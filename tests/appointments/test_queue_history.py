"""Each step of the queue in an appointment's history, in words and with its reason."""

from datetime import time
from typing import Any

import pytest

from appointments.models import Appointment, Department, Room
from appointments.services.booking import booking
from appointments.services.queries.history import history_of
from appointments.services.queue import rooms
from tests.appointments.queue_cast import Visit, arrive, call_next, fresh, set_status, step
from tests.conftest import api_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_passes")]


@pytest.fixture
def room(department: Department, doctor: Any) -> Room:
    """Room 4, open for the doctor."""
    room = Room.objects.create(department=department, name="Room 4")
    rooms.open_session(by=None, room=room, doctor=doctor)
    return room


def told(visit: Visit) -> list[str]:
    """What the history says after "created"."""
    return [entry["change"] for entry in history_of(fresh(visit))][1:]


def test_a_visit_tells_its_way_through_the_queue(department, room):
    visit = arrive(department)
    step(visit, "call", "recall", "skip", "recall", "serve", "done")
    assert told(visit) == [
        "called to Room 4",
        "called again to Room 4",
        "not there",
        "called again to Room 4",
        "visit started",
        "visit completed",
    ]


def test_an_undo_a_return_and_a_second_absence_are_told(department):
    absent = step(arrive(department), "call", "undo", "call", "skip")
    for _ in range(3):
        arrive(department)
        call_next(department)
    step(absent, "call", "skip")
    assert told(absent) == [
        "called",
        "last step undone",
        "called",
        "not there",
        "back in the queue",
        "called",
        "not there",
    ]
    assert history_of(fresh(absent))[-1]["to"] == "LEFT"


def test_a_transfer_names_where_to(department, other_department, other_doctor):
    visit = arrive(department)
    step(visit, "transfer", doctor=other_doctor)
    step(visit, "transfer", department=other_department)
    assert told(visit) == ["transferred to Dr. Tomas Novak", "transferred to Eyes"]


def test_a_call_out_of_turn_keeps_its_reason_and_who_called(department, doctor, opd_clerk):
    arrive(department)
    second = step(arrive(department), "call", by=opd_clerk, reason="Faints", doctor=doctor)
    body = api_of(opd_clerk).get(f"/api/opd-appointments/{second.pk}/").json()
    last = body["history"][-1]
    assert (last["change"], last["step"], last["reason"]) == ("called", "call", "Faints")
    assert last["by"]["id"] == opd_clerk.pk


def test_a_booked_patient_gets_a_token_in_the_history(booked: Appointment, department: Department):
    department.tokens_for_booked = True
    department.save()
    set_status(booked, "CHECKED_IN")
    step(booked, "call", "serve")
    assert told(booked) == ["token OP-C-001 given, status changed", "called", "visit started"]


def test_what_is_no_step_of_the_queue_is_told_as_before(
    booked: Appointment, department: Department, other_doctor, clock
):
    department.tokens_for_booked = True
    department.save()
    set_status(booked, "CHECKED_IN")
    step(booked, "call")
    booking.reschedule(by=None, appointment=booked, version=fresh(booked).version, notes="Brings x-rays")
    clock.set_to(time(9, 50))
    set_status(booked, "IN_PROGRESS")
    assert told(booked)[1:] == ["called", "notes changed", "status changed"]
