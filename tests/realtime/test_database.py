"""How soon a database that is reachable again is used."""

import pytest
from django.db import connection
from psycopg_pool.base import AttemptWithBackoff


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no pool")
def test_an_unreachable_database_is_retried_four_times_a_second() -> None:
    attempt = AttemptWithBackoff(timeout=300)
    delays = []
    for second in range(10):
        attempt.update_delay(float(second))
        delays.append(attempt.delay)

    assert max(delays) < 0.3
