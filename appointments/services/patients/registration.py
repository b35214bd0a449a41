"""Registering patients, with a check for duplicates, and correcting their data."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from appointments.empty_field_texts import SENTENCES
from appointments.exceptions import Invalid, LikelyDuplicate, Match, Merged, StalePatient
from appointments.hospital_time import today
from appointments.models import Patient
from appointments.models.shown_person import INVISIBLE
from appointments.services.patients import mrns
from appointments.services.patients.likeness import likely_same
from appointments.services.permissions import require
from common.actor import acting_as
from common.name_folding import parts_of
from common.plain_text import has_invisible, tidy_name, without_directions
from realtime.broadcasting import atomic

SHOWN_MATCHES = 10
EARLIEST_BIRTH = date(1880, 1, 1)
NAMES = ("family_name", "given_name", "second_phone_of")
IDENTITY = {"name", "phone", "birth_date", "mrn"}  # what other patients' records are compared with


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
    fields = checked_fields({"name": name, "phone": phone, "birth_date": birth_date, **details})
    # The counter's lock comes first: two registrations of one person run one after the other.
    number = mrns.next_number()
    matches = likely_same(fields["name"], phone, birth_date)[:SHOWN_MATCHES]
    if matches and not confirm:
        raise LikelyDuplicate(matches)
    with acting_as(by), _validation_as_invalid():
        return mrns.create_patient(number, **fields)


@atomic()
def correct_patient(
    *, by: Any, patient: Patient, version: int | None = None, confirm: bool = False, **changes: Any
) -> Patient:
    """Corrects fields of `patient_fields`, or the MRN. The appointments from today on show the change.

    `version` is the one that the asker read: a record that was changed since raises StalePatient. Unless `confirm`, a
    record that comes to resemble another patient's raises LikelyDuplicate first. Raises Forbidden, Invalid.
    """
    require(by, "register_patient")
    changes = checked_fields(changes)
    if IDENTITY & changes.keys():
        mrns.take_turn()
    row = Patient.objects.select_for_update(no_key=True).get(pk=patient.pk)
    if row.merged_into is not None:
        raise Merged(row, row.merged_into)
    if version not in {None, row.version}:
        raise StalePatient(row)
    before = _compared(row)
    for field, value in changes.items():
        setattr(row, field, value)
    if "mrn" in changes:
        mrns.check_unlike_others(row)
    matches = _newly_alike(row, before)
    if matches and not confirm:
        raise LikelyDuplicate(matches)
    with acting_as(by), _validation_as_invalid():
        row.save()
    return row


def _compared(patient: Patient) -> tuple[str, str | None, date | None]:
    return patient.name, patient.phone, patient.birth_date


def _newly_alike(patient: Patient, before: tuple[str, str | None, date | None]) -> list[Match]:
    """Those whom the changed record resembles and the record as it was did not."""
    if _compared(patient) == before:
        return []
    matches = [match for match in likely_same(*_compared(patient)) if match.patient.pk != patient.pk]
    known = {match.patient.pk for match in likely_same(*before)} if matches else set()
    return [match for match in matches if match.patient.pk not in known][:SHOWN_MATCHES]


@contextmanager
def _validation_as_invalid() -> Iterator[None]:
    """Turns the model's ValidationError into Invalid."""
    try:
        yield
    except ValidationError as error:
        raise Invalid(error.messages[0], error.message_dict) from None


def checked_fields(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of `patient_fields` with tidy texts, as every door checks them. Raises Invalid."""
    tidy = dict(fields)
    if "name" in fields:
        tidy["name"] = _tidy_name(fields["name"])
    for field in NAMES:
        if field in fields:
            tidy[field] = _tidy(field, fields[field])
    if "note" in fields:
        tidy["note"] = tidy_name(without_directions(fields["note"]))
    _check_birth_date(fields.get("birth_date"))
    return tidy


def _tidy_name(name: str) -> str:
    """The name with single blanks. Raises Invalid for one without letters or with invisible characters."""
    tidy = _tidy("name", name)
    if not parts_of(tidy):
        raise Invalid(str(SENTENCES["name"]), {"name": [str(SENTENCES["name"])]})
    return tidy


def _tidy(field: str, name: str) -> str:
    """The name with single blanks. Raises Invalid for one that contains invisible characters."""
    tidy = tidy_name(name)
    if has_invisible(tidy):
        raise Invalid(str(INVISIBLE), {field: [str(INVISIBLE)]})
    return tidy


def _check_birth_date(day: date | None) -> None:
    """Raises Invalid for a day before 1880 or after today."""
    if day is not None and not EARLIEST_BIRTH <= day <= today():
        raise Invalid(_("Enter a valid birth date."), {"birth_date": [_("Enter a birth date between 1880 and today.")]})
