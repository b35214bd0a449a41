"""Which parts of a found patient's fields match what was typed, so that a list of results can mark them."""

from collections.abc import Iterable, Iterator
from datetime import date
from unicodedata import category

from appointments.models import Patient
from appointments.models.phone import EXTENSION, digits_of, local_digits, national_digits
from appointments.models.search_key import LAST_NUMBER, fold_mrn, without_zeros
from appointments.services.patients.typed import LAST_DIGITS, Typed
from common.name_folding import Part, fold, is_vowelless, joined, parts_of

Range = tuple[int, int]  # half-open, in code points; one character outside the BMP is one
Marks = dict[str, list[Range]]


def marks_of(patient: Patient, asked: Typed) -> Marks:
    """`{"name": [(0, 4)], "mrn": …, "phone": …, "second_phone": …, "birth_date": …}`, without fields that do not match.

    Ranges are in order and do not touch. Those of a birth date are of YYYY-MM-DD.
    """
    found = {
        "name": _in_name(patient.name, (*asked.words, *asked.consonants)),
        "mrn": _in_mrn(patient.mrn, asked.mrn),
        "phone": _in_phone(patient.phone or "", asked),
        "second_phone": _in_phone(patient.second_phone, asked),
        "birth_date": _in_date(patient.birth_date, asked),
    }
    return {field: ranges for field, each in found.items() if (ranges := _united(each))}


def ranges_of_mrn(mrn: str, typed: str) -> list[Range]:
    """What is marked of an MRN; [] where it does not match."""
    return _united(_in_mrn(mrn, typed))


def _in_name(name: str, words: Iterable[str]) -> Iterator[Range]:
    """Of each part that begins with a word, the shortest beginning that does; all of it where only consonants match."""
    parts = parts_of(name)
    runs: list[tuple[tuple[Part, ...], str]] = [((part,), part.text) for part in parts]
    runs += [(parts[first : last + 1], text) for text, first, last in joined(parts)]
    for word in words:
        for run, text in runs:
            if text.startswith(word):
                whole = is_vowelless(word)
                yield run[0].start, run[-1].end if whole else _shortest(name, run, word)


def _shortest(name: str, run: Iterable[Part], word: str) -> int:
    """The end of the shortest beginning of these parts whose folded text begins with the word."""
    before, end = "", 0
    for part in run:
        for end in range(part.start + 1, part.end + 1):
            is_cut = end < part.end and category(name[end]).startswith("M")
            if not is_cut and (before + fold(name[part.start : end])).startswith(word):
                return end
        before += part.text
    return end


def _in_mrn(mrn: str, typed: str) -> Iterator[Range]:
    """The MRN's beginning, and that of the number in it."""
    number = LAST_NUMBER.search(mrn)
    if not typed:
        return
    if fold_mrn(mrn).startswith(typed):
        yield 0, next(end for end in range(1, len(mrn) + 1) if fold_mrn(mrn[:end]).startswith(typed))
    if number and number[1].startswith(typed):
        yield number.start(1), number.start(1) + len(typed)
    elif number and number[1] == without_zeros(typed):
        yield number.start(), number.end(1)


def _in_phone(phone: str, asked: Typed) -> Iterator[Range]:
    """The number's beginning, with or without the country code, and its last digits."""
    if not asked.digits:
        return
    at = [place for place, each in enumerate(EXTENSION.sub("", phone)) if each.isdecimal()]
    digits = digits_of(phone)
    for typed in {asked.digits, asked.local} - {""}:
        for beginning in {digits, local_digits(phone), national_digits(phone)}:
            if beginning.startswith(typed) and digits.endswith(beginning):
                first = len(digits) - len(beginning)
                yield at[first], at[first + len(typed) - 1] + 1
    if len(asked.digits) >= LAST_DIGITS and digits.endswith(asked.digits):
        yield at[-len(asked.digits)], at[-1] + 1


def _in_date(day: date | None, asked: Typed) -> Iterator[Range]:
    if day is not None and day == asked.birth_date:
        yield 0, len(day.isoformat())
    elif day is not None and day.year == asked.year:
        yield 0, len(str(day.year))


def _united(ranges: Iterable[Range]) -> list[Range]:
    """In order; those that overlap or touch are one."""
    united: list[Range] = []
    for start, end in sorted(ranges):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return united
