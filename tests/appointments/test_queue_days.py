"""A queue's day is the hospital's: midnight, and the night in which the clock goes back."""

from datetime import UTC, date, time, timedelta

import pytest

from appointments.exceptions import OtherDay
from appointments.hospital_time import at, iso
from appointments.services.queue.listing import lines_of
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, call_next, fresh, step, waits
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
