"""What is written into a cell is read from it; dates and times in the ways that files write them."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone
from hypothesis import example, given
from hypothesis import strategies as st

from appointments.services.transfer.cells import (
    check_storable,
    harmless,
    original,
    read_date,
    read_moment,
    read_yes,
    with_bytes_shown,
)
from appointments.services.transfer.report import text_of

DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text("'=+-@\t\r\n\",;＝ a")


def exactly(sentence: str) -> str:
    """The pattern of this whole sentence."""
    return f"^{re.escape(sentence)}$"


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=4), max_size=4))
@example([["=1+1", "'=1+1"], ["''", "'"], ["+91 98", "a\r\nb"], ["\r", '"']])
def test_cells_are_read_as_they_were_written(rows: list[list[str]]) -> None:
    read = csv.reader(io.StringIO(text_of(rows), newline=""), strict=True)
    assert [[original(cell) for cell in row] for row in read] == rows


@given(TEXTS)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not harmless(text).startswith(DANGEROUS)
    assert harmless(text) in {text, f"'{text}"}


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1980-05-17", "", date(1980, 5, 17)),
        ("1980-5-7", "mdy", date(1980, 5, 7)),
        ("17/05/1980", "", date(1980, 5, 17)),
        ("05/17/1980", "", date(1980, 5, 17)),
        ("05.05.1980", "", date(1980, 5, 5)),
        ("04/05/1980", "dmy", date(1980, 5, 4)),
        ("04/05/1980", "mdy", date(1980, 4, 5)),
        ("1980/04/05", "", date(1980, 4, 5)),
        ("4 5 1980", "dmy", date(1980, 5, 4)),
        ("٠٤/٠٥/١٩٨٠", "dmy", date(1980, 5, 4)),
    ],
)
def test_dates(text: str, order: str, day: date) -> None:
    assert read_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "sentence"),
    [
        ("04/05/1980", "", "“04/05/1980” can be two dates. Say the order with --date-order."),
        ("17/05/1980", "mdy", "“17/05/1980” is not a date with a year of four digits."),
        ("17/05/80", "dmy", "“17/05/80” is not a date with a year of four digits."),
        ("1980-02-30", "", "There is no date “1980-02-30”."),
        ("0000-01-01", "", "There is no date “0000-01-01”."),
        ("31/02/1980", "", "“31/02/1980” is not a date with a year of four digits."),
        ("17-05/1980", "", "Enter a date such as 2024-01-15."),
        ("May 1980", "", "Enter a date such as 2024-01-15."),
        ("9" * 500, "", "Enter a date such as 2024-01-15."),
    ],
)
def test_dates_that_are_none(text: str, order: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=exactly(sentence)):
        read_date(text, order)


@pytest.mark.parametrize(
    ("text", "order", "moment"),
    [
        ("2026-03-10T10:00:00+05:30", "", "2026-03-10T04:30:00+00:00"),
        ("2026-03-10T10:00Z", "", "2026-03-10T10:00:00+00:00"),
        ("2026-03-10 10:00", "", "2026-03-10T04:30:00+00:00"),
        ("10/03/2026 9:05", "dmy", "2026-03-10T03:35:00+00:00"),
        ("2026-03-10T10:00:00.000250+05:30", "", "2026-03-10T04:30:00.000250+00:00"),
    ],
)
def test_moments(text: str, order: str, moment: str) -> None:
    assert read_moment(text, order).isoformat() == moment


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-03-10", "Enter a time such as 2024-01-15T10:00:00+05:30."),
        ("2026-03-10 25:00", "Enter a time such as 2024-01-15T10:00:00+05:30."),
        ("1999-03-10 10:00", "The year must be between 2000 and 2099."),
        ("9999-12-31T23:59:00-12:00", "The year must be between 2000 and 2099."),
        ("0001-01-01T00:00:00+12:00", "The year must be between 2000 and 2099."),
        ("2026-03-10T10:00:00+99:99", "Enter a time such as 2024-01-15T10:00:00+05:30."),
        ("10/03/2026 10:00", "“10/03/2026” can be two dates. Say the order with --date-order."),
    ],
)
def test_moments_that_are_none(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=exactly(sentence)):
        read_moment(text)


@pytest.mark.parametrize("wall", ["2026-10-25 02:30", "2026-03-29 02:30"])
def test_a_time_that_the_clock_shows_twice_or_never_needs_its_offset(wall: str) -> None:
    with timezone.override("Europe/Berlin"), override_settings(TIME_ZONE="Europe/Berlin"):
        with pytest.raises(ValueError, match="The clock changes at"):
            read_moment(wall)
        assert read_moment("2026-10-25T02:30:00+01:00").isoformat() == "2026-10-25T01:30:00+00:00"


@pytest.mark.parametrize(("text", "meant"), [("yes", True), ("TRUE", True), ("1", True), ("", False), ("No", False)])
def test_yes_and_no(text: str, meant: Any) -> None:
    assert read_yes(text) is meant


def test_neither_yes_nor_no() -> None:
    with pytest.raises(ValueError, match=exactly("Enter “yes” or “no”.")):
        read_yes("perhaps")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\0b", "The text contains a NUL character."),
        ("a\ud83d", "The text contains half of a character (a lone surrogate)."),
        ("Zo\udceb", "The text “Zo\\xeb” is not in the file's encoding."),
    ],
)
def test_texts_that_cannot_be_stored(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=exactly(sentence)):
        check_storable(text)

    assert with_bytes_shown(text).encode()
