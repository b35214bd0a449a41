"""`make bench-feed`: the calendar's snapshot compared with bare SQL and orjson, and with a plain ModelSerializer.

All alternate in one process per database and size. Prints a table with ratios and writes bench/results/feed.json.
`ours` is everything from the query to the bytes, including heads; `request` is the whole call without the middleware.
"""

import argparse
import statistics
import sys
from typing import Any

from bench.databases import loaded_worlds
from bench.tables import save, table

SIZES = (10_000, 1_000_000)
VIEWS = ("doctor-week", "department-week", "month counts")
WORKER = "bench.feed_worker"
COLUMNS = (
    "database",
    "rows",
    "view",
    "events",
    "ours ms",
    "bare ms",
    "drf ms",
    "request ms",
    "ours/bare",
    "large/small",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=20)
    options = parser.parse_args()
    names = [str(size) for size in options.sizes]
    with loaded_worlds(options.sizes, WORKER) as worlds:
        rounds: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for _ in range(options.rounds):
            for (database, size), world in worlds.items():
                for view in VIEWS:
                    timed = world.alone("time", view=view, repeat=options.repeat)
                    rounds.setdefault((database, size, view), []).append(timed)
    found = [_medians(key, timed, rounds, names) for key, timed in rounds.items()]
    print(table(COLUMNS, [each.values() for each in found]))
    save("feed", found)
    return 0


def _medians(key: tuple[str, str, str], timed: list[dict[str, Any]], rounds: Any, names: list[str]) -> dict[str, Any]:
    database, size, view = key

    def median(peer: str) -> float | str:
        return round(statistics.median(each[peer] for each in timed), 2) if peer in timed[0] else ""

    of_bare = statistics.median(each["ours"] / each["bare"] for each in timed)
    pairs = zip(rounds[database, names[1], view], rounds[database, names[0], view], strict=True)
    growth = statistics.median(large["ours"] / small["ours"] for large, small in pairs)
    return {
        "database": database,
        "size": int(size),
        "view": view,
        "rows": timed[0]["rows"],
        **{peer: median(peer) for peer in ("ours", "bare", "drf", "request")},
        "of_bare": round(of_bare, 2),
        "growth": round(growth, 2) if size == names[1] else "",
    }


if __name__ == "__main__":
    sys.exit(main())
