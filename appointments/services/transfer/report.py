"""CSV files that this program writes: exports, and what an import has to say about rows, safe against being killed."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from appointments.services.transfer.cells import harmless, original, with_bytes_shown

ONLY_OWNER = 0o600  # patients' data
# With a byte order mark, without which spreadsheets do not read UTF-8.
ENCODING = "utf-8-sig"


def text_of(rows: Iterable[Sequence[str]]) -> str:
    """Rows as CSV, formulas made harmless."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(with_bytes_shown(cell)) for cell in row] for row in rows)
    return text.getvalue()


def replace(path: Path, texts: Iterable[str]) -> None:
    """Writes a whole file, or nothing where it fails in the middle."""
    part = path.with_name(f"{path.name}.part")
    try:
        with open(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, ONLY_OWNER), "w", encoding=ENCODING, newline=""
        ) as file:
            file.writelines(texts)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


class Report:
    """Rows of a file, each with its number first and in their order; removed at the end if there are none.

    `write()` puts them on the disk, `keep()` makes them stay: what was written before a failure is written over. A
    report of a killed run is continued after the row `up_to`.
    """

    def __init__(self, path: Path, header: Sequence[str], up_to: int) -> None:
        self.path = path
        self.count = 0
        replace(path, self._kept(header, up_to))
        self._file = path.open("r+b")
        self._end = path.stat().st_size
        self._written = 0

    def _kept(self, header: Sequence[str], up_to: int) -> Iterator[str]:
        yield text_of([header])
        for row in _rows_up_to(self.path, up_to):
            self.count += 1
            yield text_of([row])

    def write(self, rows: Sequence[Sequence[str]]) -> None:
        self._file.seek(self._end)
        self._file.truncate()
        self._file.write(text_of(rows).encode())
        self._file.flush()
        os.fsync(self._file.fileno())
        self._written = len(rows)

    def keep(self) -> None:
        self._end = self._file.tell()
        self.count += self._written

    def __enter__(self) -> "Report":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is None and not self.count:
            self.path.unlink()


def _rows_up_to(path: Path, last: int) -> Iterator[list[str]]:
    """Those of an earlier run with numbers up to `last`; the run may have been killed in the middle of a row.

    Then the number of that row may lack digits, where nothing stands after it.
    """
    if not path.is_file():
        return
    with path.open(encoding=ENCODING, newline="") as file:
        before = 0
        rows = csv.reader(file)
        next(rows, None)
        for row in rows:
            if len(row) < 2 or not row[0].isdecimal() or not before < int(row[0]) <= last:
                return
            before = int(row[0])
            yield [original(cell) for cell in row]
