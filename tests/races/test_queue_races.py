"""Desks draw tokens and call patients at the same moment: each token once, each patient once, in the queue's order.

The whole size, some minutes: `RACE_TOKENS=2000 RACE_WAITING=500 make t F=tests/races/test_queue_races.py`.
"""

import os
from typing import Any

import pytest

from tests.races.rounds import ROUNDS, Answer, outcomes
from tests.support.pool import DESKS, World

TOKENS = int(os.environ.get("RACE_TOKENS", "400"))
WAITING = int(os.environ.get("RACE_WAITING", "96"))

pytestmark = pytest.mark.more


@pytest.fixture
def staged(world: World) -> Any:
    return world.stage(roles=("manager",) * DESKS)


def at_once(world: World, staged: Any, verb: str, **job: Any) -> list[Answer]:
    """All desks, each with a patient of its own."""
    place = {"verb": verb, "department": staged["department"]}
    people = zip(staged["users"], staged["patients"], strict=True)
    return world.race([place | {"by": by, "patient": patient} | job for by, patient in people])


def visits(world: World, staged: Any, columns: str, order: str) -> list[tuple[Any, ...]]:
    table, place = "appointments_opdappointment", f"department_id = {staged['department']}"
    return world.rows(f"SELECT {columns} FROM {table} WHERE {place} ORDER BY {order}")


def numbers(tokens: list[str]) -> list[int]:
    return sorted(int(token.rpartition("-")[2]) for token in tokens)


def test_eight_desks_draw_tokens_without_holes_and_repeats(world, staged):
    answers = at_once(world, staged, "walk_in", times=TOKENS // DESKS)
    assert outcomes(answers) == {"ok": DESKS}
    drawn = [token for answer in answers for token in answer["tokens"]]
    assert numbers(drawn) == list(range(1, TOKENS + 1))
    assert sorted(drawn) == sorted(token for (token,) in visits(world, staged, "token", "id"))


def test_eight_desks_call_each_patient_once_and_in_the_queues_order(world, staged):
    at_once(world, staged, "walk_in", times=-(-WAITING // DESKS))
    waiting = [pk for (pk,) in visits(world, staged, "id", "start, id")]
    answers = at_once(world, staged, "call_next", times=WAITING)
    assert not outcomes(answers).keys() - {"ok", "empty"}  # a slow desk may find nobody left
    assert sorted(pk for answer in answers if answer["ok"] for pk in answer["ids"]) == sorted(waiting)
    assert [pk for (pk,) in visits(world, staged, "id", "called_at")] == waiting
    assert outcomes(at_once(world, staged, "call_next")) == {"empty": DESKS}
    assert set(visits(world, staged, "version, token_state", "id")) == {(2, "CALLED")}


def test_of_eight_desks_that_register_one_patient_seven_are_asked(world):
    for _ in range(ROUNDS):
        staged = world.stage(roles=("opd",) * DESKS)
        answers = at_once(world, staged, "walk_in", patient=staged["patients"][0], confirm=False)
        assert outcomes(answers) == {"ok": 1, "waiting": DESKS - 1}


def test_a_booked_patient_who_is_checked_in_at_eight_desks_gets_one_token(world):
    staged = world.stage(roles=("manager",) * DESKS, patients=ROUNDS)
    booked = world.alone("booked_today", doctor=staged["doctors"][0], patients=staged["patients"])
    check_in = {"verb": "token_status", "kind": "appointment", "status": "CHECKED_IN", "version": 1}
    drawn = []
    for pk in booked["ids"]:
        answers = world.race([check_in | {"by": by, "id": pk} for by in staged["users"]])
        assert outcomes(answers) == {"ok": 1, "stale": DESKS - 1}
        drawn += [answer["token"] for answer in answers if answer["ok"]]
    assert numbers(drawn) == list(range(1, ROUNDS + 1))


def test_a_patient_who_is_checked_in_and_walks_in_at_the_same_moment_stands_in_the_queue_once(world):
    staged = world.stage(roles=("manager",) * DESKS, patients=ROUNDS)
    booked = world.alone("booked_today", doctor=staged["doctors"][0], patients=staged["patients"])
    for pk, patient in zip(booked["ids"], staged["patients"], strict=True):
        check_in = {"verb": "token_status", "kind": "appointment", "id": pk, "status": "CHECKED_IN", "version": 1}
        walk_in = {"verb": "walk_in", "department": staged["department"], "patient": patient, "confirm": False}
        jobs = [(walk_in if desk % 2 else check_in) | {"by": by} for desk, by in enumerate(staged["users"])]
        assert not outcomes(world.race(jobs)).keys() - {"ok", "stale", "waiting"}
        [(tokens,)] = world.rows(
            "SELECT (SELECT COUNT(*) FROM appointments_appointment"
            f" WHERE patient_id = {patient} AND token <> '' AND status = 'CHECKED_IN')"
            f" + (SELECT COUNT(*) FROM appointments_opdappointment WHERE patient_id = {patient})"
        )
        assert tokens == 1


def test_a_patient_who_is_checked_in_while_another_token_ends_is_in_the_queue(world):
    staged = world.stage(roles=("manager",) * DESKS, patients=ROUNDS * 3)
    booked = world.alone("booked_today", doctor=staged["doctors"][0], patients=staged["patients"])
    for pk, patient in zip(booked["ids"], staged["patients"], strict=True):
        by, place = staged["users"][0], staged["department"]
        made = world.alone("walk_in", by=by, patient=patient, department=place)
        check_in = {"verb": "token_status", "kind": "appointment", "id": pk, "status": "CHECKED_IN", "version": 1}
        leave = {"verb": "token_step", "kind": "opd", "id": made["id"], "action": "left", "version": 1}
        jobs = [(leave if desk % 2 else check_in) | {"by": by} for desk, by in enumerate(staged["users"])]
        assert outcomes(world.race(jobs)) == {"ok": 2, "stale": DESKS - 2}
        [(token, state)] = world.rows(f"SELECT token, token_state FROM appointments_appointment WHERE id = {pk}")
        assert (token != "", state) == (True, "WAITING")


def test_a_day_that_is_closed_at_several_desks_while_patients_leave_is_closed_once(world, staged):
    """The calendar changes a status without the queue's lock."""
    at_once(world, staged, "walk_in", times=3)
    world.alone("walk_ins_of_yesterday", department=staged["department"])
    half = DESKS // 2
    ids = [pk for (pk,) in visits(world, staged, "id", "id")]
    leave = [
        {"verb": "token_status", "kind": "opd", "id": pk, "status": "LEFT", "version": 1, "by": by}
        for pk, by in zip(ids, staged["users"][:half], strict=False)
    ]
    close = [{"verb": "close_day", "by": by, "department": staged["department"]} for by in staged["users"][half:]]
    answers = world.race([*leave, *close])
    assert not outcomes(answers).keys() - {"ok", "stale"}
    left = sum(answer["ok"] for answer in answers[:half]) + sum(answer["left"] for answer in answers[half:])
    assert left == len(ids)
    assert set(visits(world, staged, "version, token_state, status", "id")) == {(2, "LEFT", "LEFT")}


def test_one_patient_is_called_by_one_desk(world, staged):
    for _ in range(ROUNDS):
        made = world.alone(
            "walk_in", by=staged["users"][0], patient=staged["patients"][0], department=staged["department"]
        )
        answers = at_once(world, staged, "token_step", kind="opd", id=made["id"], action="call", version=1)
        assert outcomes(answers) == {"ok": 1, "stale": DESKS - 1}


def test_a_patient_is_skipped_while_others_are_called(world, staged):
    by, place = staged["users"][0], {"department": staged["department"]}
    for _ in range(ROUNDS):
        at_once(world, staged, "walk_in")
        [absent] = world.alone("call_next", by=by, **place)["ids"]
        skip = {"verb": "token_step", "kind": "opd", "id": absent, "action": "skip", "version": 2}
        calls = [{"verb": "call_next", "by": each, **place} for each in staged["users"][1:]]
        skipped, *answers = world.race([skip | {"by": by}, *calls])
        assert skipped["ok"], skipped
        assert outcomes(answers) == {"ok": DESKS - 1}
        called = [pk for answer in answers for pk in answer["ids"]]
        assert len(set(called)) == DESKS - 1
        world.alone("call_next", by=by, **place)  # the absent one, or the last of the others
        assert {state for (state,) in visits(world, staged, "token_state", "id")} == {"CALLED"}


def test_a_patient_who_leaves_is_not_called(world, staged):
    """The calendar changes a status without the queue's lock."""
    place = {"department": staged["department"]}
    for _ in range(ROUNDS * 3):
        made = [answer["id"] for answer in at_once(world, staged, "walk_in")]
        ordered = [pk for (pk,) in visits(world, staged, "id", "start, id") if pk in made]
        half = DESKS // 2
        leave = [
            {"verb": "token_status", "kind": "opd", "id": pk, "status": "LEFT", "version": 1, "by": by}
            for pk, by in zip(ordered[:half], staged["users"][:half], strict=True)
        ]
        call = [{"verb": "call_next", "by": by, **place} for by in staged["users"][half:]]
        answers = world.race([*leave, *call])
        assert not outcomes(answers).keys() - {"ok", "stale"}
        called = {pk for answer in answers[half:] for pk in answer["ids"]}
        left = {pk for pk, answer in zip(ordered, answers[:half], strict=False) if answer["ok"]}
        assert len(called) == DESKS - half
        assert not called & left
        world.race([{"verb": "call_next", "by": staged["users"][0], "times": DESKS, **place}])
        assert outcomes(at_once(world, staged, "call_next")) == {"empty": DESKS}
