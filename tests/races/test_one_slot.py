"""The races of `make test`: eight desks book one slot, one gets it; they call a queue, each patient once. The others
are in test_races.py and test_queue_races.py.
"""

from tests.races.rounds import ROUNDS, outcomes
from tests.support.pool import DESKS


def test_one_slot_is_booked_once(world, morning):
    staged = world.stage()
    for number in range(ROUNDS):
        answers = world.race(
            [
                {"verb": "book", "by": by, "doctor": staged["doctors"][0], "patient": patient, "start": morning(number)}
                for by, patient in zip(staged["users"], staged["patients"], strict=True)
            ]
        )
        assert outcomes(answers) == {"ok": 1, "clash": DESKS - 1}


def test_each_patient_is_called_once(world):
    staged = world.stage(roles=("opd",) * DESKS)
    place = {"department": staged["department"]}
    first = staged["users"][0]
    waiting = world.alone("walk_in", by=first, patient=staged["patients"][0], times=DESKS - 1, **place)
    answers = world.race([{"verb": "call_next", "by": by, **place} for by in staged["users"]])
    assert outcomes(answers) == {"ok": DESKS - 1, "empty": 1}
    called = [pk for answer in answers if answer["ok"] for pk in answer["ids"]]
    assert sorted(called) == list(range(waiting["id"], waiting["id"] + DESKS - 1))
