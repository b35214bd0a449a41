"""Which patients of a batch are likely registered already: the rule of `likeness` for many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from anyascii import anyascii
from django.db.models import Count
from rapidfuzz import fuzz, process

from appointments.models import Patient, SearchKey
from appointments.models.phone import digits_of, local_digits
from appointments.models.search_key import PHONE
from appointments.services.patients.likeness import SIGNIFICANT_DIGITS, same_name

MOST_OF_A_SIGN = 500  # patients with one birth date or one phone: more mean that it was not known
# Of 100, in letters: only names that are this alike are compared word by word, which takes fifty times as long. A word
# of two letters with another one of them is not; words of three are (tests/appointments/test_import_duplicates.py).
ALIKE_ENOUGH = 50


def of_new(patients: Sequence[Patient]) -> dict[int, list[str]]:
    """{id of one of these patients: MRNs of older ones, with smaller ids, who are likely the same person}."""
    found: dict[int, set[str]] = defaultdict(set)
    for patient, mrn in (*_by_phone(patients), *_by_birth_date(patients)):
        found[patient.pk].add(mrn)
    return {pk: sorted(mrns) for pk, mrns in found.items()}


def _by_phone(patients: Sequence[Patient]) -> Iterable[tuple[Patient, str]]:
    asked: dict[str, list[Patient]] = defaultdict(list)
    for patient in patients:
        if digits := digits_of(patient.phone or ""):
            asked[local_digits(patient.phone or "") if len(digits) >= SIGNIFICANT_DIGITS else digits].append(patient)
    keys = SearchKey.objects.filter(key__in=[PHONE + digits for digits in asked]).order_by()
    shared = keys.values_list("key").annotate(count=Count("pk")).filter(count__gt=1, count__lte=MOST_OF_A_SIGN)
    several = [key for key, _count in shared]
    rows = SearchKey.objects.filter(key__in=several).order_by()
    for key, pk, mrn, phone in rows.values_list("key", "patient", "patient__mrn", "patient__phone"):
        digits = key.removeprefix(PHONE)
        for patient in asked[digits]:
            if pk < patient.pk and digits in {digits_of(phone or ""), local_digits(phone or "")}:
                yield patient, mrn


def _by_birth_date(patients: Sequence[Patient]) -> Iterable[tuple[Patient, str]]:
    asked: dict[date, list[Patient]] = defaultdict(list)
    for patient in patients:
        for day in _days(patient.birth_date):
            asked[day].append(patient)
    born = Patient.objects.filter(birth_date__in=list(asked), merged_into=None).order_by()
    shared = born.values_list("birth_date").annotate(count=Count("pk")).filter(count__lte=MOST_OF_A_SIGN)
    several = [day for day, count in shared if count > 1 or len(asked[day]) > 1 or asked[day][0].birth_date != day]
    others: dict[Any, list[Any]] = defaultdict(list)
    for row in born.filter(birth_date__in=several).values_list("birth_date", "pk", "mrn", "name"):
        others[row[0]].append(row)
    for day, rows in others.items():
        names = [plain(name) for _day, _pk, _mrn, name in rows]
        for patient in asked[day]:
            letters = 1 if patient.birth_date == day else 0
            near = process.extract_iter(
                plain(patient.name), names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE_ENOUGH
            )
            for _name, _score, at in near:
                _day, pk, mrn, name = rows[at]
                if pk < patient.pk and same_name(patient.name, name, letters=letters):
                    yield patient, mrn


def _days(day: date | None) -> set[date]:
    """The birth date, and the one with day and month swapped."""
    if day is None:
        return set()
    return {day} | ({day.replace(day=day.month, month=day.day)} if day.day <= 12 else set())


def plain(name: str) -> str:
    return name.lower() if name.isascii() else anyascii(name).lower()
