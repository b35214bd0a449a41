"""How long each patient is likely to wait; without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from appointments.models import Priority, TokenState
from appointments.services.queue.estimates import ENOUGH, estimates, visit_length
from appointments.services.queue.order import Entry, waiting

NOW = datetime(2026, 3, 10, 10, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def entry(pk: int, **changes: Any) -> Entry:
    """A walk-in of any doctor, in the order of `pk`."""
    arrival = ago(60 - pk)
    made = Entry(
        kind="opd",
        pk=pk,
        token=str(pk),
        state=TokenState.WAITING,
        priority=Priority.NORMAL,
        doctor=None,
        start=arrival,
        end=arrival + QUARTER,
        arrival=arrival,
        since=arrival,
    )
    return replace(made, **changes)


def finished(pk: int, took: float, doctor: int = 1, ended: float = 5) -> Entry:
    """A visit that ended five minutes ago, so many minutes after the call."""
    return entry(
        pk,
        state=TokenState.DONE,
        doctor=doctor,
        called_at=ago(ended + took),
        served_at=ago(ended + took / 2),
        since=ago(ended),
    )


def expected(entries: list[Entry], doctors: list[int] | None) -> dict[int, tuple[int, int]]:
    return {pk: found for (_kind, pk), found in estimates(entries, doctors, NOW).items()}


def test_a_range_is_rounded_to_five_minutes_and_holds_the_expected_wait():
    found = expected([entry(pk) for pk in range(8)], [1])
    assert sorted(found) == list(range(8))
    for pk, (low, high) in found.items():
        assert (low % 5, high % 5) == (0, 0)
        assert low <= 15 * pk <= high
        assert low < high


def test_who_waits_longer_is_not_told_less():
    found = list(expected([entry(pk) for pk in range(8)], [1, 2]).values())
    assert found == sorted(found)


def test_two_open_rooms_halve_the_wait():
    entries = [entry(pk) for pk in range(9)]
    assert expected(entries, [1, 2])[8] == expected(entries, [1])[4]


def test_without_an_open_room_there_is_no_estimate():
    assert expected([entry(1)], []) == {}


def test_without_the_own_doctors_open_room_there_is_none():
    assert sorted(expected([entry(1, doctor=1), entry(2, doctor=2), entry(3)], [2])) == [2, 3]


def test_a_department_without_rooms_counts_those_who_called_lately():
    calls = [finished(pk, 10, doctor=pk) for pk in (1, 2)]
    waits = [entry(pk) for pk in range(10, 14)]
    assert expected(waits, None) == {}
    assert expected([*calls, *waits], None) == expected([*calls, *waits], [1, 2])


@pytest.mark.parametrize(("idle", "known"), [(29, True), (45, True), (46, False)])
def test_where_a_queue_stands_still_there_is_no_estimate(idle, known):
    last = entry(1, state=TokenState.DONE, called_at=ago(idle), served_at=ago(idle), since=ago(1))
    assert bool(expected([last, entry(2)], [1])) == known


def test_a_queue_that_was_empty_for_long_does_not_stand_still():
    last = entry(1, state=TokenState.DONE, called_at=ago(90), served_at=ago(90), since=ago(80))
    assert expected([last, entry(2, arrival=ago(1), start=ago(1))], [1])


def test_a_doctor_whose_patient_was_called_long_ago_is_not_counted_on():
    busy = entry(1, state=TokenState.SERVING, doctor=1, called_at=ago(46), served_at=ago(45), since=ago(45))
    other = entry(2, state=TokenState.SERVING, doctor=2, called_at=ago(1), served_at=ago(1), since=ago(1))
    waits = [entry(3, doctor=1), entry(4, doctor=2), entry(5)]
    assert expected([busy, other, *waits], [1, 2]) == expected([other, *waits], [2])
    assert 3 not in expected([busy, other, *waits], [1, 2])


def test_who_is_early_is_overtaken_by_those_who_come_until_the_appointment():
    came = [finished(pk, 10, doctor=1 + pk % 2) for pk in range(10)]
    waits = [entry(pk) for pk in range(20, 26)]
    in_time = entry(30, kind="appointment", doctor=1, start=NOW, end=NOW + QUARTER, arrival=ago(5))
    early = replace(in_time, start=NOW + 2 * QUARTER, end=NOW + 3 * QUARTER)
    (_, soon), (_, later) = (expected([*came, *waits, each], [1, 2])[30] for each in (in_time, early))
    assert later > soon


def test_who_is_early_for_an_idle_doctor_is_called_at_once():
    early = entry(1, kind="appointment", doctor=1, start=NOW + QUARTER, end=NOW + 2 * QUARTER, arrival=ago(1))
    assert expected([early], [1])[1][0] == 0


def test_a_patient_of_one_doctor_is_told_a_wider_range():
    waits = [entry(pk) for pk in range(4)]
    wide, narrow = (expected([*waits, entry(9, doctor=doctor)], [1])[9] for doctor in (1, None))
    assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]
    assert wide != narrow


def test_before_the_first_call_of_the_day_there_is_one():
    assert expected([entry(1)], [1])


def test_with_five_visits_of_today_their_median_counts_else_the_plan():
    visits = [finished(pk, took) for pk, took in enumerate([2, 4, 6, 8, 60])]
    queue = waiting([entry(10)])
    assert visit_length(visits[:ENOUGH], queue) == timedelta(minutes=6)
    assert visit_length(visits[: ENOUGH - 1], queue) == QUARTER
    assert visit_length([], []) == QUARTER


def test_of_the_visits_the_last_ten_count():
    old = [finished(pk, 30, ended=100) for pk in range(10)]
    new = [finished(pk + 20, 4, ended=10 - pk * 0.1) for pk in range(10)]
    assert visit_length([*new, *old], []) == timedelta(minutes=4)


def test_whom_the_doctor_sees_is_waited_for():
    alone = expected([entry(9)], [1])[9]
    served = entry(1, state=TokenState.SERVING, doctor=1, called_at=ago(2), served_at=ago(1), since=ago(1))
    called = entry(2, state=TokenState.CALLED, doctor=1, called_at=ago(1), since=ago(1))
    assert alone < expected([served, entry(9)], [1])[9] < expected([served, called, entry(9)], [1])[9]


def test_a_visit_that_takes_longer_than_expected_may_end_at_any_time():
    long = entry(1, state=TokenState.SERVING, doctor=1, called_at=ago(21), served_at=ago(20), since=ago(20))
    low, high = expected([long, entry(9)], [1])[9]
    assert low == 0
    assert high <= 15


def test_who_was_not_there_is_told_the_wait_behind_three_others():
    skipped = entry(1, state=TokenState.SKIPPED, called_at=ago(2), since=ago(1))
    found = expected([skipped, *(entry(pk) for pk in range(2, 7))], [1])
    assert found[1] == found[5] or found[4] <= found[1] <= found[5]


def test_those_who_are_called_or_served_are_told_nothing():
    there = [entry(1, state=state, called_at=ago(1), served_at=ago(1)) for state in (TokenState.CALLED, "SERVING")]
    assert expected(there, [1]) == {}
