"""The pages that merge two records without a script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.models import Merge, Patient
from appointments.services.booking import booking
from appointments.services.patients.merging import merge, unmerge
from appointments.services.patients.registration import correct_patient
from tests.conftest import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(signed_in: Any) -> Client:
    return signed_in("manager")


def address(patient: Patient, what: str = "") -> str:
    return f"/appointments/patients/{patient.pk}{what}"


def form_of(page: Any) -> dict[str, str]:
    """What the form for merging sends as it is."""
    text = page.content.decode()
    form = text[text.index('class="merge surface') :]
    fields = re.findall(r"<input[^>]*>", form)
    values = {}
    for field in fields:
        named = dict(re.findall(r'(\w+)="([^"]*)"', field))
        if "name" in named and (named.get("type") != "radio" or "checked" in field):
            values[named["name"]] = named.get("value", "")
    return values


@pytest.fixture
def compared(office: Client, patient: Patient, other_patient: Patient) -> dict[str, str]:
    return form_of(office.get(address(patient, f"/merge?with={other_patient.pk}")))


def test_the_way_from_the_patients_page_to_the_merged_record(office, patient, other_patient):
    assert address(patient, "/merge") in office.get(address(patient)).content.decode()
    found = office.post(address(patient, "/merge"), {"q": "farid"})
    assert f"?with={other_patient.pk}" in found.content.decode()
    page = office.get(address(patient, f"/merge?with={other_patient.pk}"))
    sent = form_of(page) | {"reason": "Registered twice", "take-phone": str(other_patient.pk)}
    assert sent["stays"] == sent["take-name"] == str(patient.pk)
    answer = office.post(address(patient, "/merge"), sent)
    assert answer.url == f"/appointments/patients/{patient.pk}?former={other_patient.pk}"
    kept = Patient.objects.get(pk=patient.pk)
    assert (kept.name, kept.phone) == ("Elena Novak", other_patient.phone)
    text = office.get(answer.url).content.decode()
    assert f"MRN {other_patient.mrn} was merged into this record." in text
    assert office.post(address(other_patient, "/unmerge")).url == address(other_patient)
    assert Merge.objects.get().undone_at is not None


def test_the_other_record_can_be_the_one_that_stays(office, compared, patient, other_patient):
    answer = office.post(address(patient, "/merge"), compared | {"reason": "Twice", "stays": str(other_patient.pk)})
    assert answer.url == f"/appointments/patients/{other_patient.pk}?former={patient.pk}"
    kept = Patient.objects.get(pk=other_patient.pk)
    assert kept.name == "Elena Novak"  # as it was chosen on the page


def test_similar_records_are_offered_first(office, patient):
    twin = Patient.objects.create(mrn="900001", name="E. Novak", phone=patient.phone)
    assert f"?with={twin.pk}" in office.get(address(patient, "/merge")).content.decode()


def test_a_merged_record_leads_to_the_one_that_stays(office, patient, other_patient):
    merge(by=None, patient=patient, into=other_patient, reason="Twice")
    assert office.get(address(patient)).url == f"/appointments/patients/{other_patient.pk}?former={patient.pk}"
    assert office.post("/appointments/patients", {"q": patient.mrn}).url == address(other_patient)
    for way in ("/merge", f"/merge?with={other_patient.pk}"):
        assert office.get(address(patient, way)).url == address(patient)
    assert office.get(address(other_patient, f"/merge?with={patient.pk}")).url == address(patient)


def test_clashes_are_listed_with_links(office, booked, patient, other_patient, other_doctor):
    booking.book(by=None, patient=other_patient, doctor=other_doctor, start=booked.start, complaint="Cough")
    page = office.get(address(patient, f"/merge?with={other_patient.pk}"))
    text = page.content.decode()
    assert text.count('data-testid="clash"') == 2
    assert f"open={booked.pk}" in text
    answer = office.post(address(patient, "/merge"), form_of(page) | {"reason": "Twice"})
    assert answer.status_code == 200
    assert not Merge.objects.exists()


@pytest.mark.parametrize("reason", ["", " ", "x" * 501, "a\0b"])
def test_a_reason_that_cannot_be_is_refused_and_what_was_chosen_stays(office, compared, patient, other_patient, reason):
    sent = compared | {"reason": reason, "take-phone": str(other_patient.pk)}
    answer = office.post(address(patient, "/merge"), sent)
    assert answer.status_code == 200
    assert 'id="merge-reason-error"' in answer.content.decode()
    assert form_of(answer)["take-phone"] == str(other_patient.pk)
    assert not Merge.objects.exists()


def test_values_are_shown_in_words(office, patient, other_patient):
    correct_patient(
        by=None, patient=patient, language="ta", sex="female", second_phone="555 0101", second_phone_of="Son"
    )
    correct_patient(by=None, patient=other_patient, phone=None)
    text = office.get(address(patient, f"/merge?with={other_patient.pk}")).text
    for shown in ("Elena Novak · Tamil", "Female", "555 0101 · Son", "Has no phone"):
        assert f'<span dir="auto">{shown}</span>' in text


def test_a_record_that_was_changed_meanwhile_is_shown_again(office, compared, patient, other_patient):
    correct_patient(by=None, patient=other_patient, name="Farid Khan")
    answer = office.post(address(patient, "/merge"), compared | {"reason": "Twice"})
    text = answer.content.decode()
    assert "Someone else changed this patient." in text
    assert "Farid Khan" in text
    assert office.post(address(patient, "/merge"), form_of(answer) | {"reason": "Twice"}).status_code == 302


@pytest.mark.parametrize(
    "changed",
    [{"with": ""}, {"with": "x"}, {"with": "999999"}, {"with": "9" * 30}, {"with": "\0"}],
)
def test_a_form_that_no_page_sent_is_refused(office, compared, patient, changed):
    assert office.post(address(patient, "/merge"), compared | {"reason": "Twice"} | changed).status_code == 404


def test_values_that_no_page_sends_choose_nothing(office, compared, patient):
    junk = {"stays": "x", "take-name": "\0", "take-phone": "9" * 30, f"version-{patient.pk}": "-1", "reason": "Twice"}
    assert office.post(address(patient, "/merge"), compared | junk).status_code == 302
    assert Patient.objects.get(pk=patient.pk).name == "Elena Novak"


def test_a_record_is_not_merged_with_itself(office, compared, patient):
    answer = office.post(address(patient, "/merge"), compared | {"reason": "Twice", "with": str(patient.pk)})
    assert answer.status_code == 200
    assert "Choose another record." in answer.content.decode()


def test_who_may_not_merge_sees_no_button(desk, office, patient, other_patient):
    merge(by=None, patient=other_patient, into=patient, reason="Twice")
    text = desk.get(address(patient)).content.decode()
    assert "/merge" not in text
    assert "/unmerge" not in text
    assert f"MRN {other_patient.mrn}" in text
    assert "/unmerge" in office.get(address(patient)).content.decode()


def test_the_booking_page_goes_on_with_the_record_that_stays(desk, doctor, patient, other_patient):
    merge(by=None, patient=patient, into=other_patient, reason="Twice")
    page = desk.get(f"/appointments/create?patient={patient.pk}")
    assert page.context["patient"] == other_patient
    assert "was merged into" in page.content.decode()


def test_booking_for_a_record_that_was_merged_meanwhile_books_nothing(desk, booked, patient, other_patient):
    merge(by=None, patient=patient, into=other_patient, reason="Twice")
    sent = {
        "patient": patient.pk,
        "doctor": booked.doctor_id,
        "date": "2026-03-10",
        "start": (booked.start + timedelta(hours=1)).isoformat(),
        "complaint": "Cough",
    }
    page = desk.post("/appointments/create", sent)
    assert page.status_code == 200
    assert page.context["patient"] == other_patient
    assert "was merged into" in page.content.decode()
    assert other_patient.appointments.count() == 1


def test_the_audit_of_a_record_has_that_of_the_merged_one(office, patient, other_patient):
    office.get(address(patient))
    merge(by=None, patient=patient, into=other_patient, reason="Twice")
    text = office.get(f"/appointments/audit?patient={other_patient.pk}&action=patient.seen").content.decode()
    assert f"MRN {patient.mrn}" in text or patient.mrn in text


@pytest.fixture
def admin(admin_user: Any) -> Client:
    return browser_of(admin_user)


def test_the_admin_shows_a_merged_record_and_does_not_change_it(admin, patient, other_patient):
    merge(by=None, patient=patient, into=other_patient, reason="Twice")
    page = f"/admin/appointments/patient/{patient.pk}/change/"
    assert admin.get(page).status_code == 200
    assert admin.post(page, {"mrn": "900001", "name": "Elena Rao", "phone": "12345", "sex": "other"}).status_code == 403
    assert Patient.objects.get(pk=patient.pk).mrn == patient.mrn


def test_restoring_an_earlier_version_in_the_admin_neither_merges_nor_separates(admin, patient, other_patient):
    merge(by=None, patient=patient, into=other_patient, reason="Twice")
    unmerge(by=None, patient=patient)
    version = Patient.history.filter(id=patient.pk, merged_into=other_patient.pk).latest("history_id")
    page = f"/admin/appointments/patient/{patient.pk}/history/{version.pk}/"
    sent = {"mrn": patient.mrn, "name": "Elena Rao", "phone": "12345", "sex": "other"}
    assert admin.post(page, sent).status_code == 302
    row = Patient.objects.get(pk=patient.pk)
    assert (row.name, row.merged_into) == ("Elena Rao", None)
    merge(by=None, patient=patient, into=other_patient, reason="Twice")
    first = Patient.history.filter(id=patient.pk).earliest("history_id")
    assert admin.post(f"/admin/appointments/patient/{patient.pk}/history/{first.pk}/", sent).status_code == 403
    assert Patient.objects.get(pk=patient.pk).merged_into == other_patient


def test_a_refused_separation_says_why(office, patient):
    office.post(address(patient, "/unmerge"))
    assert "is not merged into another record" in office.get(address(patient)).content.decode()
