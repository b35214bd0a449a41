"""What `import_patients` and `import_appointments` share, and the two exports: arguments, progress bar, exit code."""

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from tqdm import tqdm

from appointments.services.transfer import importing
from appointments.services.transfer.cells import ORDERS
from appointments.services.transfer.exporting import export
from appointments.services.transfer.header import Unreadable
from appointments.services.transfer.importing import AlreadyImported, RunsAlready
from appointments.services.transfer.reading import HEADER_ROW, open_table
from common.unavailable import is_unavailable

INTERRUPTED = 130  # the exit code of shells after Ctrl-C


class ImportCommand(BaseCommand):
    """Exit code 1 if a row is refused, or the file as a whole."""

    kind: Any

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="A CSV file with a header.")
        parser.add_argument("--dry-run", action="store_true", help="Write the reports only, and nothing else.")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            type=_column_and_field,
            metavar="COLUMN=FIELD",
            help="This column of the file is that field; COLUMN= leaves it out. May be given more than once.",
        )
        parser.add_argument("--encoding", default="", help="By default UTF-8, or what the byte order mark says.")
        parser.add_argument(
            "--date-order",
            choices=ORDERS,
            default="",
            help="How dates such as 04/05/2024 are meant. Those such as 2024-05-04 are always read.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, dry_run = options["file"], options["dry_run"]
        try:
            kind = self.kind(options["date_order"])
            table = open_table(
                path,
                kind.columns,
                kind.required,
                renamed=dict(options["map"]),
                encoding=options["encoding"],
                notice=kind.notice,
            )
            # Without a terminal nothing is shown.
            with tqdm(total=table.last - HEADER_ROW, unit=" rows", disable=None, file=sys.stderr) as bar:
                done = importing.import_table(kind, table, dry_run=dry_run, progress=bar.update)
        except (Unreadable, AlreadyImported, RunsAlready) as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"{error.filename or path}: {error.strerror}") from None
        except DatabaseError as error:
            if not is_unavailable(error):
                raise
            sentence = f"The database cannot be used: {error}. The same command continues where it was."
            raise CommandError(sentence) from error
        except KeyboardInterrupt:
            raise CommandError("Stopped. The same command continues where it was.", returncode=INTERRUPTED) from None
        refused, alike = importing.report_paths(path, dry_run=dry_run)
        if options["verbosity"]:
            for line in _summary(kind.name, done, refused, alike, dry_run=dry_run):
                self.stdout.write(line)
        if done.refused:
            raise CommandError(f"Rows refused: {done.refused}. See {refused}.")


def _summary(name: str, done: importing.Done, refused: Path, alike: Path, *, dry_run: bool) -> Iterator[str]:
    if done.begun > HEADER_ROW:
        yield f"Continued after row {done.begun}, where an earlier run ended."
    yield f"{name.capitalize()} {'to be imported' if dry_run else 'imported'}: {done.inserted}."
    if done.present:
        yield f"There already: {done.present}."
    if done.alike:
        yield f"Likely registered twice: {done.alike}. See {alike}."


def _column_and_field(text: str) -> tuple[str, str]:
    column, equals, field = text.rpartition("=")
    if not equals:
        raise argparse.ArgumentTypeError("write COLUMN=FIELD")
    return column.strip(), field.strip()


class ExportCommand(BaseCommand):
    """Writes the whole file, or nothing."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[list[str]]]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="It is written over if it is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = export(
                options["file"], self.name, self.columns, tqdm(type(self).rows(), unit=" rows", disable=None)
            )
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from None
        if options["verbosity"]:
            self.stdout.write(f"{self.name.capitalize()} exported: {count}.")
