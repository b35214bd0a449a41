"""What somebody typed to find a patient: words of a name, a birth date or year, an MRN, digits of a phone."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import get_format

from appointments.models.phone import local_digits
from appointments.models.search_key import WORD_LENGTH, fold_mrn
from common.name_folding import as_consonants, has_consonants, is_vowelless, parts_of, without_titles

MAX_CHARACTERS = 100
LAST_DIGITS = 4  # of a phone: fewer have too many patients
LIKE_A_DATE = re.compile(r"(?<![\w/.-])(\d{1,4}([-/.])\d{1,2}\2\d{1,4})(?![\w/-])", re.ASCII)
LIKE_A_PHONE = re.compile(r"[\d\s+\-()./]+", re.ASCII)
YEAR = re.compile(r"(?:18[89]|19\d|20\d)\d", re.ASCII)
DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Typed:
    """`words` are folded beginnings of words; `consonants` the same for scripts without vowels, () where that says
    nothing. `mrn` and the phone's digits are '' where the text cannot be one."""

    words: tuple[str, ...] = ()
    consonants: tuple[str, ...] = ()
    birth_date: date | None = None
    year: int | None = None
    mrn: str = ""
    digits: str = ""
    local: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.birth_date or self.mrn or self.digits)


def read(text: str) -> Typed:
    """Nothing for a text without letters and digits, or with a NUL, which PostgreSQL refuses."""
    text = " ".join(text[:MAX_CHARACTERS].split())
    if "\0" in text:
        return Typed()
    text = "".join(str(int(each)) if each.isdecimal() else each for each in text)  # Arabic, Indian digits
    birth_date, names = _without_date(text)
    words = tuple(part.text[:WORD_LENGTH] for part in without_titles(parts_of(names)))
    years = [word for word in words if YEAR.fullmatch(word)]
    has_names = len(words) > len(years)
    year = int(years[0]) if len(years) == 1 and has_names and birth_date is None else None
    if year:
        words = tuple(word for word in words if word != years[0])
    digits = "".join(DIGIT.findall(text)) if LIKE_A_PHONE.fullmatch(text) else ""
    return Typed(
        words=() if digits else words,
        consonants=() if digits else _as_consonants(words),
        birth_date=birth_date,
        year=year,
        mrn=fold_mrn(text) if DIGIT.search(text) else "",
        digits=digits,
        local=local_digits(text) if digits else "",
    )


def _as_consonants(words: tuple[str, ...]) -> tuple[str, ...]:
    """() where a word is in such a script itself. Words of vowels alone fit every name, so others decide."""
    if any(is_vowelless(word) or not word.isalpha() for word in words):
        return ()
    return tuple(map(as_consonants, [word for word in words if has_consonants(word)] or words))


def _without_date(text: str) -> tuple[date | None, str]:
    """The first birth date in it, as in 1980-05-17 or in the hospital's order, and what is left."""
    for found in LIKE_A_DATE.finditer(text):
        for order in ("%Y-%m-%d", *get_format("DATE_INPUT_FORMATS")):
            typed = re.sub(r"[/.-]", "-", found[1])
            try:
                day = datetime.strptime(typed, re.sub(r"[/.-]", "-", order)).date()
            except ValueError:
                continue
            return day, (text[: found.start()] + " " + text[found.end() :]).strip()
    return None, text
