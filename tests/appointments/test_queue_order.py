"""The order of a queue, without a database: classes, times, who was not there, whom a doctor sees."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from appointments.models import Priority, TokenState
from appointments.services.queue import order
from appointments.services.queue.order import Entry

NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
WAITING, CALLED, SERVING, DONE, SKIPPED, LEFT = TokenState


def minutes(number: int) -> datetime:
    """So many minutes after nine."""
    return NINE + timedelta(minutes=number)


def entry(token: str, arrival: int = 0, *, booked: int | None = None, **changes: Any) -> Entry:
    """A walk-in, or a patient who is booked; times in minutes after nine."""
    start = minutes(arrival if booked is None else booked)
    made = Entry(
        kind="opd" if booked is None else "appointment",
        pk=int(token, 36),
        token=token,
        state=WAITING,
        priority=Priority.NORMAL,
        doctor=None,
        start=start,
        end=start + QUARTER,
        arrival=minutes(arrival),
        since=minutes(arrival),
    )
    return replace(made, **changes)


def skipped(token: str, at: int, **changes: Any) -> Entry:
    """Called a minute before, and not there."""
    return entry(token, state=SKIPPED, since=minutes(at), called_at=minutes(at - 1), **changes)


def called(token: str, at: int, **changes: Any) -> Entry:
    return entry(token, **({"state": CALLED, "since": minutes(at), "called_at": minutes(at)} | changes))


def tokens(*entries: Entry) -> str:
    return " ".join(each.token for each in order.waiting(entries))


def test_walk_ins_are_called_in_the_order_of_their_arrival():
    assert tokens(entry("b", 5), entry("c", 9), entry("a", 1)) == "a b c"


@pytest.mark.parametrize(
    ("arrival", "place"),
    [(-30, "a x b"), (0, "a x b"), (10, "a x b"), (11, "a x b"), (15, "a x b"), (21, "a b x")],
    ids=["early", "earlier than the first", "on time", "a minute late", "late", "later than the next"],
)
def test_a_booked_patient_counts_from_the_start_or_from_a_late_arrival(arrival, place):
    assert tokens(entry("a", 9), entry("x", arrival, booked=10), entry("b", 20)) == place


@pytest.mark.parametrize(
    ("priority", "place"),
    [("emergency", "x a b"), ("pregnant", "a x b"), ("elderly", "a x b"), ("normal", "a b x")],
)
def test_the_priority_class_counts_before_the_time(priority, place):
    before = entry("a", 3, priority=Priority.ELDERLY), entry("b", 1)
    assert tokens(*before, entry("x", 30, priority=priority)) == place


def test_pregnant_and_elderly_are_one_class():
    assert tokens(entry("a", 2, priority="pregnant"), entry("b", 1, priority="elderly")) == "b a"


def test_equal_times_have_one_order_however_the_rows_come():
    entries = [entry("a", 5), entry("b", 5), entry("c", 0, booked=5), entry("d", 5)]
    found = {tokens(*random.Random(seed).sample(entries, 4)) for seed in range(20)}
    assert found == {"c a b d"}


@pytest.mark.parametrize("state", [CALLED, SERVING, DONE, LEFT])
def test_only_those_who_wait_or_were_not_there_are_called(state):
    assert tokens(entry("a"), entry("x", state=state)) == "a"


def test_who_was_not_there_comes_behind_the_next_three():
    crowd = [entry(token, number) for number, token in enumerate("abcde", start=1)]
    assert tokens(*crowd, skipped("x", 10)) == "a b c x d e"


@pytest.mark.parametrize(("calls", "place"), [(1, "a b x c"), (2, "a x b c"), (3, "x a b c"), (4, "x a b c")])
def test_each_call_of_another_patient_brings_them_nearer(calls, place):
    since = [called(token, 11 + number) for number, token in enumerate("pqrs"[:calls])]
    assert tokens(*(entry(token, number) for number, token in enumerate("abc")), skipped("x", 10), *since) == place


@pytest.mark.parametrize("state", [SERVING, DONE, LEFT, SKIPPED])
def test_a_call_counts_whatever_became_of_the_patient(state):
    gone = called("p", 11, state=state, since=minutes(12))
    assert order.calls_to_come(skipped("x", 10), [gone]) == 2


def test_a_visit_that_began_without_a_call_counts_as_one():
    served = entry("p", state=SERVING, since=minutes(11), served_at=minutes(11))
    assert order.calls_to_come(skipped("x", 10), [served]) == 2


def test_calls_from_before_do_not_count():
    before = called("p", 9), called("q", 5, state=DONE, since=minutes(20), served_at=minutes(12))
    assert order.calls_to_come(skipped("x", 10), before) == 3


def test_the_own_call_does_not_count():
    x = skipped("x", 10)
    assert order.calls_to_come(x, [x]) == 3


def test_a_walk_in_and_an_appointment_of_one_number_are_two():
    x = skipped("x", 10)
    other = replace(called("x", 11), kind="appointment")
    assert order.calls_to_come(x, [x, other]) == 2


def test_who_was_not_there_waits_behind_those_of_the_same_doctor_alone():
    x = skipped("x", 10, doctor=1)
    crowd = [
        entry(token, number, doctor=doctor)
        for number, (token, doctor) in enumerate(zip("abcdef", [2, 1] * 3, strict=True))
    ]
    assert tokens(*crowd, x) == "a b c d e f x"
    assert order.calls_to_come(x, [called("p", 11, doctor=2), called("q", 11, doctor=1), called("r", 11)]) == 1


def test_with_fewer_than_three_others_they_come_last_and_may_be_called_at_once():
    assert tokens(entry("a", 1), skipped("x", 10)) == "a x"
    found = order.next_for(None, [skipped("x", 10)])
    assert found is not None
    assert found.token == "x"


def test_two_who_were_not_there_keep_the_order_in_which_they_were_called():
    crowd = [entry(token, number) for number, token in enumerate("abcd")]
    assert tokens(*crowd, skipped("y", 11), skipped("x", 10)) == "a b c x y d"


@pytest.mark.parametrize(("doctor", "token"), [(None, "a"), (1, "b"), (2, "a"), (3, "b")])
def test_a_doctor_gets_the_own_patients_and_those_of_any_doctor(doctor, token):
    found = order.next_for(doctor, [entry("a", 1, doctor=2), entry("b", 2), entry("c", 3, doctor=1)])
    assert found is not None
    assert found.token == token


def test_nobody_is_next_where_all_wait_for_others():
    assert order.next_for(1, [entry("a", doctor=2), called("b", 1)]) is None


@pytest.mark.parametrize(("token", "ahead"), [("a", 0), ("b", 1), ("c", 1), ("d", 3)])
def test_ahead_are_those_whom_the_same_doctor_may_see(token, ahead):
    queue = [entry("a", 1, doctor=2), entry("b", 2), entry("c", 3, doctor=1), entry("d", 4)]
    assert order.ahead_at([each.token for each in queue].index(token), queue) == ahead
