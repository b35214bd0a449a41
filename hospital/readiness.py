"""What `/readyz` says: whether the database can be read and written."""

import time
from functools import lru_cache

from django.db import Error as DatabaseError
from django.db import connection, transaction

WAIT_MILLISECONDS = 1_000  # for another writer; a monitor gives up sooner than a booking


def trouble() -> str:
    """What is wrong, in words for a monitor; '' if the database works. Asked once a second, however many ask."""
    return _trouble(int(time.monotonic()))


@lru_cache(maxsize=1)
def _trouble(second: int) -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "database unreachable"
    try:
        return "" if _written() else "database is read-only"
    except DatabaseError:
        return "database cannot be written"


def _written() -> bool:
    """Commits a write that leaves no row behind: a number in the file's head, or in PostgreSQL's log."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            usual = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
            cursor.execute(f"PRAGMA busy_timeout = {WAIT_MILLISECONDS:d}")
            try:
                cursor.execute(f"PRAGMA user_version = {int(time.time()) % 2**31:d}")  # used by nobody else
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {usual:d}")
        return True
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {WAIT_MILLISECONDS:d}")
        cursor.execute("SELECT pg_current_xact_id(), current_setting('transaction_read_only')")
        return bool(cursor.fetchone()[1] == "off")
