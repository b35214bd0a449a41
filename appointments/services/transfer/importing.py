"""Imports a file in batches. Each is one transaction with a mark of how far it got, so that a killed run goes on."""

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.models import Counter
from appointments.services.bulk_import import BATCH
from appointments.services.transfer.batch import Batch, Kind, read_batch
from appointments.services.transfer.cells import original
from appointments.services.transfer.header import OF_REPORTS
from appointments.services.transfer.reading import HEADER_ROW, Row, Table
from appointments.services.transfer.report import Report
from audit.models import Action
from audit.recording import record
from common.counters import advance
from realtime.broadcasting import atomic


class AlreadyImported(Exception):
    """This file was imported to its end; `str()` is a sentence."""


class RunsAlready(Exception):
    """Another process imports this file; `str()` is a sentence."""


@dataclass
class Done:
    """How many rows of a file were imported, were there already, and were refused; `begun` is where this run began."""

    begun: int
    inserted: int = 0
    present: int = 0
    refused: int = 0
    alike: int = 0


def import_table(
    kind: Kind, table: Table, *, dry_run: bool = False, progress: Callable[[int], Any] = lambda rows: None
) -> Done:
    """Imports the rows that are not imported yet, and writes two reports beside the file (`report_paths`).

    `progress` is called with the number of rows of each batch. Raises AlreadyImported, RunsAlready.
    """
    refused_path, alike_path = report_paths(table.path, dry_run=dry_run)
    with _alone(table.path):
        begun = 0 if dry_run else _rows_done(kind, table)
        if begun >= table.last > HEADER_ROW:
            raise AlreadyImported(_already_imported(refused_path))
        done = Done(max(begun, HEADER_ROW))
        _import_rows(kind, table, done, (refused_path, alike_path), progress, dry_run=dry_run)
        _finish(kind, table, done, dry_run=dry_run)
    return done


def report_paths(path: Path, *, dry_run: bool) -> tuple[Path, Path]:
    """The files of the refused rows and of the likely duplicates."""
    middle = ".dry-run" if dry_run else ""
    return path.with_suffix(f"{middle}.report.csv"), path.with_suffix(f"{middle}.duplicates.csv")


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Raises RunsAlready while another process of this machine imports the file, before a report is written over."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunsAlready(_("Another process is importing this file.")) from None
        yield


def _already_imported(report: Path) -> str:
    if not report.exists():
        return _("This file is imported already.")
    sentence = _("This file is imported already. Correct the rows in %(report)s, and import that file.")
    return sentence % {"report": report}


def _import_rows(
    kind: Kind,
    table: Table,
    done: Done,
    paths: tuple[Path, Path],
    progress: Callable[[int], Any],
    *,
    dry_run: bool,
) -> None:
    columns = [name for name in table.header.columns if name not in OF_REPORTS]
    rows = table.rows(after=done.begun)
    progress(done.begun - HEADER_ROW)
    with (
        Report(paths[0], [*OF_REPORTS, *columns], up_to=done.begun) as refused,
        Report(paths[1], ["row", "mrn", "name", "same_as"], up_to=done.begun) as alike,
    ):
        last = done.begun
        while taken := list(islice(rows, BATCH)):
            batch = _import_batch(kind, table, taken, last, (refused, alike), dry_run=dry_run)
            refused.keep()
            alike.keep()
            progress(taken[-1].number - last)
            last = taken[-1].number
            done.inserted += len(batch.inserted)
            done.present += len(batch.present)
        done.refused, done.alike = refused.count, alike.count


def _import_batch(
    kind: Kind, table: Table, rows: list[Row], last: int, reports: tuple[Report, Report], *, dry_run: bool
) -> Batch:
    ready, problems = read_batch(kind, rows, table.header.values)

    @atomic()
    def write() -> Batch:
        batch = Batch(dict(ready), dict(problems), table.header.fields)
        if not dry_run:
            _mark(kind, table, last, rows[-1].number)
        kind.place(batch)
        cells = {row.number: _reported(table, row) for row in rows if row.number in batch.refused}
        reports[0].write([[str(number), batch.refused[number], *cells[number]] for number in sorted(batch.refused)])
        reports[1].write(
            [
                [str(number), batch.inserted[number].mrn, batch.inserted[number].name, " ".join(mrns)]
                for number, mrns in sorted(batch.alike.items())
            ]
        )
        if dry_run:
            transaction.set_rollback(True)
        return batch

    return write()


def _reported(table: Table, row: Row) -> list[str]:
    """The cells as the file has them, without those of the report that the file is itself."""
    if row.problem:
        return row.cells
    named = zip(table.header.columns, row.cells, strict=True)
    return [original(cell) for name, cell in named if name not in OF_REPORTS]


def _mark(kind: Kind, table: Table, last: int, now: int) -> None:
    """Writes how many rows are done. Raises RunsAlready where another machine has written another number."""
    key = _key(kind, table)
    if advance(Counter, "key", "value", {key: now - (last if last > HEADER_ROW else 0)})[key] != now:
        raise RunsAlready(_("Another process is importing this file."))


def _rows_done(kind: Kind, table: Table) -> int:
    return Counter.objects.filter(key=_key(kind, table)).values_list("value", flat=True).first() or 0


def _key(kind: Kind, table: Table) -> str:
    return f"import:{kind.name}:{table.digest}"


@atomic()
def _finish(kind: Kind, table: Table, done: Done, *, dry_run: bool) -> None:
    if dry_run:
        return
    if not done.inserted and done.begun == HEADER_ROW:
        # Nothing was written: the same file may be imported again, as after a missing doctor was added.
        Counter.objects.filter(key=_key(kind, table)).delete()
        return
    record(Action.IMPORTED, by=None, detail=f"{done.inserted} {kind.name}")
