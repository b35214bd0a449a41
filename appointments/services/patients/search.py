"""Finds patients as one types: by the beginning of any of the name's words, of the phone, or of the MRN.

Every beginning is a range of an index, read in its order and no further than is shown: how many patients the hospital
has makes no difference (tests/appointments/test_patient_search.py, docs/performance.md).
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
AFTER_ALL = "\U0010ffff"  # no text that anybody types comes after it
NOT_A_NUMBER = re.compile(r"[^\d\s+\-()]")


def find_patients(text: str, count: int = SHOWN) -> list[Patient]:
    """At most `count` patients: whose number it is, then those whose number, phone or name begins so."""
    words = " ".join(text[:MAX_CHARACTERS].lower().split())
    # PostgreSQL keeps no NUL in text, and raises where one is looked for.
    if not words or "\0" in words:
        return []
    found: dict[int, None] = {}
    for ids in _beginnings(words):
        found |= dict.fromkeys(ids[:count])
        if len(found) >= count:
            break
    chosen = list(found)[:count]
    patients = Patient.objects.order_by().in_bulk(chosen)
    return [patients[pk] for pk in chosen]


def _beginnings(words: str) -> Iterator[Any]:
    """The ids of those found, one query for each way in which they are."""
    patients = Patient.objects.order_by()
    digits = "" if NOT_A_NUMBER.search(words) else re.sub(r"\D", "", words)
    if digits:
        yield patients.filter(mrn=digits.zfill(MRN_DIGITS)).values_list("pk", flat=True)
        yield _beginning(patients, "mrn", digits)
        yield _beginning(patients, "phone_digits", digits)
        if local := local_digits(words):
            yield _beginning(patients, "phone_local", local)
    yield _beginning(patients, "name_key", words)
    yield _beginning(PatientName.objects.all(), "key", words, "patient_id")


def _beginning(rows: models.QuerySet[Any], column: str, text: str, key: str = "pk") -> models.QuerySet[Any, Any]:
    within = {f"{column}__gte": text, f"{column}__lt": text + AFTER_ALL}
    return rows.filter(**within).order_by(column).values_list(key, flat=True)
