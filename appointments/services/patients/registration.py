"""Registering patients, with a check for duplicates, and correcting their data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from appointments.empty_field_texts import SENTENCES
from appointments.exceptions import Invalid, LikelyDuplicate
from appointments.hospital_time import today
from appointments.models import Patient
from appointments.models.shown_person import INVISIBLE
from appointments.services.patients import mrns
from appointments.services.patients.likeness import likely_same
from appointments.services.permissions import require
from common.actor import acting_as
from common.name_folding import parts_of
from common.plain_text import has_invisible, tidy_name
from realtime.broadcasting import atomic

SHOWN_MATCHES = 10
EARLIEST_BIRTH = date(1880, 1, 1)


@atomic()
def register_patient(
    *,
    by: Any,
    name: str,
    phone: str | None,
    birth_date: date | None = None,
    confirm: bool = False,
    walks_in: bool = False,
    **details: Any,
) -> Patient:
    """Registers with the next free MRN. Unless `confirm`, a likely duplicate raises LikelyDuplicate first
    (`likeness`). Raises Forbidden, Invalid.

    `details` are other fields of `patient_fields`. With `walks_in`, for a patient who gets a token next, the right to
    give one suffices.
    """
    require(by, "walk_in" if walks_in else "register_patient")
    name = tidy_or_refuse(name)
    check_birth_date(birth_date)
    # The counter's lock comes first: two registrations of one person run one after the other.
    number = mrns.next_number()
    matches = likely_same(name, phone, birth_date)[:SHOWN_MATCHES]
    if matches and not confirm:
        raise LikelyDuplicate(matches)
    with acting_as(by), _validation_as_invalid():
        return mrns.create_patient(number, name=name, phone=phone, birth_date=birth_date, **details)


@atomic()
def correct_patient(*, by: Any, patient: Patient, **changes: Any) -> Patient:
    """Corrects fields of `patient_fields`, or the MRN. The appointments from today on show the change.

    Raises Forbidden, Invalid.
    """
    require(by, "register_patient")
    if "name" in changes:
        changes["name"] = tidy_or_refuse(changes["name"])
    check_birth_date(changes.get("birth_date"))
    row = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    for field, value in changes.items():
        setattr(row, field, value)
    with acting_as(by), _validation_as_invalid():
        row.save()
    return row


@contextmanager
def _validation_as_invalid() -> Iterator[None]:
    """Turns the model's ValidationError into Invalid."""
    try:
        yield
    except ValidationError as error:
        raise Invalid(error.messages[0], error.message_dict) from None


def tidy_or_refuse(name: str, field: str = "name") -> str:
    """The name with single blanks. Raises Invalid for one that is empty or contains invisible characters."""
    tidy = tidy_name(name)
    if not parts_of(tidy) or has_invisible(tidy):
        sentence = str(INVISIBLE if has_invisible(tidy) else SENTENCES["name"])
        raise Invalid(sentence, {field: [sentence]})
    return tidy


def check_birth_date(day: date | None) -> None:
    """Raises Invalid for a day before 1880 or after today."""
    if day is not None and not EARLIEST_BIRTH <= day <= today():
        raise Invalid(_("Enter a valid birth date."), {"birth_date": [_("Enter a birth date between 1880 and today.")]})
