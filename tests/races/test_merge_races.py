"""Records are merged while other desks book, rename, give tokens and merge the other way.

`world.broken()`, which is checked after each test, holds that no visit stays with a merged record.
"""

from typing import Any

import pytest

from tests.races.rounds import ROUNDS, Answer, later, outcomes
from tests.support.pool import DESKS

pytestmark = pytest.mark.more

MANAGERS = ("manager",) * DESKS


def merge(staged: Any, desk: int, patient: int, into: int) -> Answer:
    people = staged["patients"]
    return {"verb": "merge", "by": staged["users"][desk], "patient": people[patient], "into": people[into]}


def test_a_patient_is_booked_before_the_merge_or_not_at_all(world, morning):
    for number in range(ROUNDS):
        staged = world.stage(doctors=DESKS, patients=2, roles=MANAGERS)
        jobs: list[Answer] = [merge(staged, 0, patient=0, into=1)]
        jobs += [
            {
                "verb": "book",
                "by": staged["users"][desk],
                "doctor": staged["doctors"][desk],
                "patient": staged["patients"][0],
                "start": later(morning(number), desk * 15),
            }
            for desk in range(1, DESKS)
        ]
        answers = world.race(jobs[number % DESKS :] + jobs[: number % DESKS])
        assert set(outcomes(answers)) <= {"ok", "merged"}


def test_a_merge_and_bookings_at_the_same_time_leave_no_overlap(world, morning):
    """Both records are booked for the same time: one of both, or the merge, is refused."""
    for number in range(ROUNDS):
        staged = world.stage(doctors=2, patients=2, roles=MANAGERS)
        jobs: list[Answer] = [merge(staged, 0, patient=0, into=1)]
        jobs += [
            {
                "verb": "book",
                "by": staged["users"][desk],
                "doctor": staged["doctors"][desk - 1],
                "patient": staged["patients"][desk - 1],
                "start": morning(number),
            }
            for desk in (1, 2)
        ]
        answers = world.race(jobs[number % 3 :] + jobs[: number % 3])
        assert set(outcomes(answers)) <= {"ok", "merged", "clash"}


def test_tokens_names_and_a_merge_at_the_same_time(world, morning):
    for _ in range(ROUNDS):
        staged = world.stage(patients=2, roles=MANAGERS)
        by, patient = staged["users"], staged["patients"][0]
        jobs: list[Answer] = [merge(staged, 0, patient=0, into=1)]
        jobs += [
            {"verb": "walk_in", "by": by[desk], "patient": patient, "department": staged["department"]}
            if desk % 2
            else {"verb": "rename", "by": by[desk], "patient": patient, "name": f"Name {desk}"}
            for desk in range(1, DESKS)
        ]
        assert set(outcomes(world.race(jobs))) <= {"ok", "merged"}


def test_two_records_are_merged_in_one_direction_once(world):
    for _ in range(ROUNDS):
        staged = world.stage(patients=2, roles=MANAGERS)
        jobs = [merge(staged, desk, patient=desk % 2, into=1 - desk % 2) for desk in range(DESKS)]
        assert outcomes(world.race(jobs)) == {"ok": 1, "merged": DESKS - 1}


def test_merges_in_a_ring_leave_one_record(world):
    for _ in range(ROUNDS):
        staged = world.stage(roles=MANAGERS)
        jobs = [merge(staged, desk, patient=desk, into=(desk + 1) % DESKS) for desk in range(DESKS)]
        outcome = outcomes(world.race(jobs))
        assert set(outcome) <= {"ok", "merged"}
        people = ", ".join(map(str, staged["patients"]))
        left = world.rows(f"SELECT id FROM appointments_patient WHERE merged_into_id IS NULL AND id IN ({people})")
        assert len(left) == DESKS - outcome["ok"] >= 1


def test_a_record_is_separated_once_while_others_book(world, morning):
    for number in range(ROUNDS):
        staged = world.stage(doctors=DESKS, patients=2, roles=MANAGERS)
        by, [patient, into] = staged["users"], staged["patients"]
        first = {"by": by[0], "doctor": staged["doctors"][0], "patient": patient, "start": morning(number)}
        visit = world.alone("book", **first)["id"]
        world.alone("merge", by=by[0], patient=patient, into=into)
        jobs: list[Answer] = [
            {"verb": "unmerge", "by": by[desk], "patient": patient}
            if desk % 2
            else {
                "verb": "book",
                "by": by[desk],
                "doctor": staged["doctors"][desk],
                "patient": into,
                "start": later(morning(number), 15 + desk * 15),
            }
            for desk in range(DESKS)
        ]
        assert outcomes(world.race(jobs)) == {"ok": 1 + DESKS // 2, "invalid": DESKS // 2 - 1}
        assert world.rows(f"SELECT patient_id FROM appointments_appointment WHERE id = {visit}") == [(patient,)]
