"""Desks act at the same moment: one wins, the others are refused, and the database stays consistent."""

import itertools
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from tests.races.rounds import ROUNDS, Answer, later, outcomes
from tests.support.pool import DESKS, World

people = itertools.count()

pytestmark = pytest.mark.more


def test_of_partly_overlapping_times_one_is_booked(world, morning):
    staged = world.stage()
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": staged["users"][desk],
                    "doctor": staged["doctors"][0],
                    "patient": staged["patients"][desk],
                    "start": later(morning(number), desk * 5),
                    "minutes": 60,
                }
                for desk in range(DESKS)
            ]
        )
        assert outcomes(answers) == {"ok": 1, "clash": DESKS - 1}


def test_times_that_touch_are_all_booked(world, morning):
    staged = world.stage()
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": staged["users"][desk],
                    "doctor": staged["doctors"][0],
                    "patient": staged["patients"][desk],
                    "start": later(morning(number), desk * 15),
                }
                for desk in range(DESKS)
            ]
        )
        assert outcomes(answers) == {"ok": DESKS}


def test_a_patient_is_booked_with_one_of_eight_doctors(world, morning):
    staged = world.stage(doctors=DESKS, patients=1)
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": by,
                    "doctor": doctor,
                    "patient": staged["patients"][0],
                    "start": later(morning(number), desk * 5),
                    "minutes": 60,
                }
                for desk, (by, doctor) in enumerate(zip(staged["users"], staged["doctors"], strict=True))
            ]
        )
        assert outcomes(answers) == {"ok": 1, "clash": DESKS - 1}


def booked(world: World, staged: Any, patient: int, start: str, doctor: int = 0, **more: Any) -> Answer:
    job = {"by": staged["users"][0], "doctor": staged["doctors"][doctor], "patient": staged["patients"][patient]}
    return world.alone("book", start=start, **job, **more)


def test_two_reschedules_onto_each_other_are_both_refused(world, morning):
    staged = world.stage()
    by = staged["users"][0]
    for number in range(ROUNDS):
        places = [later(morning(number), n * 15) for n in range(DESKS)]
        rows = [booked(world, staged, n, place) for n, place in enumerate(places)]
        answers = world.race(
            [
                {"verb": "reschedule", "by": by, "id": row["id"], "version": 1, "start": places[n ^ 1]}
                for n, row in enumerate(rows)
            ]
        )
        assert outcomes(answers) == {"clash": DESKS}


def test_reschedules_in_a_ring_are_made_or_refused_and_never_fail(world, morning):
    """Each takes the time of the next; the last takes a free time, so any number of them may succeed."""
    staged = world.stage()
    by = staged["users"][0]
    for number in range(ROUNDS):
        places = [later(morning(number), n * 15) for n in range(DESKS + 1)]
        rows = [booked(world, staged, n, place) for n, place in enumerate(places[:-1])]
        answers = world.race(
            [
                {"verb": "reschedule", "by": by, "id": row["id"], "version": 1, "start": places[n + 1]}
                for n, row in enumerate(rows)
            ]
        )
        assert set(outcomes(answers)) <= {"ok", "clash"}
        assert answers[-1]["ok"]


def test_of_eight_reschedules_to_one_time_one_is_made(world, morning):
    staged = world.stage()
    for number in range(ROUNDS):
        rows = [booked(world, staged, n, later(morning(number), n * 15)) for n in range(DESKS)]
        target = later(morning(number), 300)
        answers = world.race(
            [
                {"verb": "reschedule", "by": by, "id": row["id"], "version": 1, "start": target}
                for by, row in zip(staged["users"], rows, strict=True)
            ]
        )
        assert outcomes(answers) == {"ok": 1, "clash": DESKS - 1}


@pytest.mark.parametrize("statuses", [("CHECKED_IN", "CANCELLED"), ("CHECKED_IN", "CHECKED_IN")])
def test_of_many_changes_of_one_status_one_is_made(world, statuses):
    """Of appointments of today, which are checked in without a question: booked by a manager, in the past too."""
    staged = world.stage(roles=("manager",) * DESKS)
    midnight = world.day(0, hour=0)
    for number in range(ROUNDS):
        row = booked(world, staged, 0, later(midnight, number), minutes=1, reason="Race")
        jobs = [
            {"verb": "change_status", "by": by, "id": row["id"], "version": 1, "status": statuses[desk % 2]}
            for desk, by in enumerate(staged["users"])
        ]
        assert outcomes(world.race(jobs)) == {"ok": 1, "stale": DESKS - 1}


def test_a_cancelled_time_is_given_to_one_desk(world, morning):
    """Cancellations of one time are undone while other desks book it."""
    staged = world.stage()
    for number in range(ROUNDS):
        rows = []
        for patient in range(DESKS // 2):
            row = booked(world, staged, patient, morning(number))
            rows.append(
                world.alone("change_status", by=staged["users"][0], id=row["id"], version=1, status="CANCELLED")
            )
        jobs: list[Answer] = [
            {"verb": "change_status", "by": staged["users"][0], "id": row["id"], "version": 2, "status": "SCHEDULED"}
            for row in rows
        ]
        jobs += [
            {
                "verb": "book",
                "by": by,
                "doctor": staged["doctors"][0],
                "patient": patient,
                "start": morning(number),
            }
            for by, patient in list(zip(staged["users"], staged["patients"], strict=True))[DESKS // 2 :]
        ]
        assert outcomes(world.race(jobs)) == {"ok": 1, "clash": DESKS - 1}


def test_no_patient_is_booked_into_time_off_that_is_being_entered(world, morning):
    """Either the time off is refused because of the patient, or the booking because of the time off."""
    staged = world.stage(roles=("manager", *("reception",) * (DESKS - 1)))
    doctor = staged["doctors"][0]
    seen: Counter[str] = Counter()
    for number in range(ROUNDS * 2):
        start = morning(number)
        verb = ("enter", "enter_in_the_admin")[number // 2 % 2]
        jobs: list[Answer] = [
            {"verb": verb, "by": staged["users"][0], "doctor": doctor, "start": start, "end": later(start, 180)}
        ]
        jobs += [
            {
                "verb": "book",
                "by": staged["users"][desk],
                "doctor": doctor,
                "patient": staged["patients"][desk],
                "start": later(start, desk * 15),
            }
            for desk in range(1, DESKS)
        ]
        if number % 2:
            jobs = jobs[1:] + jobs[:1]
        answers = world.race(jobs)
        leave = next(answer for answer, job in zip(answers, jobs, strict=True) if job["verb"] == verb)
        bookings = outcomes([answer for answer in answers if answer is not leave])
        assert outcomes([leave]) in ({"ok": 1}, {"clash": 1})
        assert set(bookings) <= {"ok", "closed"}
        assert not (leave["ok"] and bookings["ok"]), "booked into time off, and the manager was not asked"
        assert leave["ok"] or bookings["ok"]
        seen[outcomes([leave]).most_common()[0][0]] += 1
    assert sum(seen.values()) == ROUNDS * 2


def test_a_patient_is_rescheduled_or_the_time_off_is_stale(world, morning):
    """Twenty patients are rescheduled in one transaction while desks reschedule some of them."""
    staged = world.stage(patients=20, roles=("manager", *("reception",) * (DESKS - 1)))
    doctor = staged["doctors"][0]
    for number in range(ROUNDS // 2):
        start = morning(number * 4)
        ids = [booked(world, staged, n, later(start, n * 15))["id"] for n in range(20)]
        choices = {str(pk): [1, later(start, 24 * 60 + n * 15)] for n, pk in enumerate(ids)}
        leave: Answer = {"verb": "enter", "by": staged["users"][0], "doctor": doctor, "choices": choices}
        jobs = [leave | {"start": start, "end": later(start, 300)}]
        jobs += [
            {
                "verb": "reschedule",
                "by": staged["users"][desk],
                "id": ids[-desk],
                "version": 1,
                "start": later(start, 48 * 60 + desk * 15),
            }
            for desk in range(1, DESKS)
        ]
        answers = world.race(jobs)
        assert set(outcomes(answers)) <= {"ok", "stale"}
        # Patients whom a desk rescheduled first are no longer in the time off; it reschedules the others.
        listed = ", ".join(map(str, ids))
        versions = Counter(
            version for (version,) in world.rows(f"SELECT version FROM appointments_appointment WHERE id IN ({listed})")
        )
        by_desks = outcomes(answers[1:])["ok"]
        assert versions == (Counter({2: 20}) if answers[0]["ok"] else Counter({2: by_desks, 1: 20 - by_desks}))


def test_the_cap_of_overbooking_holds(world, morning):
    staged = world.stage(patients=DESKS + 1, roles=("manager",) * DESKS)
    for number in range(ROUNDS):
        booked(world, staged, DESKS, morning(number))
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": by,
                    "doctor": staged["doctors"][0],
                    "patient": patient,
                    "start": morning(number),
                    "overbook": True,
                    "reason": "Today",
                }
                for by, patient in zip(staged["users"], staged["patients"][:DESKS], strict=True)
            ]
        )
        assert outcomes(answers) == {"ok": 2, "clash": DESKS - 2}


def test_overbooking_an_empty_time_at_once_gives_one_ordinary_booking_and_the_cap(world, morning):
    staged = world.stage(roles=("manager",) * DESKS)
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "book",
                    "by": by,
                    "doctor": staged["doctors"][0],
                    "patient": patient,
                    "start": morning(number),
                    "overbook": True,
                    "reason": "Today",
                }
                for by, patient in zip(staged["users"], staged["patients"], strict=True)
            ]
        )
        assert outcomes(answers) == {"ok": 3, "clash": DESKS - 3}


def test_one_key_books_once_and_all_get_the_same_answer(world, morning):
    staged = world.stage(roles=("reception",))
    for number in range(ROUNDS):
        job = {
            "verb": "once",
            "by": staged["users"][0],
            "doctor": staged["doctors"][0],
            "patient": staged["patients"][0],
            "start": morning(number),
            "key": f"key-{number}",
        }
        answers = world.race([job] * DESKS)
        assert outcomes(answers) == {"ok": DESKS}
        assert len({answer["id"] for answer in answers}) == 1


def test_a_key_whose_first_call_does_not_end_is_refused_after_a_wait(world, morning):
    staged = world.stage(roles=("reception",))
    by, place = staged["users"][0], {"doctor": staged["doctors"][0], "patient": staged["patients"][0]}
    job = {"verb": "once", "by": by, "start": morning(0), "key": "slow", "wait": 300, **place}
    claim = (
        "INSERT INTO appointments_idempotencykey (user_id, key, fingerprint, status, answer, created_at)"
        f" VALUES ({by}, 'slow', 'same', 0, '', CURRENT_TIMESTAMP)"
    )
    # Whether SQLite's one writer is the first call, nobody else can know.
    refused = "idempotency" if world.instance.database_url else "unavailable"
    with world.unfinished(claim):
        assert outcomes(world.race([job])) == {refused: 1}
    assert outcomes(world.race([job])) == {"ok": 1}


def test_a_patient_who_is_renamed_gets_a_token_at_the_same_time(world, morning):
    """The foreign key of a token is checked at commit, when it holds counters that the renaming waits for."""
    staged = world.stage(roles=("manager",) * DESKS)
    booked(world, staged, 0, morning(0))
    patient = staged["patients"][0]
    for number in range(ROUNDS * 3):
        jobs = [
            {"verb": "rename", "by": by, "patient": patient, "name": f"Name {number} {desk}"}
            if desk % 2
            else {"verb": "walk_in", "by": by, "patient": patient, "department": staged["department"]}
            for desk, by in enumerate(staged["users"])
        ]
        assert outcomes(world.race(jobs)) == {"ok": DESKS}


def test_of_admins_who_deactivate_each_other_one_stays(world):
    """A hospital without an admin could not make one. Each round begins with two: the one who stayed, and a new one."""
    [stays] = world.stage(roles=("admin",))["users"]
    for _ in range(ROUNDS):
        [new] = world.stage(roles=("admin",))["users"]
        jobs = [
            {"verb": "deactivate", "by": stays, "user": new},
            {"verb": "deactivate", "by": new, "user": stays},
        ]
        answers = world.race(jobs)
        assert outcomes(answers) == {"ok": 1, "forbidden": 1}
        stays = stays if answers[0]["ok"] else new


def test_one_slot_is_held_once(world, morning):
    staged = world.stage()
    for number in range(ROUNDS):
        answers = world.race(
            [
                {"verb": "hold", "by": by, "doctor": staged["doctors"][0], "start": morning(number)}
                for by in staged["users"]
            ]
        )
        assert outcomes(answers) == {"ok": 1, "held": DESKS - 1}


def test_a_slot_is_held_by_one_desk_or_booked_by_another(world, morning):
    """A hold on a time that is being booked would be worthless."""
    staged = world.stage()
    for number in range(ROUNDS):
        jobs: list[Answer] = [
            {
                "verb": "hold" if desk % 2 else "book",
                "by": staged["users"][desk],
                "doctor": staged["doctors"][0],
                "patient": staged["patients"][desk],
                "start": morning(number),
            }
            for desk in range(DESKS)
        ]
        outcome = outcomes(world.race(jobs))
        assert outcome["ok"] == 1
        assert set(outcome) <= {"ok", "held", "clash"}


SPELLINGS = [
    *("Elena Nováková {}", "Novakova, Elena {}", "ELENA NOVAKOVA {}", "{} Elena Nova\u0301kova\u0301"),
    *("Dr. Elena Nováková {}", "Елена Новакова {}", "elena nova'kova  {}", "Elena Novakovia {}"),
]


def test_one_patient_at_eight_desks_is_registered_once(world):
    """Each desk spells the name in another way and has another phone number: the birth date must be enough."""
    staged = world.stage(patients=0)
    for number in range(ROUNDS):
        answers = world.race(
            [
                {
                    "verb": "register",
                    "by": by,
                    "name": spelling.format(f"{staged['department']}-{number}"),
                    "phone": f"+91 {staged['department']} {number:03d} {desk}",
                    "birth_date": born(number),
                }
                for desk, (by, spelling) in enumerate(zip(staged["users"], SPELLINGS, strict=True))
            ]
        )
        assert outcomes(answers) == {"ok": 1, "duplicate": DESKS - 1}
    numbers = given_mrns(world)
    assert numbers == list(range(1, len(numbers) + 1))


def test_of_eight_records_that_become_alike_one_is_corrected_without_a_question(world):
    for number in range(ROUNDS):
        staged = world.stage(patients=DESKS)
        person = {"name": f"Farid Rao {staged['department']}-{number}", "birth_date": born(number)}
        jobs = [
            {"verb": "rename", "by": by, "patient": patient, **person}
            for by, patient in zip(staged["users"], staged["patients"], strict=True)
        ]
        assert outcomes(world.race(jobs)) == {"ok": 1, "duplicate": DESKS - 1}


def born(number: int) -> str:
    """Another day for each number: names that differ by one letter are alike only where it is the same."""
    return (date(1990, 1, 1) + timedelta(days=number)).isoformat()


def given_mrns(world: World) -> list[int]:
    """Patients, without those of `stage`."""
    rows = world.rows("SELECT mrn FROM appointments_patient WHERE mrn NOT LIKE 'R%'")
    return sorted(int(mrn) for (mrn,) in rows)


def new_person() -> Answer:
    """A patient whom no other test registers, and who is like no other."""
    number = next(people)
    return {"name": f"Person {number}", "phone": f"98 7{number:07d}", "birth_date": born(number)}


def test_numbers_typed_while_desks_register_are_skipped(world):
    staged = world.stage(patients=0)
    for _ in range(ROUNDS):
        before = given_mrns(world)
        following = len(before) + 1
        jobs = [
            {"verb": "type_mrn", "mrn": f"{following + desk // 2:06d}", **new_person()}
            if desk % 2
            else {"verb": "register", "by": by, **new_person()}
            for desk, by in enumerate(staged["users"])
        ]
        answers = world.race(jobs)
        assert outcomes(answers) == {"ok": DESKS}
        added = sum(answer["id"] is not None for answer in answers)
        assert given_mrns(world) == list(range(1, len(before) + added + 1))


@pytest.mark.parametrize(("end", "passed_over"), [("COMMIT", 1), ("ROLLBACK", 0)])
def test_a_number_that_is_being_typed_is_waited_for(world, end, passed_over):
    """Skipped if the other transaction commits; given, without a gap, if it does not."""
    staged = world.stage(patients=1)
    following = len(given_mrns(world)) + 1
    typed = f"UPDATE appointments_patient SET mrn = '{following:06d}' WHERE id = {staged['patients'][0]}"
    with world.unfinished(typed, end):
        world.desks[0].send({"at": 0, "verb": "register", "by": staged["users"][0], **new_person()})
        world.wait_for_the_lock()
    answer = world.desks[0].answer()

    assert answer["ok"], answer
    assert world.rows(f"SELECT mrn FROM appointments_patient WHERE id = {answer['id']}") == [
        (f"{following + passed_over:06d}",)
    ]


def test_tokens_of_eight_desks_have_neither_gap_nor_repetition(world):
    staged = world.stage(roles=("opd",) * DESKS)
    given: list[str] = []
    for _ in range(ROUNDS):
        answers = world.race(
            [
                {"verb": "walk_in", "by": by, "patient": patient, "department": staged["department"]}
                for by, patient in zip(staged["users"], staged["patients"], strict=True)
            ]
        )
        assert outcomes(answers) == {"ok": DESKS}
        given += [answer["token"] for answer in answers]
    assert sorted(int(token.rpartition("-")[2]) for token in given) == list(range(1, ROUNDS * DESKS + 1))
