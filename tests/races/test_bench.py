"""`make race` in short form: our bookings compared with check-then-insert."""

import pytest

from bench.race import is_clean, race_on

SLOTS = 8

pytestmark = pytest.mark.more


@pytest.mark.parametrize("migrated", ["sqlite"], indirect=True)
def test_our_bookings_do_not_overlap_and_check_then_insert_is_measured_too(migrated):
    ours, theirs = race_on("SQLite", migrated, SLOTS)
    assert is_clean([ours])
    assert (ours.attempts, ours.booked, ours.overlaps, ours.errors) == (8 * SLOTS, SLOTS, 0, 0)
    assert theirs.attempts == 8 * SLOTS
