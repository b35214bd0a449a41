"""The keys by which patients are found: each is a short text in one index, and a search reads ranges of it.

| key | of | found by |
|---|---|---|
| `novak` | each word of the name, folded | nov |
| `/el novak elena` | each two words of it, in both orders | el nov, novak elena |
| `~novak` | the words of a name of more than eight words | any words |
| `@1980 novak` | each word, with the birth year | novak 1980 |
| `#kh00123`, `#123` | the MRN, and the number in it; merged records have further ones | KH-001, 123 |
| `+9840012345` | a phone's digits from the left, with and without the country code | 98400 |
| `-5432100489` | the same from the right | 2345 |
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection, models

from appointments.models.phone import digits_of, local_digits, national_digits
from common.name_folding import Part, as_consonants, is_vowelless, joined, parts_of, without_titles

VERSION = 2  # raise it when keys of stored patients have to be written again: `migrate` does that
MOST_PAIRED = 8  # words; more are rare, and have one row per word instead of one per two words
PAIR, MANY, YEAR, MRN, PHONE, PHONE_END = "/", "~", "@", "#", "+", "-"
KEY_LENGTH = 120
WORD_LENGTH = 50  # of a word in a key; the rest is not compared
NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
LAST_NUMBER = re.compile(r"0*(\d+)\D*\Z", re.ASCII)


class SearchKey(models.Model):
    """One key of a patient. On PostgreSQL it has the "C" collation, so that a prefix is a range of the index."""

    pk = models.CompositePrimaryKey("key", "patient")
    key = models.CharField(max_length=KEY_LENGTH)
    patient = models.ForeignKey("appointments.Patient", models.CASCADE, related_name="search_keys")

    def __str__(self) -> str:
        return self.key


def keys_of(patient: Any, former_mrns: Iterable[str] = ()) -> set[str]:
    """The keys of name, birth year, MRN and phones; `former_mrns` are those of records merged into this one."""
    keys = set(_name_keys(patient.name, patient.birth_date.year if patient.birth_date else None))
    for mrn in (patient.mrn, *former_mrns):
        keys |= mrn_keys(mrn)
    for phone in filter(None, (patient.phone, patient.second_phone)):
        keys |= phone_keys(phone)
    return keys


def insert_keys(patients: Iterable[Any]) -> None:
    """Inserts the keys of saved patients who have none yet, a dozen each: in a quarter of the ORM's time."""
    pairs = [(patient.pk, key) for patient in patients for key in sorted(keys_of(patient))]
    table = connection.ops.quote_name(SearchKey._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statement = f"INSERT INTO {table} (patient_id, key) SELECT * FROM unnest(%s::bigint[], %s::text[])"
            cursor.execute(statement, [[pk for pk, _key in pairs], [key for _pk, key in pairs]])
        else:
            cursor.executemany(f"INSERT INTO {table} (patient_id, key) VALUES (%s, %s)", pairs)


def rewrite_keys(patient: Any) -> None:
    """Adds and deletes rows until a saved patient has exactly the keys of its fields.

    A merged record has none: its MRN is a key of the record that stays.
    """
    merged = patient.merged_into_id is not None
    wanted = set() if merged else keys_of(patient, patient.merged.order_by().values_list("mrn", flat=True))
    stored = set(patient.search_keys.values_list("key", flat=True))
    if gone := stored - wanted:
        patient.search_keys.filter(key__in=gone).delete()
    SearchKey.objects.bulk_create(SearchKey(patient=patient, key=key) for key in sorted(wanted - stored))


def mrn_keys(mrn: str) -> set[str]:
    """ "KH-00123" → #kh00123 and #123; "000123" → #000123 and #123."""
    folded = fold_mrn(mrn)
    number = LAST_NUMBER.search(mrn)
    return {MRN + folded} | ({MRN + number[1]} if number else set())


def fold_mrn(mrn: str) -> str:
    """Letters and digits, in lower case and of the usual width: what is compared of an MRN."""
    return NOT_ALPHANUMERIC.sub("", unicodedata.normalize("NFKC", mrn).casefold())


def without_zeros(typed: str) -> str:
    """ "00123", the digits of an MRN such as KH-00123, as in its key #123; "" where no zeros are in front."""
    number = typed.lstrip("0") if typed.isdecimal() else ""
    return "" if number == typed else number


def phone_keys(phone: str) -> set[str]:
    digits = digits_of(phone)
    beginnings = {PHONE + text for text in (digits, local_digits(phone), national_digits(phone)) if text}
    return beginnings | ({PHONE_END + digits[::-1]} if digits else set())


def pair_key(one: str, other: str) -> str:
    """The beginning of the key of two words. Two letters of `one` suffice to search for it."""
    return f"{PAIR}{one[:2]} {other}"


def year_key(year: int, word: str) -> str:
    return f"{YEAR}{year} {word}"


def words_of(parts: tuple[Part, ...]) -> list[tuple[str, int, int]]:
    """(word of a key, its first part, its last part): the parts, and what those of one group form together."""
    words = [(part.text, at, at) for at, part in enumerate(parts)]
    return [(text[:WORD_LENGTH], first, last) for text, first, last in (*words, *joined(parts))]


def _name_keys(name: str, year: int | None) -> Iterator[str]:
    parts = parts_of(name)
    words = words_of(parts)
    if any(is_vowelless(word) for word, _first, _last in words):  # so that the other words match beside them
        words += [(as_consonants(word), at, to) for word, at, to in words if not is_vowelless(word)]
    for word, _first, _last in words:
        yield word
        if year:
            yield year_key(year, word)
    if len(without_titles(parts)) > MOST_PAIRED:
        yield from (MANY + word for word, _first, _last in words)
        return
    for one, first, last in words:
        for other, start, end in words:
            if end < first or last < start:
                yield f"{pair_key(one, other)} {one}"
