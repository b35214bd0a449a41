"""A CSV file as rows: its encoding, delimiter and header, and rows that can be read although others cannot."""

import codecs
import csv
import hashlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

from appointments.services.transfer.header import Header, Unreadable, read_header

LONGEST_ROW = 100_000  # characters; more means that a quotation mark is not closed
HEADER_ROW = 1


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts as a spreadsheet does: the header is row 1, empty rows count. `problem` is '' or a sentence."""

    number: int
    cells: list[str]
    problem: str = ""


@dataclass(frozen=True)
class Table:
    """A file that can be read. `last` is the number of its last row, `digest` the SHA-256 of its bytes."""

    path: Path
    encoding: str
    header: Header
    last: int
    digest: str

    def rows(self, after: int = HEADER_ROW) -> Iterator[Row]:
        """The rows with larger numbers, in their order, each as it is asked for."""
        return (row for row in _rows(self.path, self.encoding, self.header) if row.number > after)


def open_table(
    path: Path,
    columns: tuple[str, ...],
    required: tuple[str, ...],
    *,
    renamed: dict[str, str],
    encoding: str = "",
    notice: Callable[[dict[str, str]], None],
) -> Table:
    """Reads the whole file once. `notice` is called with the values of each row that has the header's columns.

    `renamed` is {the file's column: field, or '' to leave it out}. `encoding` '' is the one of the file's byte order
    mark, else UTF-8. Raises Unreadable.
    """
    if not path.is_file():
        sentence = _("%(path)s is not a file.") if path.exists() else _("There is no file %(path)s.")
        raise Unreadable(sentence % {"path": path})
    _check_encoding(encoding)
    try:
        encoding = encoding or _encoding_of(path)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if encoding == "utf-8":
            _check_is_utf8(path)
        header = read_header(_first_line(path, encoding), columns, required, renamed)
        last = HEADER_ROW
        for row in _rows(path, encoding, header):
            last = row.number
            if not row.problem:
                notice(header.values(row.cells))
    except OSError as error:
        raise Unreadable(_("%(path)s cannot be read: %(error)s.") % {"path": path, "error": error.strerror}) from None
    return Table(path, encoding, header, last, digest)


def _rows(path: Path, encoding: str, header: Header) -> Iterator[Row]:
    with _opened(path, encoding) as file:
        lines = Lines(file)
        reader = csv.reader(lines, delimiter=header.delimiter, strict=True)
        number = HEADER_ROW
        next(reader)
        while True:
            number += 1
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except (csv.Error, TooLong):
                yield Row(number, [lines.read_on_after_first()], _("A quotation mark is missing, or one too many."))
                continue
            except UnicodeError as error:
                raise _undecodable(number, encoding, error) from None
            if not any(cells):
                continue
            yield Row(number, cells, _wrong_count(cells, header))


def _wrong_count(cells: list[str], header: Header) -> str:
    if len(cells) == len(header.columns):
        return ""
    sentence = _("The row has %(cells)s cells, the header %(columns)s.")
    return sentence % {"cells": len(cells), "columns": len(header.columns)}


class TooLong(Exception):
    """A row has more than LONGEST_ROW characters."""


class Lines:
    """The lines of a file. After a row that cannot be read, the lines after its first one are read again.

    So a missing quotation mark costs one row, not all rows up to the next mark.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: deque[str] = deque()
        self._of_row: list[str] = []
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._file.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self._of_row.append(line)
        self._length += len(line)
        if self._length > LONGEST_ROW:
            raise TooLong
        return line

    def begin(self) -> None:
        """The next line begins a row."""
        self._of_row.clear()
        self._length = 0

    def read_on_after_first(self) -> str:
        """The row's first line; the next row begins with its second one."""
        first, *others = self._of_row
        self._again.extendleft(reversed(others))
        return first.rstrip("\r\n")


def _opened(path: Path, encoding: str) -> TextIO:
    # Bytes of another encoding become lone surrogates: the rows that have them are refused, the others are read.
    return path.open(encoding=encoding, errors="surrogateescape", newline="")


def _first_line(path: Path, encoding: str) -> str:
    with _opened(path, encoding) as file:
        try:
            line = file.readline(LONGEST_ROW)
        except UnicodeError as error:
            raise _undecodable(HEADER_ROW, encoding, error) from None
    if "\0" in line:
        raise Unreadable(
            _("This is not a text in %(encoding)s. Say its encoding with --encoding.") % {"encoding": encoding}
        )
    return line.removeprefix("\ufeff")


def _check_encoding(encoding: str) -> None:
    try:
        "".encode(encoding or "utf-8")
    except (LookupError, ValueError):
        raise Unreadable(_("There is no encoding “%(encoding)s”.") % {"encoding": encoding}) from None


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(len(codecs.BOM_UTF8))
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else "utf-8"


def _check_is_utf8(path: Path) -> None:
    """Raises Unreadable where most lines with letters outside ASCII are in another encoding."""
    good = bad = first_bad = 0
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            try:
                line.decode()
                good += 1
            except UnicodeDecodeError:
                bad += 1
                first_bad = first_bad or number
    if bad > good:
        sentence = _("The file is not UTF-8: see line %(line)s. Say its encoding, as in --encoding windows-1252.")
        raise Unreadable(sentence % {"line": first_bad})


def _undecodable(number: int, encoding: str, error: UnicodeError) -> Unreadable:
    sentence = _("Row %(row)s cannot be read as %(encoding)s: %(error)s.")
    return Unreadable(sentence % {"row": number, "encoding": encoding, "error": getattr(error, "reason", error)})
