"""Everybody clicks at once: one wins, the others are told kindly, and the database stays true."""

import itertools
from collections import Counter
from typing import Any

import pytest

from tests.races.rounds import ROUNDS, Answer, later, told
from tests.support.pool import DESKS, World

people = itertools.count()

pytestmark = pytest.mark.more


def test_of_times_that_overlap_in_part_one_is_booked(world, morning):
    cast = world.stage()
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": cast["users"][desk],
                    "doctor": cast["doctors"][0],
                    "patient": cast["patients"][desk],
                    "start": later(morning(number), desk * 5),
                    "minutes": 60,
                }
                for desk in range(DESKS)
            ]
        )
        assert told(answers) == {"ok": 1, "clash": DESKS - 1}


def test_times_that_touch_are_all_booked(world, morning):
    cast = world.stage()
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": cast["users"][desk],
                    "doctor": cast["doctors"][0],
                    "patient": cast["patients"][desk],
                    "start": later(morning(number), desk * 15),
                }
                for desk in range(DESKS)
            ]
        )
        assert told(answers) == {"ok": DESKS}


def test_a_patient_is_booked_with_one_of_eight_doctors(world, morning):
    cast = world.stage(doctors=DESKS, patients=1)
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": by,
                    "doctor": doctor,
                    "patient": cast["patients"][0],
                    "start": later(morning(number), desk * 5),
                    "minutes": 60,
                }
                for desk, (by, doctor) in enumerate(zip(cast["users"], cast["doctors"], strict=True))
            ]
        )
        assert told(answers) == {"ok": 1, "clash": DESKS - 1}


def booked(world: World, cast: Any, patient: int, start: str, doctor: int = 0, **more: Any) -> Answer:
    job = {"by": cast["users"][0], "doctor": cast["doctors"][doctor], "patient": cast["patients"][patient]}
    return world.alone("book", start=start, **job, **more)


def test_two_reschedules_onto_each_other_are_both_refused(world, morning):
    cast = world.stage()
    by = cast["users"][0]
    for number in range(ROUNDS):
        places = [later(morning(number), n * 15) for n in range(DESKS)]
        rows = [booked(world, cast, n, place) for n, place in enumerate(places)]
        answers = world.race(
            [
                {"verb": "reschedule", "by": by, "id": row["id"], "version": 1, "start": places[n ^ 1]}
                for n, row in enumerate(rows)
            ]
        )
        assert told(answers) == {"clash": DESKS}


def test_reschedules_in_a_ring_leave_everybody_or_move_somebody_but_never_fail(world, morning):
    """Each goes to the next one's place; the last goes to a free one, so that any number may follow."""
    cast = world.stage()
    by = cast["users"][0]
    for number in range(ROUNDS):
        places = [later(morning(number), n * 15) for n in range(DESKS + 1)]
        rows = [booked(world, cast, n, place) for n, place in enumerate(places[:-1])]
        answers = world.race(
            [
                {"verb": "reschedule", "by": by, "id": row["id"], "version": 1, "start": places[n + 1]}
                for n, row in enumerate(rows)
            ]
        )
        assert set(told(answers)) <= {"ok", "clash"}
        assert answers[-1]["ok"]


def test_of_eight_moves_to_one_place_one_is_made(world, morning):
    cast = world.stage()
    for number in range(ROUNDS):
        rows = [booked(world, cast, n, later(morning(number), n * 15)) for n in range(DESKS)]
        target = later(morning(number), 300)
        answers = world.race(
            [
                {"verb": "reschedule", "by": by, "id": row["id"], "version": 1, "start": target}
                for by, row in zip(cast["users"], rows, strict=True)
            ]
        )
        assert told(answers) == {"ok": 1, "clash": DESKS - 1}


@pytest.mark.parametrize("statuses", [("CHECKED_IN", "CANCELLED"), ("CHECKED_IN", "CHECKED_IN")])
def test_of_many_who_move_a_state_one_wins(world, morning, statuses):
    cast = world.stage()
    for number in range(ROUNDS):
        row = booked(world, cast, 0, morning(number))
        jobs = [
            {"verb": "change_status", "by": by, "id": row["id"], "version": 1, "status": statuses[desk % 2]}
            for desk, by in enumerate(cast["users"])
        ]
        assert told(world.race(jobs)) == {"ok": 1, "stale": DESKS - 1}


def test_a_cancelled_time_comes_back_to_one_of_those_who_want_it(world, morning):
    """Cancelled rows of one time are put back while others book it anew."""
    cast = world.stage()
    for number in range(ROUNDS):
        rows = []
        for patient in range(DESKS // 2):
            row = booked(world, cast, patient, morning(number))
            rows.append(world.alone("change_status", by=cast["users"][0], id=row["id"], version=1, status="CANCELLED"))
        jobs: list[Answer] = [
            {"verb": "change_status", "by": cast["users"][0], "id": row["id"], "version": 2, "status": "SCHEDULED"}
            for row in rows
        ]
        jobs += [
            {
                "verb": "book",
                "by": by,
                "doctor": cast["doctors"][0],
                "patient": patient,
                "start": morning(number),
            }
            for by, patient in list(zip(cast["users"], cast["patients"], strict=True))[DESKS // 2 :]
        ]
        assert told(world.race(jobs)) == {"ok": 1, "clash": DESKS - 1}


def test_nobody_is_booked_into_time_off_that_is_being_entered(world, morning):
    """Either the manager is told of the patient, or the patient is told of the leave; never neither."""
    cast = world.stage(roles=("manager", *("reception",) * (DESKS - 1)))
    doctor = cast["doctors"][0]
    seen: Counter[str] = Counter()
    for number in range(ROUNDS * 2):
        start = morning(number)
        verb = ("enter", "enter_in_the_admin")[number // 2 % 2]
        jobs: list[Answer] = [
            {"verb": verb, "by": cast["users"][0], "doctor": doctor, "start": start, "end": later(start, 180)}
        ]
        jobs += [
            {
                "verb": "book",
                "by": cast["users"][desk],
                "doctor": doctor,
                "patient": cast["patients"][desk],
                "start": later(start, desk * 15),
            }
            for desk in range(1, DESKS)
        ]
        if number % 2:
            jobs = jobs[1:] + jobs[:1]
        answers = world.race(jobs)
        leave = next(answer for answer, job in zip(answers, jobs, strict=True) if job["verb"] == verb)
        bookings = told([answer for answer in answers if answer is not leave])
        assert told([leave]) in ({"ok": 1}, {"clash": 1})
        assert set(bookings) <= {"ok", "closed"}
        assert not (leave["ok"] and bookings["ok"]), "booked into time off, and the manager was not asked"
        assert leave["ok"] or bookings["ok"]
        seen[told([leave]).most_common()[0][0]] += 1
    assert sum(seen.values()) == ROUNDS * 2


def test_a_patient_moves_or_the_time_off_is_stale(world, morning):
    """Twenty patients are moved away in one transaction while desks reschedule some of them."""
    cast = world.stage(patients=20, roles=("manager", *("reception",) * (DESKS - 1)))
    doctor = cast["doctors"][0]
    for number in range(ROUNDS // 2):
        start = morning(number * 4)
        ids = [booked(world, cast, n, later(start, n * 15))["id"] for n in range(20)]
        choices = {str(pk): [1, later(start, 24 * 60 + n * 15)] for n, pk in enumerate(ids)}
        leave: Answer = {"verb": "enter", "by": cast["users"][0], "doctor": doctor, "choices": choices}
        jobs = [leave | {"start": start, "end": later(start, 300)}]
        jobs += [
            {
                "verb": "reschedule",
                "by": cast["users"][desk],
                "id": ids[-desk],
                "version": 1,
                "start": later(start, 48 * 60 + desk * 15),
            }
            for desk in range(1, DESKS)
        ]
        answers = world.race(jobs)
        assert set(told(answers)) <= {"ok", "stale"}
        # Whom a desk moved away first is not in the time off any more; everybody else is moved with it.
        listed = ", ".join(map(str, ids))
        versions = Counter(
            version for (version,) in world.rows(f"SELECT version FROM appointments_appointment WHERE id IN ({listed})")
        )
        by_desks = told(answers[1:])["ok"]
        assert versions == (Counter({2: 20}) if answers[0]["ok"] else Counter({2: by_desks, 1: 20 - by_desks}))


def test_the_cap_of_overbooking_holds(world, morning):
    cast = world.stage(patients=DESKS + 1, roles=("manager",) * DESKS)
    for number in range(ROUNDS):
        booked(world, cast, DESKS, morning(number))
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": by,
                    "doctor": cast["doctors"][0],
                    "patient": patient,
                    "start": morning(number),
                    "overbook": True,
                    "reason": "Today",
                }
                for by, patient in zip(cast["users"], cast["patients"][:DESKS], strict=True)
            ]
        )
        assert told(answers) == {"ok": 2, "clash": DESKS - 2}


def test_overbooking_an_empty_time_at_once_gives_one_ordinary_booking_and_the_cap(world, morning):
    cast = world.stage(roles=("manager",) * DESKS)
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": by,
                    "doctor": cast["doctors"][0],
                    "patient": patient,
                    "start": morning(number),
                    "overbook": True,
                    "reason": "Today",
                }
                for by, patient in zip(cast["users"], cast["patients"], strict=True)
            ]
        )
        assert told(answers) == {"ok": 3, "clash": DESKS - 3}


def test_one_key_books_once_and_everybody_gets_the_same_answer(world, morning):
    cast = world.stage(roles=("reception",))
    for number in range(ROUNDS):
        job = {
            "verb": "once",
            "by": cast["users"][0],
            "doctor": cast["doctors"][0],
            "patient": cast["patients"][0],
            "start": morning(number),
            "key": f"key-{number}",
        }
        answers = world.race([job] * DESKS)
        assert told(answers) == {"ok": DESKS}
        assert len({answer["id"] for answer in answers}) == 1


def test_a_key_whose_first_call_does_not_end_is_waited_for_and_then_told_so(world, morning):
    cast = world.stage(roles=("reception",))
    by, place = cast["users"][0], {"doctor": cast["doctors"][0], "patient": cast["patients"][0]}
    job = {"verb": "once", "by": by, "start": morning(0), "key": "slow", "wait": 300, **place}
    claim = (
        "INSERT INTO appointments_idempotencykey (user_id, key, fingerprint, status, answer, created_at)"
        f" VALUES ({by}, 'slow', 'same', 0, '', CURRENT_TIMESTAMP)"
    )
    with world.unfinished(claim):
        assert told(world.race([job])) == {"idempotency": 1}
    assert told(world.race([job])) == {"ok": 1}


def test_a_patient_who_is_renamed_gets_a_token_at_the_same_time(world, morning):
    """A token's foreign key is looked up at its commit, when it has the counters that the renaming wants."""
    cast = world.stage(roles=("manager",) * DESKS)
    booked(world, cast, 0, morning(0))
    patient = cast["patients"][0]
    for number in range(ROUNDS * 3):
        jobs = [
            {"verb": "rename", "by": by, "patient": patient, "name": f"Name {number} {desk}"}
            if desk % 2
            else {"verb": "walk_in", "by": by, "patient": patient, "department": cast["department"]}
            for desk, by in enumerate(cast["users"])
        ]
        assert told(world.race(jobs)) == {"ok": DESKS}


def test_one_slot_is_held_once(world, morning):
    cast = world.stage()
    for number in range(ROUNDS):
        answers = world.race(
            [{"verb": "hold", "by": by, "doctor": cast["doctors"][0], "start": morning(number)} for by in cast["users"]]
        )
        assert told(answers) == {"ok": 1, "held": DESKS - 1}


def test_a_slot_is_held_by_one_or_booked_by_another(world, morning):
    """A hold that is given for a time which is being booked would promise what is gone."""
    cast = world.stage()
    for number in range(ROUNDS):
        jobs: list[Answer] = [
            {
                "verb": "hold" if desk % 2 else "book",
                "by": cast["users"][desk],
                "doctor": cast["doctors"][0],
                "patient": cast["patients"][desk],
                "start": morning(number),
            }
            for desk in range(DESKS)
        ]
        outcome = told(world.race(jobs))
        assert outcome["ok"] == 1
        assert set(outcome) <= {"ok", "held", "clash"}


def test_one_patient_at_eight_desks_is_registered_once(world):
    cast = world.stage(patients=0)
    for number in range(ROUNDS):
        person = {"name": f"Elena Novak {cast['department']}-{number}", "birth_date": "1990-02-01"}
        answers = world.race(
            [
                # Each desk is given another phone number: name and birth date alone must be enough.
                {"verb": "register", "by": by, "phone": f"+91 {cast['department']} {number:03d} {desk}", **person}
                for desk, by in enumerate(cast["users"])
            ]
        )
        assert told(answers) == {"ok": 1, "duplicate": DESKS - 1}
    numbers = given_mrns(world)
    assert numbers == list(range(1, len(numbers) + 1))


def given_mrns(world: World) -> list[int]:
    """All but those of `stage`."""
    rows = world.rows("SELECT mrn FROM appointments_patient WHERE mrn NOT LIKE 'R%'")
    return sorted(int(mrn) for (mrn,) in rows)


def somebody() -> Answer:
    """A person whom no other test registers."""
    number = next(people)
    return {"name": f"Person {number}", "phone": f"98 7{number:07d}", "birth_date": "1990-02-01"}


def test_numbers_that_are_typed_while_desks_register_are_passed_over(world):
    cast = world.stage(patients=0)
    for _ in range(ROUNDS):
        before = given_mrns(world)
        following = len(before) + 1
        jobs = [
            {"verb": "type_mrn", "mrn": f"{following + desk // 2:06d}", **somebody()}
            if desk % 2
            else {"verb": "register", "by": by, **somebody()}
            for desk, by in enumerate(cast["users"])
        ]
        answers = world.race(jobs)
        assert told(answers) == {"ok": DESKS}
        added = sum(answer["id"] is not None for answer in answers)
        assert given_mrns(world) == list(range(1, len(before) + added + 1))


@pytest.mark.parametrize(("end", "passed_over"), [("COMMIT", 1), ("ROLLBACK", 0)])
def test_a_number_that_is_being_typed_is_waited_for(world, end, passed_over):
    """Taken if the other transaction commits; given, without a hole, if it does not."""
    cast = world.stage(patients=1)
    following = len(given_mrns(world)) + 1
    typed = f"UPDATE appointments_patient SET mrn = '{following:06d}' WHERE id = {cast['patients'][0]}"
    with world.unfinished(typed, end):
        world.desks[0].send({"at": 0, "verb": "register", "by": cast["users"][0], **somebody()})
        world.wait_for_the_lock()
    answer = world.desks[0].answer()

    assert answer["ok"], answer
    assert world.rows(f"SELECT mrn FROM appointments_patient WHERE id = {answer['id']}") == [
        (f"{following + passed_over:06d}",)
    ]


def test_tokens_of_eight_desks_have_neither_hole_nor_repeat(world):
    cast = world.stage(roles=("opd",) * DESKS)
    given: list[str] = []
    for _ in range(ROUNDS):
        answers = world.race(
            [
                {"verb": "walk_in", "by": by, "patient": patient, "department": cast["department"]}
                for by, patient in zip(cast["users"], cast["patients"], strict=True)
            ]
        )
        assert told(answers) == {"ok": DESKS}
        given += [answer["token"] for answer in answers]
    assert sorted(int(token.rpartition("-")[2]) for token in given) == list(range(1, ROUNDS * DESKS + 1))
