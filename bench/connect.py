"""`make bench-connect`: all clients connect at the same moment, as after a restart, until the last is subscribed.

Ours reads the session of each socket and checks its rights; Socket.IO accepts every client.
"""

import argparse
import asyncio
import contextlib
import sys
from typing import Any

import uvloop

from bench import clinic
from bench.accounting import cpu_seconds, median, memory_bytes
from bench.contestants import Contestant, node, ours
from bench.load import ClientPool, socket_io
from bench.tables import save, table_of
from hospital import open_files

MAX_KB_PER_SOCKET = 30


async def storm(contestant: Contestant, sockets: int) -> dict[str, float]:
    """Connects all at once. Raises ConnectionError if one is refused or lost."""
    cpu, memory = cpu_seconds(contestant.pid), memory_bytes(contestant.pid)
    pool = ClientPool(contestant.port, contestant.dialects(sockets))
    took = await pool.subscribe(at_once=sockets)
    outcome = {"seconds": took, "cpu": cpu_seconds(contestant.pid) - cpu}
    await asyncio.sleep(3)  # idle, as sockets mostly are
    outcome["bytes"] = (memory_bytes(contestant.pid) - memory) / sockets
    await pool.leave()
    await asyncio.sleep(1)
    return outcome


async def compare(sizes: list[int], rounds: int) -> list[dict[str, Any]]:
    """Memory is measured in the first storm: a process does not return memory, so later ones show no growth."""
    rows = []
    async with clinic.opened(max(sizes)) as (redis, instance, keys):
        for sockets in sizes:
            with contextlib.ExitStack() as stack:
                contestants = [
                    stack.enter_context(ours("make run", "appointments", instance, keys)),
                    stack.enter_context(node("Socket.IO", redis, socket_io("bench-Socket.IO"))),
                ]
                for each in contestants:  # warm-up: the first connection of a process is slower
                    await storm(each, 20)
                storms: dict[str, list[dict[str, float]]] = {each.name: [] for each in contestants}
                for _ in range(rounds):
                    for each in contestants:
                        storms[each.name].append(await storm(each, sockets))
            rows += [row(name, sockets, outcomes) for name, outcomes in storms.items()]
            print(table_of(rows[-2:]), flush=True)
    return rows


def row(name: str, sockets: int, outcomes: list[dict[str, float]]) -> dict[str, Any]:
    return {
        "server": name,
        "sockets": sockets,
        "subscribed": sockets,  # in every storm, else an exception had ended the run
        "seconds until the last": round(median([each["seconds"] for each in outcomes]), 2),
        "ms CPU per socket": round(median([each["cpu"] for each in outcomes]) / sockets * 1e3, 2),
        "kB per socket": round(outcomes[0]["bytes"] / 1024, 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sockets", type=int, nargs="+", default=[1_000, 5_000])
    options = parser.parse_args()
    open_files.raise_limit()
    rows = uvloop.run(compare(options.sockets, options.rounds))
    save("connect", rows)
    return (
        0 if all(row["kB per socket"] <= MAX_KB_PER_SOCKET for row in rows if row["server"].startswith("ours")) else 1
    )


if __name__ == "__main__":
    sys.exit(main())
