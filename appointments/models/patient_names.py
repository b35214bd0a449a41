"""The other beginnings of a patient's name: who is called Elena Maria Novak is found by "maria" and "novak el" too."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from appointments.models.people import Patient


class PatientName(models.Model):
    """A patient's `name_key` begun at one of its later words; written by Patient.save() and by imports.

    On PostgreSQL its text, like the keys of a patient, is in the "C" collation: a beginning is a range of its index.
    """

    patient = models.ForeignKey("appointments.Patient", models.CASCADE, related_name="other_names")
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


def names_of(patients: Iterable["Patient"]) -> Iterator[PatientName]:
    """The rows of patients that have none yet."""
    for patient in patients:
        for key in other_beginnings(patient.name_key):
            yield PatientName(patient=patient, key=key)


def rewrite_names(patient: "Patient") -> None:
    """Makes the rows what the saved patient's name says."""
    kept = list(patient.other_names.order_by("pk").values_list("key", flat=True))
    if kept != other_beginnings(patient.name_key):
        patient.other_names.all().delete()
        PatientName.objects.bulk_create(names_of([patient]))
