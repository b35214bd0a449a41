"""Finds patients by a prefix of any word of the name, of the phone, or of the MRN.

Every prefix is a range of an index, read in order up to the number of results shown, so the time does not depend on the
number of patients (tests/appointments/test_patient_search.py, docs/performance.md).
"""

import re
from collections.abc import Iterator
from typing import Any

from django.db import models

from appointments.models import Patient, PatientName
from appointments.models.patient import MRN_DIGITS
from appointments.models.phone import local_digits

SHOWN = 20
MAX_CHARACTERS = 100
AFTER_ALL = "\U0010ffff"  # sorts after all text
NOT_A_NUMBER = re.compile(r"[^\d\s+\-()]")


def find_patients(text: str, count: int = SHOWN) -> list[Patient]:
    """At most `count` patients: first by the whole MRN, then by prefixes of MRN, phone and name."""
    words = " ".join(text[:MAX_CHARACTERS].lower().split())
    # PostgreSQL allows no NUL in text and raises where one is sent.
    if not words or "\0" in words:
        return []
    found: dict[int, None] = {}
    for ids in _matches(words):
        found |= dict.fromkeys(ids[:count])
        if len(found) >= count:
            break
    chosen = list(found)[:count]
    patients = Patient.objects.order_by().in_bulk(chosen)
    return [patients[pk] for pk in chosen]


def _matches(words: str) -> Iterator[Any]:
    """The ids of those found, one query for each key."""
    patients = Patient.objects.order_by()
    digits = "" if NOT_A_NUMBER.search(words) else re.sub(r"\D", "", words)
    if digits:
        yield patients.filter(mrn=digits.zfill(MRN_DIGITS)).values_list("pk", flat=True)
        yield _prefix(patients, "mrn", digits)
        yield _prefix(patients, "phone_digits", digits)
        if local := local_digits(words):
            yield _prefix(patients, "phone_local", local)
    yield _prefix(patients, "name_key", words)
    yield _prefix(PatientName.objects.all(), "key", words, "patient_id")


def _prefix(rows: models.QuerySet[Any], column: str, text: str, key: str = "pk") -> models.QuerySet[Any, Any]:
    within = {f"{column}__gte": text, f"{column}__lt": text + AFTER_ALL}
    return rows.filter(**within).order_by(column).values_list(key, flat=True)
