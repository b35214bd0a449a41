"""MRNs come from a counter, which skips numbers that are taken."""

from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from appointments.models import Counter, Patient
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.registration import register_patient

pytestmark = pytest.mark.django_db


def register(number: int = 0) -> Patient:
    return register_patient(by=None, name=f"Patient {number}", phone=f"900 {number}", confirm=True)


def imported(*mrns: str) -> None:
    import_unwatched(Patient(mrn=mrn, name="Asha Iyer", phone="98 1234 5678") for mrn in mrns)


def counter_stands_at(value: int) -> None:
    Counter.objects.update_or_create(key="mrn", defaults={"value": value})


def test_imported_numbers_are_skipped():
    counter_stands_at(981)
    imported("000982", "000983", "000985")

    assert [register(number).mrn for number in range(3)] == ["000984", "000986", "000987"]
    assert Counter.objects.get(key="mrn").value == 987


def test_mrns_of_another_shape_do_not_matter():
    imported("1", "00001", "000001-A", "MRN 000001", "A/2024/17", "०००००१", "-1", "999999999999")

    assert register().mrn == "000001"


def test_numbers_may_exceed_six_digits():
    counter_stands_at(999_997)
    imported("999998", "999999", "1000000")

    assert register().mrn == "1000001"
    assert register().mrn == "1000002"


def test_many_numbers_are_skipped_with_as_many_queries_as_one():
    register()  # ids of content types and the like are read once

    def queries(*taken: str) -> int:
        imported(*taken)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            register()
        return len(captured)

    one = queries("000002")
    assert queries(*(f"{number:06d}" for number in range(4, 504))) == one
    assert list(Patient.objects.filter(name="Patient 0").order_by("pk").values_list("mrn", flat=True)) == [
        "000001",
        "000003",
        "000504",
    ]


def test_registration_skips_a_number_entered_in_the_admin(admin_client: Any, api: Any, desk: Any):
    typed = {"mrn": "000001", "name": "Typed In", "phone": "555 1", "sex": "unknown", "birth_date": ""}
    assert admin_client.post(reverse("admin:appointments_patient_add"), typed).status_code == 302

    answer = api.post("/api/patients/", {"name": "By Call", "phone": "555 2"}, format="json")
    form = {"action": "register", "new-name": "By Form", "new-phone": "555 3", "new-sex": "unknown"}
    page = desk.post("/appointments/create", form)

    assert (answer.status_code, page.status_code) == (201, 200), answer.json()
    assert dict(Patient.objects.values_list("name", "mrn")) == {
        "Typed In": "000001",
        "By Call": "000002",
        "By Form": "000003",
    }


def test_a_registration_that_lost_its_number_is_written_once():
    imported("000001")
    patient = register()

    assert patient.history.count() == 1
    assert sorted(Patient.history.values_list("mrn", flat=True)) == ["000001", "000002"]


@pytest.mark.parametrize("mrn", ["000001", "000007"])
def test_any_other_integrity_error_is_raised(mrn: str):
    """Also if the number was taken too."""
    imported(mrn)

    def refuse(**kwargs: Any) -> None:
        raise IntegrityError("UNIQUE constraint failed: appointments_patient.passport")

    post_save.connect(refuse, sender=Patient)
    try:
        with pytest.raises(IntegrityError, match="passport"):
            register()
    finally:
        post_save.disconnect(refuse, sender=Patient)
    assert not Counter.objects.filter(key="mrn").exists()
    assert Patient.objects.get().mrn == mrn
