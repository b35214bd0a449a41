"""`make bench-book`: bookings compared with a bare INSERT of the same row, at two sizes, on both databases.

A booking includes rules, history, numbered events and commit. Prints a table with ratios and writes
bench/results/book.json.
"""

import argparse
import statistics
import sys
from typing import Any

from bench.databases import loaded_worlds
from bench.tables import save, table

SIZES = (10_000, 1_000_000)
WORKER = "bench.book_worker"
COLUMNS = ("database", "rows", "way", "a second", "p50 ms", "p95 ms", "p99 ms", "p50 of bare", "p50 large/small")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs=2, default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=100)
    options = parser.parse_args()
    names = [str(size) for size in options.sizes]
    with loaded_worlds(options.sizes, WORKER) as worlds:
        took: dict[tuple[str, str], dict[str, list[list[float]]]] = {
            key: {"book()": [], "bare INSERT": []} for key in worlds
        }
        for _ in range(options.rounds):
            for key, world in worlds.items():
                answer = world.alone("time", repeat=options.repeat)
                took[key]["book()"].append(answer["ours"])
                took[key]["bare INSERT"].append(answer["bare"])
    found = [_row(key, way, took, names) for key, ways in took.items() for way in ways]
    print(table(COLUMNS, [each.values() for each in found]))
    save("book", found)
    return 0


def _row(key: tuple[str, str], way: str, took: Any, names: list[str]) -> dict[str, Any]:
    database, size = key
    medians = [statistics.median(each) for each in took[key][way]]
    bare = [statistics.median(each) for each in took[key]["bare INSERT"]]
    small = [statistics.median(each) for each in took[database, names[0]][way]]
    every = sorted(ms for each in took[key][way] for ms in each)
    return {
        "database": database,
        "size": int(size),
        "way": way,
        "per_second": round(1_000 * len(every) / sum(every)),
        **{f"p{part}": round(every[min(len(every) - 1, len(every) * part // 100)], 2) for part in (50, 95, 99)},
        "of_bare": round(statistics.median(a / b for a, b in zip(medians, bare, strict=True)), 2),
        "growth": round(statistics.median(a / b for a, b in zip(medians, small, strict=True)), 2)
        if size == names[1]
        else "",
    }


if __name__ == "__main__":
    sys.exit(main())
