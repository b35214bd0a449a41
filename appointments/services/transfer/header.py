"""The header of a file: which column holds which field."""

import csv
import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from appointments.services.transfer.cells import original

DELIMITERS = (",", ";", "\t", "|")
BETWEEN_WORDS = re.compile(r"[\W_]+")
# What other systems call the fields.
OTHER_NAMES = {
    "full_name": "name",
    "patient_name": "name",
    "patient_id": "mrn",
    "medical_record_number": "mrn",
    "surname": "family_name",
    "last_name": "family_name",
    "first_name": "given_name",
    "telephone": "phone",
    "mobile": "phone",
    "dob": "birth_date",
    "date_of_birth": "birth_date",
    "birthdate": "birth_date",
    "gender": "sex",
    "reason_for_visit": "complaint",
}
SHOWN_CHARACTERS = 500  # of the names of columns, in an error
OF_REPORTS = ("row", "problem")  # so that the corrected report of an import can be imported


class Unreadable(Exception):
    """The whole file is refused; `str()` is a sentence."""


@dataclass(frozen=True)
class Header:
    """`columns` are the file's names, `fields` the field of each column or ''."""

    columns: tuple[str, ...]
    fields: tuple[str, ...]
    delimiter: str

    def values(self, cells: list[str]) -> dict[str, str]:
        """{field: text} of a row, without blanks around, formulas as they were before an export."""
        return {field: original(cell).strip() for field, cell in zip(self.fields, cells, strict=True) if field}


def read_header(line: str, columns: tuple[str, ...], required: tuple[str, ...], renamed: dict[str, str]) -> Header:
    """`renamed` is {the file's column: field, or '' to leave it out}.

    The delimiter is the one that finds the most fields. Raises Unreadable for an unknown column, and for a field that
    has no column or two.
    """
    if not line.strip():
        raise Unreadable(_("The file is empty, or its first row is."))
    for column, field in renamed.items():
        if field and field not in columns:
            sentence = _("--map %(column)s=%(field)s: there is no field “%(field)s”. There are: %(fields)s.")
            raise Unreadable(sentence % {"column": column, "field": field, "fields": ", ".join(columns)})
    headers = [_split(line, delimiter, columns, renamed) for delimiter in DELIMITERS]
    header = max(headers, key=lambda each: sum(map(bool, each.fields)))
    _check(header, columns, required, renamed)
    return header


def _split(line: str, delimiter: str, columns: tuple[str, ...], renamed: dict[str, str]) -> Header:
    try:
        names = next(csv.reader([line], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        names = [line]
    found = tuple(original(name).strip() for name in names)
    return Header(found, tuple(_field(name, columns, renamed) for name in found), delimiter)


def _field(name: str, columns: tuple[str, ...], renamed: dict[str, str]) -> str:
    if name in renamed:
        return renamed[name]
    plain = BETWEEN_WORDS.sub("_", name.casefold()).strip("_")
    field = OTHER_NAMES.get(plain, plain)
    return field if field in columns else ""


def _check(header: Header, columns: tuple[str, ...], required: tuple[str, ...], renamed: dict[str, str]) -> None:
    there = {"fields": ", ".join(columns), "columns": ", ".join(header.columns)[:SHOWN_CHARACTERS]}
    for column in renamed:
        if column not in header.columns:
            raise Unreadable(_("--map: the file has no column “%(column)s”.") % {"column": column})
    for field in required:
        if field not in header.fields:
            sentence = _(
                "No column for “%(field)s”. The file's columns: %(columns)s. Name one with --map COLUMN=%(field)s."
            )
            raise Unreadable(sentence % {"field": field, **there})
    for field, count in Counter(filter(None, header.fields)).items():
        if count > 1:
            sentence = _("%(count)s columns for “%(field)s”. Leave one out with --map COLUMN=")
            raise Unreadable(sentence % {"count": count, "field": field})
    for column, field in zip(header.columns, header.fields, strict=True):
        if not field and column not in renamed and column not in OF_REPORTS:
            sentence = _("Unknown column “%(column)s”. Use --map '%(column)s=FIELD', or '%(column)s=' to leave it out.")
            raise Unreadable(f"{sentence} {_('Fields: %(fields)s.')}" % {"column": column, **there})
