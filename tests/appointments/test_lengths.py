"""Text must fit its column by every way in; a name may be longer once it is folded for the search."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from appointments.models import Patient
from appointments.models.lengths import check_lengths
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.registration import register_patient

pytestmark = pytest.mark.django_db

LONGER_FOLDED = "İ" * 100  # 200 characters in lower case


def typed(name: str) -> dict[str, str]:
    """As the admin's form sends it."""
    return {"mrn": "A-1", "name": name, "phone": "555 123", "sex": "unknown", "birth_date": ""}


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", "x" * 101), ("mrn", "x" * 21), ("phone", "5" * 41), ("sex", "x" * 8)],
    ids=["name", "mrn", "phone", "sex"],
)
def test_imports_and_plain_saves_refuse_text_longer_than_its_column(patient: Patient, field: str, text: str):
    """Without this PostgreSQL raises DataError, and SQLite keeps it."""
    given = {"mrn": "A-1", "name": "Asha Iyer", "phone": "555 1"} | {field: text}
    with pytest.raises(ValidationError) as caught:
        import_unwatched([Patient(**given)])
    assert list(caught.value.message_dict) == [field]

    setattr(patient, field, text)
    with pytest.raises(ValidationError):
        patient.save(update_fields=[field])
    assert Patient.objects.get().mrn == "000001"


@pytest.mark.parametrize(
    "name",
    [LONGER_FOLDED, "x" * 100, "İ" + " a" * 49, "ß" * 100],
    ids=["twice as long in lower case", "as long", "many words", "longer in capitals"],
)
def test_text_that_just_fits_is_stored_by_every_way_in(admin_client: Any, api: Any, name: str):
    assert api.post("/api/patients/", {"name": name, "phone": "555 1"}, format="json").status_code == 201
    assert admin_client.post(reverse("admin:appointments_patient_add"), typed(name)).status_code == 302
    import_unwatched([Patient(mrn="A-2", name=name, phone="555 2")])
    register_patient(by=None, name=name, phone="555 3")

    assert list(Patient.objects.values_list("name", flat=True)) == [name] * 4
    for patient in Patient.objects.all():
        check_lengths(patient)
        for key in patient.search_keys.all():
            check_lengths(key)
