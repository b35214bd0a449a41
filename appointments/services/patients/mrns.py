"""Medical record numbers: the next ones of a counter, without those typed in the admin or imported."""

from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from appointments.exceptions import Invalid
from appointments.models import Counter, Patient
from appointments.models.patient import MRN_DIGITS
from appointments.models.search_key import MRN, fold_mrn
from common.counters import advance

MRN_COUNTER = "mrn"
ATTEMPTS = 10  # each failed one lost its number to another transaction

# Counts on while numbers are taken, with one index lookup each, and returns the first free one.
FIRST_FREE = """
    WITH RECURSIVE tried(number) AS (
        SELECT CAST(%s AS bigint)
        UNION ALL
        SELECT number + 1 FROM tried WHERE (
            SELECT COUNT(*) FROM appointments_patient WHERE mrn =
                CASE WHEN number < %s THEN substr(CAST(number + %s AS text), 2) ELSE CAST(number AS text) END
        ) > 0
    )
    SELECT MAX(number) FROM tried
"""


def next_number() -> int:
    """The counter's next number. Its row stays locked until the transaction ends, so registrations run in turn."""
    return advance(Counter, "key", "value", {MRN_COUNTER: 1})[MRN_COUNTER]


def take_turn() -> None:
    """Waits for registrations and corrections that are under way, without drawing a number."""
    advance(Counter, "key", "value", {MRN_COUNTER: 0})


def check_unlike_others(patient: Patient) -> None:
    """Raises Invalid where another patient's MRN has the same letters and digits: "kh-12" beside "KH 12".

    Needs the counter's lock.
    """
    folded = fold_mrn(patient.mrn)
    others = Patient.objects.filter(search_keys__key=MRN + folded).exclude(pk=patient.pk)
    like = next((mrn for mrn in others.values_list("mrn", flat=True) if fold_mrn(mrn) == folded), None)
    if like is not None:
        sentence = spelt_otherwise(like)
        raise Invalid(sentence, {"mrn": [sentence]})


def spelt_otherwise(mrn: str) -> str:
    """Why an MRN like this one is refused."""
    return _("Another patient has the MRN %(mrn)s, which is the same but for its spelling.") % {"mrn": mrn}


def create_patient(number: int, **fields: Any) -> Patient:
    """A new patient with this number, or with the first free one after it. Needs the counter's lock.

    The number can be taken until the row is inserted, also by an uncommitted transaction: the insert waits for that
    one. Raises IntegrityError where the database refuses anything but the number.
    """
    for attempt in range(1, ATTEMPTS + 1):
        mrn = mrn_of(number)
        try:
            with transaction.atomic():
                return Patient.objects.create(mrn=mrn, **fields)
        except IntegrityError:
            if attempt == ATTEMPTS or not Patient.objects.filter(mrn=mrn).exists():
                raise
        free = first_free(number)
        advance(Counter, "key", "value", {MRN_COUNTER: free - number})
        number = free
    raise AssertionError("unreachable")


def mrn_of(number: int) -> str:
    """As in 000982."""
    return str(number).zfill(MRN_DIGITS)


def first_free(number: int) -> int:
    """The first number from this one on that no patient has, in one query."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_FREE, [number, 10**MRN_DIGITS, 10**MRN_DIGITS])
        return int(cursor.fetchone()[0])
