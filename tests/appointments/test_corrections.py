"""Correcting a patient's record: two desks at once, records that become alike, MRNs that differ by their spelling."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from appointments.exceptions import Alike, Invalid, LikelyDuplicate
from appointments.models import Patient
from appointments.services.patients.registration import correct_patient, register_patient

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

BORN = date(1990, 2, 1)


def address(patient: Patient) -> str:
    return f"/api/patients/{patient.pk}/"


# Two desks


def test_the_second_of_two_desks_is_told_what_the_first_one_changed(api, patient):
    read = api.get(address(patient)).json()["version"]
    first = api.patch(address(patient), {"phone": "555 123", "version": read}, "json")
    assert (first.status_code, first.json()["version"]) == (200, read + 1)

    second = api.patch(address(patient), {"name": "Elena Rao", "version": read}, "json")
    assert (second.status_code, second.json()["code"]) == (409, "stale")
    current = second.json()["current"]
    assert (current["id"], current["name"], current["phone"], current["version"]) == (
        patient.pk,
        "Elena Novak",
        "555 123",
        read + 1,
    )
    assert Patient.objects.get().name == "Elena Novak"

    again = api.patch(address(patient), {"name": "Elena Rao", "version": current["version"]}, "json")
    assert (again.status_code, again.json()["phone"]) == (200, "555 123")


def test_a_correction_without_a_version_overwrites_only_its_own_fields(api, patient):
    api.patch(address(patient), {"phone": "555 123"}, "json")
    assert api.patch(address(patient), {"name": "Elena Rao"}, "json").json()["phone"] == "555 123"


# Records that become alike


@pytest.fixture
def asha() -> Patient:
    return register_patient(by=None, name="Asha Iyer", phone="+46 31 555 0101", birth_date=BORN)


@pytest.fixture
def other(asha: Patient) -> Patient:
    return register_patient(by=None, name="Farid Rao", phone="+46 31 555 0202", birth_date=BORN)


@pytest.mark.parametrize(
    "changes",
    [{"name": "Iyer Asha"}, {"name": "Ashá Iyer"}, {"phone": "031-555 01 01"}, {"name": "Asha Iyar", "phone": None}],
)
def test_a_correction_that_makes_two_records_alike_asks_first(api, asha, other, changes):
    refused = api.patch(address(other), changes, "json")
    assert (refused.status_code, refused.json()["code"]) == (409, "duplicate")
    assert [match["id"] for match in refused.json()["matches"]] == [asha.pk]
    assert Patient.objects.get(pk=other.pk).version == 1

    assert api.patch(address(other), {**changes, "confirm": True}, "json").status_code == 200


def test_what_was_alike_before_is_not_asked_again(api, asha, other):
    correct_patient(by=None, patient=other, phone=asha.phone, confirm=True)
    for changes in ({"note": "Needs a wheelchair"}, {"sex": "male"}, {"name": "Farid Raoo"}, {"phone": "031 5550101"}):
        assert api.patch(address(other), changes, "json").status_code == 200, changes


def test_a_correction_is_not_compared_with_the_record_itself(api, asha):
    assert api.patch(address(asha), {"name": "Iyer Asha", "birth_date": "1990-02-01"}, "json").status_code == 200


def test_a_birth_date_can_make_two_records_alike(asha):
    other = register_patient(by=None, name="Asha Iyer", phone="555 777")
    with pytest.raises(LikelyDuplicate) as caught:
        correct_patient(by=None, patient=other, birth_date=date(1990, 1, 2))
    [match] = caught.value.matches
    assert (match.patient, match.alike) == (asha, (Alike.SWAPPED,))


# MRNs


@pytest.fixture
def held() -> Patient:
    """A patient whose MRN came from another system."""
    patient = register_patient(by=None, name="Max Weiss", phone="555 111")
    return correct_patient(by=None, patient=patient, mrn="KH-00123")


@pytest.mark.parametrize("mrn", ["kh-00123", "KH 00123", "KH00123", "ＫＨ-00123"])
def test_an_mrn_that_differs_by_its_spelling_only_is_refused(held, patient, mrn):
    with pytest.raises(Invalid) as caught:
        correct_patient(by=None, patient=patient, mrn=mrn)
    assert caught.value.fields == {
        "mrn": ["Another patient has the MRN KH-00123, which is the same but for its spelling."]
    }
    assert Patient.objects.get(pk=patient.pk).mrn == "000002"


@pytest.mark.parametrize("mrn", ["KH-123", "00123", "KH-00124"])
def test_an_mrn_with_other_letters_or_digits_is_another(held, patient, mrn):
    assert correct_patient(by=None, patient=patient, mrn=mrn).mrn == mrn


def test_a_patients_own_mrn_can_be_spelt_in_another_way(held):
    assert correct_patient(by=None, patient=held, mrn="kh 00123").mrn == "kh 00123"


def test_the_admin_refuses_it_too(signed_in, held, patient):
    def save(**changes: Any) -> str:
        form = {"mrn": patient.mrn, "name": patient.name, "phone": patient.phone, "sex": "unknown", **changes}
        return admin.post(reverse("admin:appointments_patient_change", args=[patient.pk]), form).content.decode()

    admin = signed_in("admin_user")
    assert "is the same but for its spelling" in save(mrn="kh-00123")
    for name in ("\u3164", "---", "El\u202eena"):
        assert "errorlist" in save(name=name)
    patient.refresh_from_db()
    assert (patient.mrn, patient.name, patient.version) == ("000002", "Elena Novak", 1)
    save(mrn="KH-124")
    patient.refresh_from_db()
    assert patient.mrn == "KH-124"


# Names


@pytest.mark.parametrize(
    "name", ["\u200b", "\u3164 \u2800", "- -", "’", "a\x00b", "a\ud800b", "El\u202eena", "x" * 101]
)
def test_a_name_that_cannot_be_is_refused(patient, name):
    for call in (
        lambda: register_patient(by=None, name=name, phone="555"),
        lambda: correct_patient(by=None, patient=patient, name=name),
    ):
        with pytest.raises(Invalid) as caught:
            call()
        assert list(caught.value.fields) == ["name"]
    assert Patient.objects.get().name == "Elena Novak"


@pytest.mark.parametrize(
    "name", ["İ" * 100, "Md. Rahim", "Salim al-Farsi", "小明", "محمد", "O’Brien", "Suharto", "X Æ A-12"]
)
def test_names_of_many_shapes_are_accepted(name):
    assert register_patient(by=None, name=name, phone="555").name == name


def test_texts_beside_the_name_are_tidied(api):
    typed = {
        "name": "Asha Iyer",
        "phone": "555",
        "note": " Needs\u202e a  wheelchair\u200b ",
        "second_phone_of": " Ama ",
    }
    card = api.post("/api/patients/", typed, "json").json()
    assert (card["note"], card["second_phone_of"]) == ("Needs a wheelchair", "Ama")
