"""Which patients of a batch are likely registered already: the rule of `likeness` for many at once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from rapidfuzz import process
from rapidfuzz.distance import Indel

from appointments.models import Patient, SearchKey
from appointments.models.search_key import PHONE
from appointments.services.patients.likeness import compared_digits, days_like, same_name, same_phone
from common.name_folding import CONSONANTS, TITLES, is_vowelless, parts_of

MOST_OF_A_SIGN = 500  # patients with one birth date or one phone: more mean that it was not known
OTHER_LETTERS = 2  # one letter in place of another: only names with these letters are compared word by word
VOWELS = frozenset("aeiouyw" + CONSONANTS)  # with those that Arabic writes with a consonant's letter
NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


def of_new(patients: Sequence[Patient]) -> dict[int, list[str]]:
    """{id of one of these patients: MRNs of older ones, with smaller ids, who are likely the same person}."""
    found: dict[int, set[str]] = defaultdict(set)
    for patient, mrn in (*_by_phone(patients), *_by_birth_date(patients)):
        found[patient.pk].add(mrn)
    return {pk: sorted(mrns) for pk, mrns in found.items()}


def _by_phone(patients: Sequence[Patient]) -> Iterable[tuple[Patient, str]]:
    asked: dict[str, list[Patient]] = defaultdict(list)
    for patient in patients:
        if digits := compared_digits(patient.phone or ""):
            asked[digits].append(patient)
    keys = SearchKey.objects.filter(key__in=[PHONE + digits for digits in asked]).order_by()
    shared = keys.values_list("key").annotate(count=Count("pk")).filter(count__gt=1, count__lte=MOST_OF_A_SIGN)
    several = [key for key, _count in shared]
    rows = SearchKey.objects.filter(key__in=several).order_by()
    for key, pk, mrn, phone in rows.values_list("key", "patient", "patient__mrn", "patient__phone"):
        for patient in asked[key.removeprefix(PHONE)]:
            if pk < patient.pk and same_phone(patient.phone or "", phone or ""):
                yield patient, mrn


def _by_birth_date(patients: Sequence[Patient]) -> Iterable[tuple[Patient, str]]:
    asked: dict[date, list[Patient]] = defaultdict(list)
    for patient in patients:
        for day in days_like(patient.birth_date) if patient.birth_date else ():
            asked[day].append(patient)
    born = Patient.objects.filter(birth_date__in=list(asked)).order_by()
    shared = born.values_list("birth_date").annotate(count=Count("pk")).filter(count__lte=MOST_OF_A_SIGN)
    several = [day for day, count in shared if count > 1 or len(asked[day]) > 1 or asked[day][0].birth_date != day]
    others: dict[Any, list[Any]] = defaultdict(list)
    # `merged_into=None` in the query would make SQLite read all patients by the index of that column.
    for birth_date, merged, *row in born.filter(birth_date__in=several).values_list(
        "birth_date", "merged_into", "pk", "mrn", "name"
    ):
        if merged is None:
            others[birth_date].append(row)
    for day, rows in others.items():
        names = [letters_of(name) for _pk, _mrn, name in rows]
        for patient in asked[day]:
            letters = 1 if patient.birth_date == day else 0
            near = process.extract_iter(
                letters_of(patient.name), names, scorer=Indel.distance, score_cutoff=OTHER_LETTERS
            )
            places = {at for _name, _score, at in near} | set(_like_vowelless(letters_of(patient.name), names))
            for at in sorted(places):
                pk, mrn, name = rows[at]
                if pk < patient.pk and same_name(patient.name, name, letters=letters):
                    yield patient, mrn


def _like_vowelless(letters: str, others: Iterable[str]) -> Iterable[int]:
    """The places of those with the same consonants, where one of the two is written without vowels."""
    consonants = set(letters) - VOWELS
    for at, other in enumerate(others):
        if (is_vowelless(letters) or is_vowelless(other)) and set(other) - VOWELS == consonants:
            yield at


def letters_of(name: str) -> str:
    """The folded letters of a name in the order of the alphabet, without titles: the same in any order of its words.

    Names that `same_name()` finds alike have the same letters, but for OTHER_LETTERS, or the same consonants
    (`_like_vowelless`): `*` comes first where the name has a word without vowels.
    """
    if name.isascii():  # twenty times as fast
        words: Iterable[str] = NOT_ALPHANUMERIC.split(name.lower())
    else:
        words = (part.text for part in parts_of(name))
    return "".join(sorted("".join(word for word in words if word not in TITLES)))
