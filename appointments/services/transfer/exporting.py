"""Writes a file that the import of the same name reads."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from appointments.services.transfer.report import replace, text_of
from audit.models import Action
from audit.recording import record


def export(path: Path, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """The number of rows. Writes the whole file, readable by its owner alone, or nothing. Raises OSError."""
    count = 0

    def texts() -> Iterator[str]:
        nonlocal count
        yield text_of([columns])
        for row in rows:
            count += 1
            yield text_of([row])

    replace(path, texts())
    record(Action.EXPORTED_FILE, by=None, detail=f"{count} {name}")
    return count
