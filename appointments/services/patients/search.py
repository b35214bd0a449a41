"""Finds patients by the beginnings of words of their name in any order, birth date, MRN and phone.

Each search reads ranges of the index of `SearchKey`, in order, up to a limit, so its time does not depend on the number
of patients (tests/appointments/test_patient_search.py, docs/performance.md).
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from appointments.hospital_time import day_bounds, today
from appointments.models import OPEN, Appointment, OpdAppointment, Patient, SearchKey
from appointments.models.search_key import MANY, MRN, PHONE, PHONE_END, pair_key, year_key
from appointments.services.patients import typed as typing
from appointments.services.patients.typed import LAST_DIGITS, Typed

SHOWN = 20
SEARCHED_FOR_TODAY = 1_000  # of those found by name, how many are asked for an appointment today
AFTER_ALL = "\U0010ffff"  # sorts after all text

Keys = models.QuerySet[SearchKey]


def find_patients(text: str, count: int = SHOWN) -> list[Patient]:
    """At most `count` patients: those of a whole MRN or birth date, then by name, then by digits of a phone.

    By name: whole words stand before begun ones; among equals those who have the next appointment today.
    """
    asked = typing.read(text)
    if not asked:
        return []
    found: dict[int, None] = {}
    for ids in _ids(asked, count):
        found |= dict.fromkeys(ids)
        if len(found) >= count:
            break
    chosen = list(found)[:count]
    patients = Patient.objects.order_by().in_bulk(chosen)
    return [patients[pk] for pk in chosen if pk in patients]


def next_today(patients: models.QuerySet[Any] | list[int]) -> dict[int, datetime]:
    """{patient's id: start} of the first visit of today that is not over."""
    start, end = day_bounds(today())
    starts: dict[int, datetime] = {}
    for model in (Appointment, OpdAppointment):
        rows = model._base_manager.order_by().filter(
            patient_id__in=patients, end__gt=start, start__lt=end, status__in=OPEN
        )
        for patient, begins in rows.values_list("patient_id", "start"):
            starts[patient] = min(begins, starts.get(patient, begins))
    return starts


def _ids(asked: Typed, count: int) -> Iterator[list[int]]:
    """The ids of those found, the best first; a later query runs only where the former ones found too few."""
    if asked.mrn:
        yield _first(_exactly(MRN + asked.mrn), count)
    if asked.birth_date:
        yield _born_on(asked.birth_date, asked, count)
    elif asked.words:
        yield _by_name(asked.words, asked.year, count)
        if asked.consonants:
            yield _by_name(asked.consonants, asked.year, count)
    if asked.mrn:
        yield _first(_begins(MRN + asked.mrn), count)
    if len(asked.digits) >= LAST_DIGITS:
        yield _first(_begins(PHONE_END + asked.digits[::-1]), count)
    if asked.digits:
        yield _first(_begins(PHONE + asked.digits), count)
        if asked.local and asked.local != asked.digits:
            yield _first(_begins(PHONE + asked.local), count)


def _by_name(words: tuple[str, ...], year: int | None, count: int) -> list[int]:
    """By the two longest words, of which the index has all pairs; each further one has to be a key of the patient."""
    longest, *others = sorted(words, key=len, reverse=True)
    if year:
        rows, whole = _begins(year_key(year, longest)), year_key(year, longest)
    elif not others:
        rows, whole = _begins(longest), longest
    else:
        one, other = (others[0], longest) if len(others[0]) > 1 else (longest, others[0])
        whole = f"{pair_key(one, other)} {one}"
        rows, others = _begins(pair_key(one, other)).filter(key__contains=f" {one}"), others[1:]
    found = _ranked(_with_words(rows, others), whole, count)
    if len(words) > 1 and not year and len(found) < count:
        many = _with_words(_begins(MANY + longest), words)
        found += _ranked(many, MANY + longest, count)
    return found


def _born_on(day: date, asked: Typed, count: int) -> list[int]:
    if not asked.words:
        born = Patient.objects.order_by("pk").filter(birth_date=day, merged_into=None)
        ids = list(born.values_list("pk", flat=True)[:SEARCHED_FOR_TODAY])
        starts = next_today(ids)
        return sorted(ids, key=lambda pk: (pk not in starts, pk))[:count]
    found: list[int] = []
    for words in filter(None, (asked.words, asked.consonants)):
        longest, *others = sorted(words, key=len, reverse=True)
        whole = year_key(day.year, longest)
        rows = _begins(whole).filter(patient__birth_date=day)
        found += _ranked(_with_words(rows, others), whole, count)
    return found


def _begins(text: str) -> Keys:
    return SearchKey.objects.filter(key__gte=text, key__lt=text + AFTER_ALL).order_by("key")


def _exactly(text: str) -> Keys:
    return SearchKey.objects.filter(key=text).order_by("key")


def _with_words(rows: Keys, words: Iterable[str]) -> Keys:
    """Those of patients who have each of these beginnings among their keys."""
    for word in words:
        rows = rows.filter(models.Exists(_begins(word).filter(patient=models.OuterRef("patient")).order_by()))
    return rows


def _first(rows: Keys, count: int) -> list[int]:
    return list(rows.values_list("patient_id", flat=True)[:count])


def _ranked(rows: Keys, whole: str, count: int) -> list[int]:
    """Ids: whole words first, then those with a visit today by its start, then in the order of the keys."""
    keys: dict[int, str] = {}
    for patient, key in rows.values_list("patient_id", "key")[:count]:
        keys.setdefault(patient, key)
    if len(keys) < count:
        starts = next_today(list(keys))
    else:
        starts = next_today(rows.values("patient_id")[:SEARCHED_FOR_TODAY])
        for patient, key in rows.filter(patient__in=starts).values_list("patient_id", "key"):
            keys.setdefault(patient, key)
    last = timezone.now() + timedelta(days=2)
    return sorted(keys, key=lambda pk: (keys[pk] != whole, starts.get(pk, last), keys[pk]))[:count]
