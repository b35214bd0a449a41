"""How a benchmark prints and saves its results."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from tests.support.processes import ROOT

RESULTS = ROOT / "bench" / "results"


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """An aligned text table with a heading."""
    lines = [tuple(columns), *(tuple(map(str, row)) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(columns))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def table_of(records: Sequence[dict[str, Any]]) -> str:
    """A table of records; the columns are the keys of the first."""
    return table(list(records[0]), [list(each.values()) for each in records])


def save(name: str, results: Any) -> None:
    """Writes bench/results/<name>.json."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(results, indent=2) + "\n")
