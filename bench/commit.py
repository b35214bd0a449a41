"""`make bench-commit`: from the commit of a booking to the last of 500 screens, compared with a bare event.

Both kinds alternate in one run, over the same sockets. A booking goes to two channels and its event is larger; the
comparison shows that its rules, history and rows do not delay the event after the commit.
"""

import argparse
import asyncio
import contextlib
import sys
import time
from collections.abc import Callable
from typing import Any

import uvloop

from bench import clinic
from bench.accounting import percentile
from bench.contestants import ours
from bench.load import ClientPool
from bench.tables import save, table_of
from hospital import open_files

SOCKETS = 500
ROWS = 10_000
PROMISED = 2.0  # times the bare event's p95
CHANNEL = "appointments"


def booker() -> Callable[[], float]:
    """A function that books the next free time and returns the time (`time.monotonic`) of the commit."""
    from django.db import transaction

    from bench import book_worker, hospital_rows
    from realtime.broadcasting import atomic

    desk = book_worker.Desk(hospital_rows.load(ROWS)["manager"])

    def book() -> float:
        committed: list[float] = []
        with atomic():
            transaction.on_commit(lambda: committed.append(time.monotonic()))
            desk.ours()
        return committed[0]

    return book


async def measure(rounds: int, events: int) -> dict[str, list[float]]:
    """{kind of event: seconds to the last socket}."""
    async with clinic.opened(SOCKETS) as (_, instance, keys), contextlib.AsyncExitStack() as stack:
        book = await asyncio.to_thread(booker)
        server = stack.enter_context(ours("make run", CHANNEL, instance, keys))
        pool = ClientPool(server.port, server.dialects(SOCKETS))
        await pool.subscribe(50)
        calls: dict[str, Callable[[], float]] = {"bare event": lambda: clinic.publish(CHANNEL), "booking": book}
        took: dict[str, list[float]] = {kind: [] for kind in calls}
        for _ in range(rounds):
            for kind, call in calls.items():
                for _ in range(events):
                    last = pool.expect(SOCKETS)
                    committed = await asyncio.to_thread(call)
                    async with asyncio.timeout(60):
                        took[kind].append(await last - committed)
        await pool.leave()
        return took


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=40)
    options = parser.parse_args()
    open_files.raise_limit()
    took = uvloop.run(measure(options.rounds, options.events))
    rows: list[dict[str, Any]] = [
        {"event": kind, "sockets": SOCKETS, **{f"p{n} ms": round(percentile(each, n) * 1e3, 1) for n in (50, 95, 99)}}
        for kind, each in took.items()
    ]
    ratio = percentile(took["booking"], 95) / percentile(took["bare event"], 95)
    print(table_of(rows))
    print(f"p95 of a booking / of a bare event: {ratio:.2f} (at most {PROMISED})")
    save("commit", {"rows": rows, "ratio": ratio})
    return 0 if ratio <= PROMISED else 1


if __name__ == "__main__":
    sys.exit(main())
