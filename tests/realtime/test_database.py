"""How soon a database that comes back is used again."""

import pytest
from django.db import connection
from psycopg_pool.base import AttemptWithBackoff


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no pool")
def test_a_database_that_is_away_is_tried_four_times_a_second_however_long_it_stays_away() -> None:
    attempt = AttemptWithBackoff(timeout=300)
    delays = []
    for second in range(10):
        attempt.update_delay(float(second))
        delays.append(attempt.delay)

    assert max(delays) < 0.3
