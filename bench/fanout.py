"""`make bench-fanout`: one event to many sockets, by all servers in turn.

Each event is published when the last socket has received the one before. CPU is that of the server process.
"""

import argparse
import asyncio
import contextlib
import sys
from dataclasses import dataclass, field
from typing import Any

import uvloop

from bench import clinic
from bench.accounting import (
    cpu_seconds,
    median,
    memory_bytes,
    percentile,
)
from bench.contestants import Contestant, node, ours, picows_loop, stock
from bench.load import ClientPool, plain, socket_io
from bench.tables import save, table_of
from hospital import open_files

EVENTS = {50: 200, 500: 40, 5_000: 10}  # in one round
SLOW = {"stock Channels": 10, "ours, Daphne": 2}  # these get fewer events, by this factor
CONNECTS_AT_ONCE = 50


@dataclass
class Run:
    """One server with one number of sockets: the CPU of each round, and the time of each event to its last socket."""

    contestant: Contestant
    sockets: int
    pool: ClientPool
    bytes_per_socket: float = 0.0
    cpu: list[float] = field(default_factory=list)  # seconds per delivery, one for each round
    waits: list[float] = field(default_factory=list)  # seconds

    async def prepare(self) -> None:
        before = memory_bytes(self.contestant.pid)
        await self.pool.subscribe(CONNECTS_AT_ONCE)
        await asyncio.sleep(1)
        self.bytes_per_socket = (memory_bytes(self.contestant.pid) - before) / self.sockets
        await self.publish(2)

    async def measure_round(self) -> None:
        events = max(5, EVENTS[self.sockets] // SLOW.get(self.contestant.name, 1))
        before = cpu_seconds(self.contestant.pid)
        self.waits += await self.publish(events)
        self.cpu.append((cpu_seconds(self.contestant.pid) - before) / (events * self.sockets))

    async def publish(self, events: int) -> list[float]:
        waits = []
        for _ in range(events):
            last = self.pool.expect(self.sockets)
            published = await self.contestant.publish()
            async with asyncio.timeout(60):
                waits.append(await last - published)
        return waits

    def row(self) -> dict[str, Any]:
        return {
            "server": self.contestant.name,
            "sockets": self.sockets,
            "µs CPU per delivery": round(median(self.cpu) * 1e6, 1),
            "to the last, ms p50": round(median(self.waits) * 1e3, 1),
            "p99": round(percentile(self.waits, 99) * 1e3, 1),
            "kB per socket": round(self.bytes_per_socket / 1024, 1),
        }


async def race(contestants: list[Contestant], sockets: int, rounds: int) -> list[Run]:
    """All save their sockets open; in each round they are measured one after the other."""
    runs = [Run(each, sockets, ClientPool(each.port, each.dialects(sockets))) for each in contestants]
    for run in runs:
        await run.prepare()
    for _ in range(rounds):
        for run in runs:
            await run.measure_round()
    for run in runs:
        await run.pool.leave()
    return runs


def ratios(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The ratios that are promised, from one run."""
    cost = {(row["server"], row["sockets"]): row["µs CPU per delivery"] for row in rows}
    asked = [
        (("ours, uvicorn", 500), ("Socket.IO", 500), 0.6),
        (("ours, uvicorn", 500), ("picows loop", 500), 1.5),
        (("ours, uvicorn", 500), ("stock Channels", 500), 0.05),
        (("ours, uvicorn", 5_000), ("ours, uvicorn", 500), 1.2),
    ]
    return [
        {
            "ratio": f"{one[0]} at {one[1]} / {other[0]} at {other[1]}",
            "is": round(cost[one] / cost[other], 3),
            "at most": most,
        }
        for one, other, most in asked
        if one in cost and other in cost
    ]


async def compare(sizes: list[int], rounds: int, only: str) -> list[dict[str, Any]]:
    rows = []
    async with clinic.opened(max(sizes)) as (redis, instance, keys), contextlib.AsyncExitStack() as stack:
        with_peers = [
            stack.enter_context(each)
            for each in (
                ours("make run", "appointments", instance, keys),
                ours("daphne", "opd-appointments", instance, keys),
                stock(redis),
                node("Socket.IO", redis, socket_io("bench-Socket.IO")),
                node("ws", redis, plain()),
                picows_loop(redis),
            )
        ]
        for sockets in sizes:
            wanted = [
                each
                for each in with_peers
                if only in each.name and (sockets < 5_000 or each.name in {"ours, uvicorn", "Socket.IO"})
            ]
            rows += [run.row() for run in await race(wanted, sockets, rounds)]
            print(table_of(rows[-len(wanted) :]), flush=True)
    return rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sockets", type=int, nargs="+", default=[50, 500, 5_000], choices=list(EVENTS))
    parser.add_argument("--only", default="", help="part of a server's name")
    options = parser.parse_args()
    open_files.raise_limit()
    rows = uvloop.run(compare(options.sockets, options.rounds, options.only))
    promises = ratios(rows)
    if promises:
        print(table_of(promises))
    save("fanout", {"rows": rows, "ratios": promises})
    return 0 if all(ratio["is"] <= ratio["at most"] for ratio in promises) else 1


if __name__ == "__main__":
    sys.exit(main())
