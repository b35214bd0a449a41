"""Booked patients get a token at check-in, where their department wants it."""

from datetime import time, timedelta
from typing import Any

import pytest

from appointments.exceptions import AlreadyWaiting, BadTransition, StaleVersion
from appointments.hospital_time import at
from appointments.models import Department
from appointments.services.booking import booking
from appointments.services.booking.transitions import change_status
from appointments.services.queries.history import history_of
from appointments.services.queue import moves
from appointments.services.queue.listing import lines_of
from appointments.services.queue.walk_ins import walk_in
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, fresh, set_status, step, waits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_passes")]


@pytest.fixture(autouse=True)
def _wanted(department: Any) -> None:
    department.tokens_for_booked = True
    department.save()


def test_a_booked_patient_gets_the_departments_next_token(department, booked):
    arrive(department)
    visit = set_status(booked, "CHECKED_IN")
    assert (visit.token, visit.token_day, visit.token_state) == ("OP-C-002", TUESDAY, "WAITING")
    assert arrive(department).token == "OP-C-003"


def test_without_the_departments_wish_there_is_no_token(department, booked):
    department.tokens_for_booked = False
    department.save()
    visit = set_status(fresh(booked), "CHECKED_IN")
    assert (visit.token, visit.token_day, visit.token_state, visit.arrived_at) == ("", None, "", None)


@pytest.mark.parametrize("statuses", [["IN_PROGRESS"], ["CANCELLED"]])
def test_only_a_check_in_draws_one(booked, statuses):
    assert set_status(booked, *statuses).token == ""


@pytest.mark.parametrize(
    ("arrival", "order", "why"),
    [
        (time(9, 30), ["001", "003", "002"], "booked 10:00"),
        (time(10, 20), ["001", "002", "003"], "booked 10:00, came 10:20"),
    ],
)
def test_in_time_counts_from_the_start_and_late_from_the_arrival(department, booked, clock, arrival, order, why):
    clock.set_to(time(8, 30))
    arrive(department)
    clock.set_to(time(10, 10))
    arrive(department)
    clock.set_to(arrival)
    visit = set_status(booked, "CHECKED_IN")
    assert waits(department, TUESDAY) == order
    assert next(line.why for line in lines_of(department, TUESDAY) if line.visit == visit) == why


def test_a_check_in_that_is_undone_keeps_the_token_for_the_day(department, booked, clock):
    visit = set_status(booked, "CHECKED_IN", "SCHEDULED")
    assert waits(department, TUESDAY) == []
    clock.set_to(time(10, 30))
    again = set_status(visit, "CHECKED_IN")
    assert (again.token, again.token_state) == (visit.token, "WAITING")
    assert again.arrived_at == pytest.approx(clock.now, abs=timedelta(seconds=1))
    assert again.token_since == pytest.approx(clock.now, abs=timedelta(seconds=1))


def test_a_booked_patient_who_has_not_left_after_all_keeps_token_and_arrival(booked, clock):
    visit = set_status(booked, "CHECKED_IN")
    clock.set_to(time(10, 30))
    back = set_status(visit, "LEFT", "CHECKED_IN")
    assert (back.token, back.token_state, back.arrived_at) == (visit.token, "WAITING", visit.arrived_at)


def test_a_booked_patients_token_is_not_withdrawn(booked):
    visit = set_status(booked, "CHECKED_IN")
    assert moves.allowed(None, visit) == ["call", "left", "transfer"]
    with pytest.raises(BadTransition, match="undo the check-in"):
        step(visit, "withdraw")


def test_who_was_called_and_not_checked_in_waits_as_if_for_the_first_time(booked):
    visit = set_status(step(set_status(booked, "CHECKED_IN"), "call", "skip"), "SCHEDULED", "CHECKED_IN")
    assert (visit.token_state, visit.skips, visit.called_at, visit.room) == ("WAITING", 0, None, None)


def test_who_comes_on_another_day_gets_a_token_of_that_day(department, booked, clock):
    visit = set_status(booked, "CHECKED_IN", "SCHEDULED")
    tomorrow = TUESDAY + timedelta(days=1)
    visit = booking.reschedule(by=None, appointment=visit, version=visit.version, start=at(tomorrow, time(11)))
    clock.set_to(time(10, 50), tomorrow)
    arrive(department)
    visit = set_status(visit, "CHECKED_IN")
    assert (visit.token, visit.token_day) == ("OP-C-002", tomorrow)
    assert waits(department, tomorrow) == ["001", "002"]


def test_who_has_a_token_in_this_queue_gets_no_second_one(department, booked):
    walk_in(by=None, patient=booked.patient, department=department, complaint="Fever", confirm=True)
    assert set_status(booked, "CHECKED_IN").token == ""
    assert waits(department, TUESDAY) == ["001"]


LEAVES: dict[str, Any] = {
    "done": lambda visit: step(visit, "call", "serve", "done"),
    "left": lambda visit: step(visit, "left"),
    "absent twice": lambda visit: step(visit, "call", "skip", "recall", "skip"),
    "withdrawn": lambda visit: step(visit, "withdraw"),
    "transferred": lambda visit: step(
        visit, "transfer", department=Department.objects.exclude(pk=visit.department_id).get()
    ),
    "cancelled in the calendar": lambda visit: set_status(visit, "CANCELLED"),
    "completed in the calendar": lambda visit: set_status(visit, "IN_PROGRESS", "COMPLETED"),
}


@pytest.mark.parametrize("way", LEAVES)
def test_once_the_walk_ins_token_has_ended_the_booked_visit_has_a_place_from_the_check_in(
    department, other_department, booked, clock, way
):
    other = walk_in(by=None, patient=booked.patient, department=department, complaint="Fever", confirm=True)
    clock.set_to(time(10, 5))
    set_status(booked, "CHECKED_IN")
    clock.set_to(time(10, 20))
    arrive(department)
    LEAVES[way](fresh(other))
    visit = fresh(booked)
    assert (visit.token, visit.token_state) == ("OP-C-003", "WAITING")
    assert visit.arrived_at == pytest.approx(clock.now - timedelta(minutes=15), abs=timedelta(seconds=1))
    assert waits(department, TUESDAY) == ["003", "002"]
    assert history_of(visit)[-1]["change"] == "token OP-C-003 given"


def test_the_call_that_ends_the_walk_ins_visit_calls_the_booked_one_if_it_is_its_turn(department, booked, clock):
    other = walk_in(by=None, patient=booked.patient, department=department, complaint="Fever", confirm=True)
    set_status(booked, "CHECKED_IN")
    other = step(other, "call", "serve")
    clock.set_to(time(10, 20))
    arrive(department)
    called = moves.call_next(by=None, department=department, done=other, version=other.version)
    assert (called.pk, called.token) == (booked.pk, "OP-C-003")


def test_a_walk_in_who_is_still_in_the_queue_leaves_the_booked_visit_without_a_place(department, booked):
    other = walk_in(by=None, patient=booked.patient, department=department, complaint="Fever", confirm=True)
    second = walk_in(by=None, patient=booked.patient, department=department, complaint="Cough", confirm=True)
    set_status(booked, "CHECKED_IN")
    step(other, "call", "serve")
    step(second, "left")
    assert fresh(booked).token == ""
    step(other, "done")
    assert fresh(booked).token == "OP-C-003"


def test_an_undo_that_would_put_the_patient_there_twice_asks_first(department, booked):
    other = walk_in(by=None, patient=booked.patient, department=department, complaint="Fever", confirm=True)
    set_status(booked, "CHECKED_IN")
    step(other, "left")
    with pytest.raises(AlreadyWaiting):
        step(other, "undo")


@pytest.mark.parametrize("statuses", [[], ["CHECKED_IN", "SCHEDULED"], ["CANCELLED"]])
def test_who_is_not_checked_in_gets_no_place_by_another_tokens_end(department, booked, statuses):
    other = walk_in(by=None, patient=booked.patient, department=department, complaint="Fever", confirm=True)
    set_status(booked, *statuses)
    step(other, "left")
    assert fresh(booked).token == ""


def test_a_token_of_another_queue_does_not_count(other_department, booked):
    walk_in(by=None, patient=booked.patient, department=other_department, complaint="Fever")
    assert set_status(booked, "CHECKED_IN").token == "OP-C-001"


@pytest.mark.parametrize(
    ("wall", "asks"), [(time(8, 59), False), (time(9), True), (time(10, 59), True), (time(11, 1), False)]
)
def test_a_walk_in_who_is_booked_here_within_the_hour_is_asked_first(department, booked, clock, wall, asks):
    clock.set_to(wall)
    clock.advance(-timedelta(milliseconds=50) if wall == time(9) else timedelta(0))
    if not asks:
        walk_in(by=None, patient=booked.patient, department=department, complaint="Fever")
        return
    clock.advance(timedelta(milliseconds=100))
    with pytest.raises(AlreadyWaiting) as caught:
        walk_in(by=None, patient=booked.patient, department=department, complaint="Fever")
    assert caught.value.visit == booked


@pytest.mark.parametrize("state", [[], ["call"], ["call", "serve"], ["call", "skip"]])
def test_who_is_in_the_queue_is_asked_first(department, booked, state):
    step(set_status(booked, "CHECKED_IN"), *state)
    with pytest.raises(AlreadyWaiting) as caught:
        walk_in(by=None, patient=booked.patient, department=department, complaint="Fever")
    assert caught.value.visit.token == "OP-C-001"


@pytest.mark.parametrize("state", [["left"], ["call", "serve", "done"]])
def test_whose_visit_is_over_gets_another_token(department, booked, state, clock):
    step(set_status(booked, "CHECKED_IN"), *state)
    assert walk_in(by=None, patient=booked.patient, department=department, complaint="Fever").token == "OP-C-002"


def test_a_refused_check_in_draws_no_token(department, booked, nothing_written):
    before = nothing_written()
    with pytest.raises(StaleVersion):
        change_status(by=None, appointment=booked, status="CHECKED_IN", version=7)
    assert nothing_written() == before
    assert arrive(department).token == "OP-C-001"
