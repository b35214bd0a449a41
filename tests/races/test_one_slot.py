"""The race that every run of the tests holds: eight desks book one slot, one gets it. The others: test_races.py."""

from tests.races.rounds import ROUNDS, told
from tests.support.pool import DESKS


def test_one_slot_is_booked_once(world, morning):
    cast = world.stage()
    for number in range(ROUNDS):
        answers = world.race(
            [
                {"verb": "book", "by": by, "doctor": cast["doctors"][0], "patient": patient, "start": morning(number)}
                for by, patient in zip(cast["users"], cast["patients"], strict=True)
            ]
        )
        assert told(answers) == {"ok": 1, "clash": DESKS - 1}
