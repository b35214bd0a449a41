"""`python -m bench.checker`: a desk that checks, then inserts: it selects overlapping rows, and inserts without any.

Takes jobs like `tests.support.racer`. The table has no constraint; transactions are a framework's defaults: READ
COMMITTED on PostgreSQL, autocommit on SQLite.
"""

import json
import sys
import time
from typing import Any

from django.db import connection, transaction

from tests.support.racer import answer

TABLE = "bench_plain"


def check_then_insert(job: dict[str, Any]) -> bool:
    """Whether it booked."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM {TABLE} WHERE doctor = %s AND starts < %s AND ends > %s",
            [job["doctor"], job["ends"], job["starts"]],
        )
        if cursor.fetchone():
            return False
        cursor.execute(
            f"INSERT INTO {TABLE} (doctor, starts, ends) VALUES (%s, %s, %s)",
            [job["doctor"], job["starts"], job["ends"]],
        )
        return True


def plain(job: dict[str, Any]) -> dict[str, Any]:
    time.sleep(max(0.0, job["at"] - time.monotonic()))
    started = time.perf_counter()
    try:
        if connection.vendor == "postgresql":
            with transaction.atomic():
                booked = check_then_insert(job)
        else:
            booked = check_then_insert(job)
        result: dict[str, Any] = {"ok": True} if booked else {"ok": False, "code": "clash"}
    except Exception as error:
        result = {"ok": False, "error": f"{type(error).__name__}: {error}"}
    return result | {"ms": round((time.perf_counter() - started) * 1_000, 2)}


def main() -> None:
    with connection.cursor() as cursor:
        serial = "bigserial PRIMARY KEY" if connection.vendor == "postgresql" else "integer PRIMARY KEY"
        cursor.execute("SELECT 1")
        if "--make" in sys.argv:
            cursor.execute(f"CREATE TABLE {TABLE} (id {serial}, doctor bigint, starts bigint, ends bigint)")
            cursor.execute(f"CREATE INDEX {TABLE}_doctor ON {TABLE} (doctor, ends)")
            return
    print("ready", flush=True)
    for line in sys.stdin:
        job = json.loads(line)
        print(json.dumps(plain(job) if job["verb"] == "plain" else answer(job)), flush=True)


if __name__ == "__main__":
    main()
