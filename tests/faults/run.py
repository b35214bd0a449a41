"""`python -m tests.faults.run [--database sqlite] [WORD …]`: every fault on both databases, as a table.

Exits with 1 if an event was lost, applied twice, or late.
"""

import argparse
import sys

from tests import environment

assert environment.DATA

import django  # noqa: E402 - the environment comes first

django.setup()

from tests.faults.chromium import chromium  # noqa: E402
from tests.faults.clinic import Clinic  # noqa: E402
from tests.faults.database_under_test import DATABASES  # noqa: E402
from tests.faults.faults import FAULTS  # noqa: E402
from tests.faults.trial import Row, attempt  # noqa: E402

HEAD = ("fault", "database", "changes", "lost", "twice", "seconds", "untrue badge")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", choices=[*DATABASES], action="append")
    parser.add_argument("words", nargs="*", help="only faults whose names contain one of these")
    options = parser.parse_args()
    print(line(HEAD), line(["-" * len(name) for name in HEAD]), sep="\n", flush=True)
    failed = 0
    for name in options.database or DATABASES:
        with chromium() as open_window, DATABASES[name]() as database, Clinic(database) as clinic:
            for fault in FAULTS:
                if database.name not in fault.databases or not any(w in fault.name for w in options.words or [""]):
                    continue
                row = attempt(clinic, fault, open_window)
                print(shown(row), flush=True)
                failed += bool(row.wrong)
    print(f"{failed} faults broke the promise" if failed else "Nothing lost, nothing twice, nothing late.")
    return 1 if failed else 0


def shown(row: Row) -> str:
    numbers = [row.fault, row.database, row.changes, row.lost, row.twice, f"{row.seconds:.2f}", f"{row.untrue:.2f}"]
    return "\n    ! ".join([line(numbers), *row.wrong])


def line(cells) -> str:  # type: ignore[no-untyped-def]
    name, database, *numbers = map(str, cells)
    return f"{name:<38} {database:<11}" + "".join(f"{number:>13}" for number in numbers)


if __name__ == "__main__":
    sys.exit(main())
