"""`python -m bench.pusher_load URL KEY CHANNEL`: opens sockets on any Pusher server and counts the deliveries.

The events are sent by something else: a burst ends after a second without one. With the `--pid` of a server on this
machine its CPU per delivery is measured too. A channel that needs a session takes its `--cookie`.

    python -m bench.pusher_load http://127.0.0.1:8080 app-key appointments --sockets 500 --pid 4711
"""

import argparse
import asyncio
import time
from urllib.parse import urlsplit

import uvloop

from bench.accounting import cpu_seconds, memory_bytes
from bench.load import ClientPool, pusher
from hospital import open_files

QUIET_SECONDS = 1.0


async def burst(pool: ClientPool, seconds: float) -> tuple[int, float]:
    """(deliveries, seconds from the first to the last) of the next burst; (0, 0.0) after `seconds` without one."""
    pool.expect(1 << 62)
    deadline, first, last, seen = time.monotonic() + seconds, 0.0, 0.0, 0
    while time.monotonic() < (last + QUIET_SECONDS if seen else deadline):
        await asyncio.sleep(0.002)
        if pool.deliveries > seen:
            last, seen = time.monotonic(), pool.deliveries
            first = first or last
    return seen, last - first


async def load(options: argparse.Namespace) -> None:
    address = urlsplit(options.url)
    headers = {"Origin": options.origin or options.url}
    if options.cookie:
        headers["Cookie"] = options.cookie
    dialect = pusher(options.key, [options.channel], headers)
    pool = ClientPool(address.port or 80, [dialect] * options.sockets, address.hostname or "127.0.0.1")
    memory = memory_bytes(options.pid) if options.pid else 0
    print(f"{options.sockets} sockets subscribed after {await pool.subscribe(options.at_once):.2f} s")
    if options.pid:
        await asyncio.sleep(1)
        print(f"{(memory_bytes(options.pid) - memory) / options.sockets / 1024:.1f} kB per socket")
    for _ in range(options.bursts):
        cpu = cpu_seconds(options.pid) if options.pid else 0.0
        deliveries, seconds = await burst(pool, options.wait)
        line = f"{deliveries} deliveries in {seconds * 1e3:.0f} ms"
        if options.pid and deliveries:
            line += f", {(cpu_seconds(options.pid) - cpu) / deliveries * 1e6:.1f} µs CPU each"
        print(line, flush=True)
    await pool.leave()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url")
    parser.add_argument("key")
    parser.add_argument("channel")
    parser.add_argument("--sockets", type=int, default=500)
    parser.add_argument("--at-once", type=int, default=50, help="connects at the same time")
    parser.add_argument("--bursts", type=int, default=1)
    parser.add_argument("--wait", type=float, default=60, help="seconds for the first event to come")
    parser.add_argument("--pid", type=int, default=0)
    parser.add_argument("--origin", default="", help="the page's, else the URL")
    parser.add_argument("--cookie", default="", help="as in sessionid=…")
    open_files.raise_limit()
    uvloop.run(load(parser.parse_args()))


if __name__ == "__main__":
    main()
