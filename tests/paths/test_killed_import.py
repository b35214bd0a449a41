"""An import that is killed again and again ends with the result of one that is not, on both databases."""

import csv
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.databases import new_database
from tests.support.pool import postgres_instance, sqlite_instance
from tests.support.processes import ROOT, Instance, until

ROWS = 20_000
BROKEN_SHARE = 0.01
KILLED = 4  # times
COUNTS = """
from appointments.models import Patient, SearchKey
numbers = [int(mrn) for mrn in Patient.objects.order_by("pk").values_list("mrn", flat=True)]
print(len(numbers), Patient.history.count(), Patient.objects.values("name").distinct().count())
print(SearchKey.objects.values("patient").distinct().count(), numbers == list(range(1, len(numbers) + 1)))
"""
LETTERS = "abcdefghijklmnopqrstuvwxyz"

pytestmark = pytest.mark.more

BROKEN = {
    "name: Enter the patient's name.": lambda row: ["", *row[1:]],
    "phone: Enter a phone number": lambda row: [row[0], "none", row[2]],
    "birth_date: Enter a birth date between 1880 and today.": lambda row: [*row[:2], "2999-01-01"],
    "The row has 2 cells, the header 3.": lambda row: row[:2],
}


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Instance]:
    if request.param == "sqlite":
        yield sqlite_instance(tmp_path)
        return
    with new_database(request.getfixturevalue("postgres_uri")) as database:
        yield postgres_instance(tmp_path, database.url)


def write(file: Path) -> dict[int, str]:
    """Writes a file of patients without MRNs; {row that is broken: beginning of the sentence about it}."""
    chance = random.Random(20)
    broken: dict[int, str] = {}
    with file.open("w", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(["name", "phone", "birth_date"])
        for number in range(2, ROWS + 2):
            name = " ".join("".join(chance.choices(LETTERS, k=8)).title() for _ in range(2))
            row = [name, f"9{number:09d}", f"{chance.randrange(1900, 2020)}-05-17"]
            if chance.random() < BROKEN_SHARE:
                broken[number], damage = chance.choice(list(BROKEN.items()))
                row = damage(row)
            rows.writerow(row)
    return broken


def test_a_killed_import_is_completed(migrated: Instance, tmp_path: Path) -> None:
    file = tmp_path / "patients.csv"
    broken = write(file)
    report = file.with_suffix(".report.csv")
    command = [sys.executable, "manage.py", "import_patients", str(file)]
    for _ in range(KILLED):
        size = report.stat().st_size if report.exists() else 0
        process = subprocess.Popen(command, cwd=ROOT, env=migrated.environment(), stdout=subprocess.DEVNULL)
        # A batch's part of the report was written: its transaction is about to be committed.
        until(lambda size=size: report.exists() and report.stat().st_size > size + 2_000, seconds=120)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = subprocess.run(
        command, cwd=ROOT, env=migrated.environment(), capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 1, done.stderr
    assert re.match(r"Continued after row \d+001, where an earlier run ended\.\n", done.stdout), done.stdout
    with report.open(encoding="utf-8-sig", newline="") as opened:
        _header, *rows = csv.reader(opened)
    assert [int(row[0]) for row in rows] == sorted(broken)
    assert [row[1] for row in rows if not row[1].startswith(broken[int(row[0])])] == []
    whole = ROWS - len(broken)
    assert migrated.manage("shell", "--no-imports", "-c", COUNTS).split() == [str(whole)] * 4 + ["True"]
