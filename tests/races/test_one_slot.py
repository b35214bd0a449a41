"""The race of `make test`: eight desks book one slot, one gets it. The others are in test_races.py."""

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
