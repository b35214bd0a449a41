"""Finds patients by the beginnings of words of their name in any order, birth date, MRN and phone.

A search reads ranges of the index of `SearchKey`, in order, up to a limit, so its time does not depend on the number of
patients (tests/appointments/test_patient_search.py, docs/performance.md). It asks three queries.
"""

from collections.abc import Iterator
from string import ascii_lowercase

from appointments.models import Patient
from appointments.models.search_key import MANY, MRN, PHONE, PHONE_END, pair_key, without_zeros, year_key
from appointments.services.patients import ranges, typed
from appointments.services.patients.ranges import Hit, Range
from appointments.services.patients.typed import LAST_DIGITS, Typed

SHOWN = 20
SECONDS = ("", *ascii_lowercase)  # of a word of which one letter was typed, the letters that may follow it
SEARCHED_FOR_TODAY = 1_000  # of those whom a text fits, how many are asked for a visit today


def find_patients(text: str, count: int = SHOWN) -> list[Patient]:
    """At most `count` patients: those of a whole MRN or birth date, then by name, then by digits of a phone.

    By name: whole words stand before begun ones; among equals those who have the next visit today.
    """
    asked = list(_ranges(typed.read(text)))
    if not asked:
        return []
    hits = ranges.read(asked, count)
    full = any(sum(hit.place == place for hit in hits) >= count for place in range(len(asked)))
    hits += ranges.read_visitors(asked, SEARCHED_FOR_TODAY if full else count)
    best: dict[int, tuple[object, ...]] = {}
    for hit in hits:
        rank = _rank(hit, asked[hit.place])
        best[hit.patient] = min(rank, best.get(hit.patient, rank))
    chosen = sorted(best, key=lambda pk: best[pk])[:count]
    patients = Patient.objects.order_by().in_bulk(chosen)
    return [patients[pk] for pk in chosen if pk in patients]


def _rank(hit: Hit, found_in: Range) -> tuple[object, ...]:
    """The smallest is the best."""
    start = hit.start.timestamp() if hit.start else float("inf")
    return hit.place, hit.key != found_in.whole, start, hit.key, hit.patient


def _ranges(asked: Typed) -> Iterator[Range]:
    """All that the text may mean, the best first."""
    if asked.mrn:
        yield Range(MRN + asked.mrn, exactly=True)
    if asked.birth_date and not asked.words:
        yield Range("", birth_date=asked.birth_date)
    for words in filter(None, (asked.words, asked.consonants)):
        yield from _by_name(words, asked)
    if asked.mrn:
        yield Range(MRN + asked.mrn)
    if number := without_zeros(asked.mrn):
        yield Range(MRN + number, exactly=True)
    if len(asked.digits) >= LAST_DIGITS:
        yield Range(PHONE_END + asked.digits[::-1])
    if asked.digits:
        yield Range(PHONE + asked.digits)
        if asked.local and asked.local != asked.digits:
            yield Range(PHONE + asked.local)


def _by_name(words: tuple[str, ...], asked: Typed) -> Iterator[Range]:
    """By the two longest words, of which the index has all pairs; each further one has to be a key of the patient."""
    longest, *others = sorted(words, key=len, reverse=True)
    if year := asked.birth_date.year if asked.birth_date else asked.year:
        key = year_key(year, longest)
        yield Range(key, whole=key, words=tuple(others), birth_date=asked.birth_date)
    elif not others:
        yield Range(longest, whole=longest)
    else:
        one, other = (others[0], longest) if len(others[0]) > 1 else (longest, others[0])
        key = pair_key(one, other)
        seconds = () if len(one) > 1 else SECONDS
        yield Range(key, whole=f"{key} {one}", inside=f" {one}", words=tuple(others[1:]), seconds=seconds)
        yield Range(MANY + longest, whole=MANY + longest, words=words)
