"""Runs an import in a test, and reads what it says."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.core.management import CommandError, call_command

problems = SimpleNamespace(
    AMBIGUOUS="birth_date: “04/05/1980” can be two dates. Say the order with --date-order.",
)


@dataclass
class Imported:
    """`code` is the exit code, `error` the sentence on stderr; `report` are the rows of the report, header included."""

    file: Path
    code: int
    said: str
    error: str
    report: list[list[str]]
    alike: dict[int, str]

    @property
    def problems(self) -> dict[int, str]:
        """{row: sentence}"""
        return {int(row[0]): row[1] for row in self.report[1:]}

    @property
    def files(self) -> list[str]:
        return sorted(each.name for each in self.file.parent.iterdir())


def imported(what: str, file: Path, **options: Any) -> Imported:
    """`encoding_option` is --encoding."""
    if "encoding_option" in options:
        options["encoding"] = options.pop("encoding_option")
    middle = ".dry-run" if options.get("dry_run") else ""
    maps = [f"--map={each}" for each in options.pop("map", [])]
    said, code, error = io.StringIO(), 0, ""
    try:
        call_command(f"import_{what}", file, *maps, stdout=said, **options)
    except CommandError as refusal:
        code, error = refusal.returncode, str(refusal)
    alike = {int(row[0]): row[3] for row in _rows(file, f"{middle}.duplicates.csv")[1:]}
    return Imported(file, code, said.getvalue(), error, _rows(file, f"{middle}.report.csv"), alike)


def _rows(file: Path, suffix: str) -> list[list[str]]:
    path = file.with_suffix(suffix)
    if "\0" in str(path) or not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))
