"""`make simulate-day SIZE=S|L`: a whole day of the queues, compressed, through the real verbs and the API.

S has 5 departments with 1,000 visits, L has 50 with 20,000. Patients walk in, come early, late or not at all, miss
their call, leave, are transferred; doctors open their rooms, call, serve and pause (bench/day/flow.py). Nothing writes
a visit but the product.

What runs how: everything runs in one process, on an empty database of its own (SQLite, or the one that DATABASE_URL
names) without Redis, so events are numbered and stored but not pushed. `timezone.now()` is the simulated clock in it.
Every tenth step goes through the API by Django's test client, with the program token of a user; the others call the
verbs of appointments/services. So no two steps happen at the same moment: tests/races has those.

Prints the waits of each department from the rows and, next to them, from the event log alone; whether tokens have holes
or repeats; double calls; what is left; and how often the true wait lay in the range that was shown. Exits with 1 where
the two differ, a token is missing or repeated, a patient was called twice, something is left, or the hits are below
70 %. Writes bench/results/simulate_day_<SIZE>.json.
"""

import argparse
import contextlib
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import django

from bench.tables import save, table, table_of

HITS = 0.70


@contextlib.contextmanager
def empty_hospital() -> Iterator[None]:
    """Sets Django up for this process, with a migrated database of its own."""
    with tempfile.TemporaryDirectory(prefix="bench-day-", ignore_cleanup_errors=True) as folder:
        os.environ |= {
            "DATA": folder,
            "DJANGO_SETTINGS_MODULE": "hospital.settings",
            "LIMIT_PER_USER": "1000000,1000000",  # the day is over in minutes
            "LIMIT_PER_ADDRESS": "1000000,1000000",
            "ALLOWED_HOSTS": "testserver",
        }
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        logging.getLogger("realtime").setLevel(logging.ERROR)  # no warning that there is no Redis here
        call_command("migrate", verbosity=0)
        yield
        connection.close()


def hours(simulation: Any, hospital: Any) -> Iterator[datetime]:
    """Says on stderr how far the day is, each simulated hour."""
    from bench.day import plan

    started = time.monotonic()
    while simulation.now < plan.clock(plan.CLOSES):
        print(f"{simulation.now:%H:%M}: {hospital.steps}, {time.monotonic() - started:.0f} s", file=sys.stderr)
        yield simulation.now + timedelta(hours=1)


def simulate(size: str, seed: int, api_share: float) -> dict[str, Any]:
    from appointments.models import Department
    from bench.day import plan, report
    from bench.day.clock import Simulation, moved_to
    from bench.day.flow import Day
    from bench.day.hospital import Hospital

    if Department.objects.exists():
        sys.exit("The database is not empty: DATABASE_URL must name an empty one.")
    started, days = time.monotonic(), plan.departments(size, seed)
    simulation = Simulation(plan.clock(plan.OPENS) - timedelta(days=1))
    with moved_to(simulation):
        hospital = Hospital(days, api_share)
        hospital.book_all()
        simulation.now = plan.clock(plan.OPENS) - timedelta(hours=1, minutes=30)
        day = Day(simulation, hospital, days, seed)
        simulation.start(hours(simulation, hospital))
        day.run()
    rows: list[dict[str, Any]] = []
    for department in hospital.departments:
        by_rows, by_events = report.waits_of_rows(department), report.waits_of_events(department)
        looks = [look for look in day.looks() if look.department == hospital.departments.index(department)]
        rows.append(
            {
                "department": department.name,
                "by rows": by_rows.numbers(),
                "by events": by_events.numbers(),
                "equal": by_rows == by_events,
                "tokens whole": report.tokens_are_whole(department),
                "double calls": report.double_calls(department),
                "estimates": report.estimates_of(looks),
            }
        )
    looks = list(day.looks())
    return {
        "size": size,
        "seed": seed,
        "seconds": round(time.monotonic() - started),
        "steps": hospital.steps,
        "visits": sum(len(each.visitors) for each in days),
        "departments": rows,
        "estimates at arrival": report.estimates_of(look for look in looks if look.first),
        "estimates later": report.estimates_of(look for look in looks if not look.first),
        "estimates": report.estimates_of(looks),
        "left over": report.leftovers(),
    }


def show(found: dict[str, Any]) -> None:
    numbers = ("called", "mean", "median", "p95")
    columns = ["department", *numbers, *(f"events: {name}" for name in numbers), "equal", "tokens", "doubles", "hits"]
    print("Waits in minutes, from the arrival to the first call.")
    print(
        table(
            columns,
            [
                [
                    row["department"],
                    *(row["by rows"][name] for name in numbers),
                    *(row["by events"][name] for name in numbers),
                    "yes" if row["equal"] else "NO",
                    "whole" if row["tokens whole"] else "NOT WHOLE",
                    row["double calls"],
                    row["estimates"].get("hits", ""),
                ]
                for row in found["departments"]
            ],
        )
    )
    print("\nThe range that was shown and the true wait; errors and widths in minutes.")
    print(table_of([{"looks at": name, **found[f"estimates{key}"]} for name, key in LOOKS.items()]))
    print(f"\nLeft over: {found['left over']}")
    print(f"{found['visits']} visits, {found['steps']} in {found['seconds']} s")


LOOKS = {"arrival": " at arrival", "later": " later", "both": ""}


def is_right(found: dict[str, Any]) -> bool:
    each_right = all(row["equal"] and row["tokens whole"] and not row["double calls"] for row in found["departments"])
    return each_right and not any(found["left over"].values()) and found["estimates"]["hits"] >= HITS


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", choices=["S", "L"], nargs="?", default="S")
    parser.add_argument("--seed", type=int, default=100, help="the estimates were fitted to seeds 1 to 6")
    parser.add_argument("--api", type=float, default=0.1, help="share of the steps that go through the API")
    options = parser.parse_args()
    with empty_hospital():
        found = simulate(options.size, options.seed, options.api)
    show(found)
    save(f"simulate_day_{options.size}", found)
    return 0 if is_right(found) else 1


if __name__ == "__main__":
    sys.exit(main())
