"""`make race`: eight processes compete for 150 slots on both databases; ours compared with check-then-insert.

Prints a table, writes bench/results/race.json, and fails if ours books a slot twice or answers with anything but a
booking or a 409.
"""

import argparse
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bench.checker import TABLE
from bench.databases import fresh_instances
from bench.tables import save, table
from tests.support.pool import DESKS, World
from tests.support.processes import ROOT, Instance

SLOTS = 150
SLOTS_A_DAY = 40
CHECKER = "bench.checker"
COLUMNS = ("database", "method", "attempts", "booked", "overlaps", "other errors", "p50 ms", "p99 ms")


@dataclass(frozen=True)
class Outcome:
    """`overlaps` are bookings that share time with another one of the same doctor; `errors` were neither booked nor
    refused as taken."""

    database: str
    method: str
    attempts: int
    booked: int
    overlaps: int
    errors: int
    p50_ms: float
    p99_ms: float


def outcome(database: str, method: str, answers: list[dict[str, Any]], overlaps: int) -> Outcome:
    took = sorted(answer["ms"] for answer in answers)
    return Outcome(
        database,
        method,
        attempts=len(answers),
        booked=sum(answer["ok"] for answer in answers),
        overlaps=overlaps,
        errors=sum(not answer["ok"] and answer.get("code") != "clash" for answer in answers),
        p50_ms=took[len(took) // 2],
        p99_ms=took[min(len(took) - 1, len(took) * 99 // 100)],
    )


def race_ours(database: str, world: World, slots: int) -> Outcome:
    """All desks book the same slot, each for another patient."""
    staged = world.stage()
    first, answers = datetime.fromisoformat(world.day(1, 8)), []
    for slot in range(slots):
        start = first + timedelta(days=slot // SLOTS_A_DAY, minutes=slot % SLOTS_A_DAY * 15)
        answers += world.race(
            [
                {
                    "verb": "book",
                    "by": by,
                    "doctor": staged["doctors"][0],
                    "patient": patient,
                    "start": start.isoformat(),
                }
                for by, patient in zip(staged["users"], staged["patients"], strict=True)
            ]
        )
    broken = world.broken()
    return outcome(database, "book()", answers, sum(map(len, broken.values())))


def race_checkers(database: str, world: World, slots: int) -> Outcome:
    answers: list[dict[str, Any]] = []
    for slot in range(slots):
        answers += world.race([{"verb": "plain", "doctor": 1, "starts": slot * 15, "ends": slot * 15 + 15}] * DESKS)
    booked = world.rows(f"SELECT COUNT(*), COUNT(DISTINCT starts) FROM {TABLE}")[0]
    return outcome(database, "check, then insert", answers, booked[0] - booked[1])


def race_on(database: str, instance: Instance, slots: int) -> list[Outcome]:
    subprocess.run([sys.executable, "-m", CHECKER, "--make"], cwd=ROOT, env=instance.environment(), check=True)
    with World.opened(instance, racer=CHECKER) as world:
        return [race_ours(database, world, slots), race_checkers(database, world, slots)]


def is_clean(outcomes: list[Outcome]) -> bool:
    """Whether ours has one booking for each slot, no overlaps and no other errors."""
    ours = [each for each in outcomes if each.method == "book()"]
    return all(each.overlaps == each.errors == 0 and each.booked * DESKS == each.attempts for each in ours)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--slots", type=int, default=SLOTS, help="contested slots; eight attempts on each")
    slots = parser.parse_args().slots
    with fresh_instances("race") as instances:
        outcomes = [each for (name, _), instance in instances.items() for each in race_on(name, instance, slots)]
    print(table(COLUMNS, [tuple(asdict(each).values()) for each in outcomes]))
    save("race", [asdict(each) for each in outcomes])
    return 0 if is_clean(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
