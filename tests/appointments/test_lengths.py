"""Text must fit its column also in lower case, where "İ" becomes two characters. Each way in names the field."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from appointments.models import Patient
from appointments.models.lengths import check_lengths
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.registration import register_patient

pytestmark = pytest.mark.django_db

TOO_LONG = "İ" * 51  # 102 characters in lower case
FITS = "İ" * 50
COMPLAINT = "Too long: stored as 102 characters, at most 100 are allowed."


def typed(name: str) -> dict[str, str]:
    """As the admin's form sends it."""
    return {"mrn": "A-1", "name": name, "phone": "555 123", "sex": "unknown", "birth_date": ""}


@pytest.mark.parametrize(
    "name",
    [TOO_LONG, f"  {TOO_LONG}\t", f"{'İ' * 25} {'İ' * 26}", "İ" * 100],
    ids=["one word", "blanks around", "two words", "as typed just not too long"],
)
def test_the_api_refuses_a_name_that_is_too_long(api: Any, patient: Patient, name: str, nothing_written: Any):
    before = nothing_written()

    for answer in (
        api.post("/api/patients/", {"name": name, "phone": "555 123"}, format="json"),
        api.patch(f"/api/patients/{patient.pk}/", {"name": name}, format="json"),
    ):
        body = answer.json()
        assert (answer.status_code, body["code"], list(body["fields"])) == (400, "invalid", ["name"])
        assert body["fields"]["name"] == [body["detail"]]
    assert nothing_written() == before


def test_the_booking_page_shows_the_error_beside_the_name(desk: Any):
    page = desk.post("/appointments/create", {"action": "register", "new-name": TOO_LONG, "new-phone": "555 123"})

    assert page.status_code == 200
    assert page.context["registration"].errors == {"name": [COMPLAINT]}
    assert COMPLAINT in page.content.decode()
    assert not Patient.objects.exists()


def test_the_admin_shows_the_error_beside_the_name(admin_client: Any, patient: Patient):
    for address in (
        reverse("admin:appointments_patient_add"),
        reverse("admin:appointments_patient_change", args=[patient.pk]),
    ):
        page = admin_client.post(address, typed(TOO_LONG))
        assert page.status_code == 200
        assert page.context["adminform"].form.errors == {"name": [COMPLAINT]}
    assert Patient.objects.get().name == patient.name


def test_an_import_names_the_field_and_writes_nothing():
    rows = [Patient(mrn="A-1", name="Asha Iyer", phone="555 1"), Patient(mrn="A-2", name=TOO_LONG, phone="555 2")]

    with pytest.raises(ValidationError) as caught:
        import_unwatched(rows)
    assert caught.value.message_dict == {"name": [COMPLAINT]}
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", "x" * 101), ("mrn", "x" * 21), ("phone", "5" * 21), ("sex", "x" * 8)],
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
    [FITS, "x" * 100, "İ" + " a" * 49, "ß" * 100],
    ids=["twice as long", "as long", "many words", "longer in capitals"],
)
def test_text_that_just_fits_is_stored_by_every_way_in(admin_client: Any, api: Any, name: str):
    assert api.post("/api/patients/", {"name": name, "phone": "555 1"}, format="json").status_code == 201
    assert admin_client.post(reverse("admin:appointments_patient_add"), typed(name)).status_code == 302
    import_unwatched([Patient(mrn="A-2", name=name, phone="555 2")])
    register_patient(by=None, name=name, phone="555 3")

    assert list(Patient.objects.values_list("name", flat=True)) == [name] * 4
    for patient in Patient.objects.all():
        check_lengths(patient, {})
        for other_name in patient.other_names.all():
            check_lengths(other_name, {})
