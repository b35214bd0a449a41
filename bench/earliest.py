"""`make bench-earliest`: `GET /api/earliest/` over 60 doctors and 60 days, at two sizes, on both databases.

Prints a table and writes bench/results/earliest.json. Exits with 1 if the slowest twentieth of a question's calls takes
longer than TARGET_MS.
"""

import argparse
import statistics
import sys
from typing import Any

from bench.databases import loaded_worlds
from bench.tables import save, table_of

SIZES = (10_000, 1_000_000)
WORKER = "bench.earliest_worker"
QUESTIONS = (
    "a department",
    "all",
    "all, Tue and Thu mornings",
    "all, 50 hours among no-shows",
    "all, none in 60 days",
    "all, half a day where it is full",
)
TARGET_MS = 100  # p95


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--repeat", type=int, default=20)
    options = parser.parse_args()
    rounds: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    with loaded_worlds(options.sizes, WORKER) as worlds:
        for _ in range(options.rounds):
            for (database, size), world in worlds.items():
                for question in QUESTIONS:
                    answer = world.alone("time", question=question, repeat=options.repeat)
                    rounds.setdefault((database, size, question), []).append(answer)
    found = [_row(*key, answers) for key, answers in rounds.items()]
    print(table_of(found))
    save("earliest", found)
    return int(any(each["p95 ms"] > TARGET_MS for each in found))


def _row(database: str, size: str, question: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
    every = sorted(ms for answer in answers for ms in answer["ms"])
    return {
        "database": database,
        "rows": int(size),
        "question": question,
        "found": answers[0]["found"],
        "last on": answers[0]["last"],
        "p50 ms": round(statistics.median(every), 1),
        "p95 ms": round(every[len(every) * 95 // 100], 1),
    }


if __name__ == "__main__":
    sys.exit(main())
