"""A queue's day is the hospital's: midnight, and the night in which the clock goes back."""

from datetime import UTC, date, time, timedelta

import pytest

from appointments.exceptions import Forbidden, Invalid, OtherDay
from appointments.hospital_time import at, iso, today
from appointments.services.queries.history import history_of
from appointments.services.queue import closing, moves
from appointments.services.queue.listing import lines_of
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, call_next, fresh, set_status, step, waits
from tests.conftest import api_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_passes")]


@pytest.mark.parametrize("wall", [time(0, 0, 1), time(8)])
def test_yesterdays_queue_stays_and_new_tokens_begin_at_one(department, clock, wall):
    visit = arrive(department)
    called = step(arrive(department), "call")
    tomorrow = TUESDAY + timedelta(days=1)
    clock.set_to(wall, tomorrow)
    assert arrive(department).token == "OP-C-001"
    assert waits(department, TUESDAY) == ["001"]
    assert waits(department, tomorrow) == ["001"]
    for act in ("skip", "left"):
        with pytest.raises(OtherDay) as caught:
            step(called, act)
        assert caught.value.day == TUESDAY
    assert step(called, "skip", confirm=True).token_state == "SKIPPED"
    assert call_next(department, day=TUESDAY) == "001"
    assert fresh(visit).token_state == "CALLED"
    assert call_next(department) == "001"


def test_the_page_says_on_which_earlier_days_patients_wait(department, opd_clerk, clock):
    arrive(department)
    step(arrive(department), "call", "serve", "done")
    clock.set_to(time(8), TUESDAY + timedelta(days=1))
    body = api_of(opd_clerk).get("/api/queues/cardiology/").json()
    assert (body["date"], body["earlier"]) == ("2026-03-11", [{"date": "2026-03-10", "waiting": 1}])


@pytest.fixture
def yesterdays(department, other_department, doctor, booked, clock):
    """Tuesday's queue on Wednesday: one waits, one is called, one was not there, one is booked; others do not wait."""
    department.tokens_for_booked = True
    department.save()
    waiting = [arrive(department), step(arrive(department), "call"), step(arrive(department), "call", "skip")]
    waiting.append(set_status(fresh(booked), "CHECKED_IN"))
    others = [step(arrive(department), *path) for path in (["call", "serve"], ["call", "serve", "done"], ["left"])]
    others.append(arrive(other_department))
    clock.set_to(time(8), TUESDAY + timedelta(days=1))
    others.append(arrive(department))
    return waiting, others


def test_an_earlier_days_queue_is_closed_at_once(department, opd_clerk, yesterdays):
    waiting, others = yesterdays
    asked = {"date": TUESDAY.isoformat()}
    answer = api_of(opd_clerk).post("/api/queues/cardiology/close/", asked, "json")
    assert answer.json() == {"left": 4}
    for visit in map(fresh, waiting):
        assert (visit.status, visit.token_state, moves.allowed(None, visit)) == ("LEFT", "LEFT", ["undo"])
        last = history_of(visit)[-1]
        assert (last["change"], last["reason"], last["by"]["id"]) == (
            "left without being seen",
            "The day's queue was closed.",
            opd_clerk.pk,
        )
    assert [fresh(visit).version for visit in others] == [visit.version for visit in others]
    assert api_of(opd_clerk).post("/api/queues/cardiology/close/", asked, "json").json() == {"left": 0}
    assert step(waiting[0], "undo", confirm=True).token_state == "WAITING"


@pytest.mark.parametrize("days", [0, 1])
def test_a_day_that_is_not_over_is_not_closed(department, yesterdays, nothing_written, days):
    before = nothing_written()
    with pytest.raises(Invalid):
        closing.close_day(by=None, department=department, day=today() + timedelta(days=days))
    assert nothing_written() == before


@pytest.mark.parametrize("who", ["doctor_user", "receptionist", "opd_clerk"])
def test_a_queue_is_closed_by_those_who_give_tokens_there(
    department, other_department, yesterdays, nothing_written, who, request
):
    user = request.getfixturevalue(who)
    if who == "opd_clerk":
        user.department_scope.create(department=other_department)
    before = nothing_written()
    with pytest.raises(Forbidden):
        closing.close_day(by=user, department=department, day=TUESDAY)
    assert nothing_written() == before


def test_in_the_night_in_which_the_clock_goes_back_the_earlier_is_called_first(department, clock, settings):
    settings.TIME_ZONE = "Europe/Berlin"
    night = date(2026, 10, 25)
    clock.now = at(night, time(2, 50)).astimezone(UTC)  # before the clock goes back
    arrive(department)
    clock.advance(timedelta(minutes=20))  # 02:10 for the second time
    arrive(department)
    assert [iso(line.arrival) for line in lines_of(department, night)] == [
        "2026-10-25T02:50:00+02:00",
        "2026-10-25T02:10:00+01:00",
    ]
    assert [call_next(department), call_next(department)] == ["001", "002"]
    clock.now = at(night, time(23, 59))
    assert arrive(department).token == "OP-C-003"
