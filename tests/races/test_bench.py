"""`make race` and `make simulate-day` in short form."""

import pytest

from bench.day import plan
from bench.race import is_clean, race_on
from bench.simulate_day import is_right, show, simulate

SLOTS = 8

pytestmark = pytest.mark.more


@pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
def test_our_bookings_do_not_overlap_and_check_then_insert_is_measured_too(migrated):
    ours, theirs = race_on("SQLite", migrated, SLOTS)
    assert is_clean([ours])
    assert (ours.attempts, ours.booked, ours.overlaps, ours.errors) == (8 * SLOTS, SLOTS, 0, 0)
    assert theirs.attempts == 8 * SLOTS


def test_a_simulated_day_ends_with_equal_waits_whole_tokens_and_nothing_left(db, monkeypatch, capsys):
    monkeypatch.setitem(plan.SIZES, "tiny", (1, 0.08))
    found = simulate("tiny", seed=1, api_share=0.2)
    assert found["visits"] == 160
    assert len(found["departments"]) == 5
    for row in found["departments"]:
        assert (row["equal"], row["tokens whole"], row["double calls"]) == (True, True, 0), row
        assert row["by rows"]["called"] > 0
    assert not any(found["left over"].values())
    assert found["steps"]["API"] > 0
    show(found)
    assert "General medicine 1" in capsys.readouterr().out
    assert not is_right(found | {"left over": {"open rooms": 1}})
