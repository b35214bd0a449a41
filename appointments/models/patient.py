"""Patients, and the keys by which they are found."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from appointments.models.lengths import check_lengths
from appointments.models.phone import LOCAL_DIGITS, PHONE, local_digits
from appointments.models.shown_person import ShownPerson
from appointments.models.versioned import history_user
from appointments.models.write_rules import AppendOnly, HistoryQuerySet, NoBulkWrites
from appointments.rights import permissions_on
from realtime import broadcasting

MRN_DIGITS = 6


class Patient(ShownPerson):
    class Sex(models.TextChoices):
        """HL7 administrative gender."""

        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")
        UNKNOWN = "unknown", _("Unknown")

    SEARCH_KEYS = {
        "name_key": "name",
        "phone_digits": "phone",
        "phone_local": "phone",
    }  # {column: the field it is derived from}
    NOT_SHOWN = ("id", *SEARCH_KEYS)

    mrn = models.CharField("MRN", max_length=20, unique=True, help_text=_("Unique medical record number."))
    phone = models.CharField(max_length=20, validators=[PHONE])
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=7, choices=Sex, default=Sex.UNKNOWN)
    name_key = models.CharField(max_length=100, editable=False, db_index=True)
    phone_digits = models.CharField(max_length=20, editable=False, db_index=True)
    phone_local = models.CharField(max_length=LOCAL_DIGITS, editable=False, db_index=True, default="")

    objects = NoBulkWrites.as_manager()
    verbs = "a verb of appointments.services.patients.registration: register_patient(), correct_patient()"
    history = HistoricalRecords(
        bases=[AppendOnly],
        historical_queryset=HistoryQuerySet,
        get_user=history_user,
        excluded_fields=list(SEARCH_KEYS),
    )

    class Meta:
        ordering = ["name", "mrn"]
        permissions = permissions_on("patient")

    def __str__(self) -> str:
        return f"{self.name} · {self.mrn}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.write_search_keys()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *self.SEARCH_KEYS}
        with broadcasting.atomic(savepoint=False):
            super().save(*args, **kwargs)
            rewrite_names(self)

    def clean(self) -> None:
        super().clean()
        self.write_search_keys()

    @property
    def age(self) -> int | None:
        """Whole years today in the hospital's zone; None without a birth date."""
        if self.birth_date is None:
            return None
        day = timezone.localdate(timezone=timezone.get_default_timezone())
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))

    def write_search_keys(self) -> None:
        """Sets the search keys: the name in lower case with single blanks, and the phone's digits.

        Raises ValidationError where a text is longer than its column.
        """
        self.name_key = " ".join(self.name.lower().split())
        self.phone_digits = re.sub(r"\D", "", self.phone)
        self.phone_local = local_digits(self.phone)
        check_lengths(self, self.SEARCH_KEYS)


class PatientName(models.Model):
    """A patient's `name_key`, rotated to begin at a later word; written by Patient.save() and by imports.

    So "Elena Maria Novak" is found by "maria" and by "novak el". On PostgreSQL the key, like a patient's keys, has the
    "C" collation: a prefix is a range of its index.
    """

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="other_names")
    key = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["key", "patient"])]

    def __str__(self) -> str:
        return self.key


def other_beginnings(name_key: str) -> list[str]:
    """ "elena maria novak" → "maria novak elena", "novak elena maria"."""
    words = name_key.split()
    turned = (" ".join([*words[first:], *words[:first]]) for first in range(1, len(words)))
    return list(dict.fromkeys(turned))


def names_of(patients: Iterable[Patient]) -> Iterator[PatientName]:
    """The rows for patients who have none yet."""
    for patient in patients:
        for key in other_beginnings(patient.name_key):
            yield PatientName(patient=patient, key=key)


def rewrite_names(patient: Patient) -> None:
    """Replaces the rows of a saved patient whose name has changed."""
    kept = list(patient.other_names.order_by("pk").values_list("key", flat=True))
    if kept != other_beginnings(patient.name_key):
        patient.other_names.all().delete()
        PatientName.objects.bulk_create(names_of([patient]))
