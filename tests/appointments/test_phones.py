"""How phone numbers are accepted, shown, dialled and compared."""

import re

import pytest
from django.test import Client

from appointments.exceptions import LikelyDuplicate
from appointments.models import Patient
from appointments.models.phone import is_odd, phone_address, shown_phone
from appointments.services.patients.registration import register_patient
from appointments.services.patients.search import find_patients

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


@pytest.mark.parametrize(
    ("region", "typed", "shown", "address"),
    [
        ("DE", "030/123456", "030 123456", "tel:+4930123456"),
        ("US", "555.123.4567", "(555) 123-4567", "tel:+15551234567"),
        ("US", "+1 608 271 9000 ext 11", "(608) 271-9000 ext. 11", "tel:+16082719000;ext=11"),
        ("", "+1 608 271 9000 ext 11", "+1 608-271-9000 ext. 11", "tel:+16082719000;ext=11"),
        ("AE", "٠٥٠١٢٣٤٥٦٧", "050 123 4567", "tel:+971501234567"),
        ("IN", "+46 31 555 0101", "+46 31 555 01 01", "tel:+46315550101"),
        ("IN", "0046 31 555 0101", "+46 31 555 01 01", "tel:+46315550101"),
        # What cannot be read stays as typed.
        ("", "030/123456", "030/123456", "tel:030123456"),
        ("IN", "108", "108", "tel:108"),
        ("", "+1 23", "+1 23", "tel:+123"),
        ("", "12345 ext 11", "12345 ext 11", "tel:12345"),
        ("IN", None, "", ""),
    ],
)
def test_a_phone_is_shown_in_the_usual_form_and_dialled_with_its_country(settings, region, typed, shown, address):
    settings.PHONE_REGION = region
    assert (shown_phone(typed), phone_address(typed)) == (shown, address)


@pytest.mark.parametrize("typed", ["030/123456", "555.123.4567", "+1 608 271 9000 ext 11", "٠٥٠١٢٣٤٥٦٧"])
@pytest.mark.parametrize("region", ["", "IN"])
def test_a_phone_is_kept_as_typed_and_found_by_its_digits(settings, api, region, typed):
    settings.PHONE_REGION = region
    card = api.post("/api/patients/", {"name": "Asha Iyer", "phone": typed}, "json").json()
    assert card["phone"] == Patient.objects.get().phone == typed
    digits = "".join(str(int(each)) for each in typed.removesuffix(" ext 11") if each.isdecimal())
    assert [each.pk for each in find_patients(digits[:5]) + find_patients(digits[-4:])] == [card["id"]] * 2


@pytest.mark.parametrize(("sought", "shown"), [("elena", "+91 98000 00241"), ("0241", "+91 98 0000 <mark>0241</mark>")])
def test_a_list_of_patients_shows_the_usual_form_and_what_was_typed_where_it_matches(desk, patient, sought, shown):
    register_patient(by=None, name="Elena Rao", phone="+46 31 555 0241")  # a single one would be opened at once
    page = desk.post("/appointments/patients", {"q": sought}).content.decode()
    assert shown in page


@pytest.mark.parametrize(
    ("region", "typed", "odd"),
    [
        ("IN", "98481 43059", False),
        ("IN", "555 123", False),  # without its area code
        ("IN", "98", True),
        ("IN", "98481 43059 98481 43059", True),
        ("IN", "+999 12345678", True),
        ("", "+91 44 12", True),
        ("", "+91 98481 43059", False),
        ("", "98", False),  # nothing is known of the hospital's country
        ("IN", None, False),
        ("IN", "", False),
    ],
)
def test_a_number_that_no_phone_can_have_is_odd(settings, region, typed, odd):
    settings.PHONE_REGION = region
    assert is_odd(typed) is odd


def test_an_odd_number_is_said_and_not_refused(settings, api):
    settings.PHONE_REGION = "IN"
    card = api.post("/api/patients/", {"name": "Asha Iyer", "phone": "98481"}, "json").json()
    assert card["odd_phone"] is True
    address = f"/api/patients/{card['id']}/"
    assert api.patch(address, {"phone": "98481 43059"}, "json").json()["odd_phone"] is False
    assert api.patch(address, {"second_phone": "+91 98481"}, "json").json()["odd_phone"] is True


def test_a_patient_may_have_no_phone_on_purpose(api):
    card = api.post("/api/patients/", {"name": "Asha Iyer", "phone": None}, "json").json()
    assert (card["phone"], card["phone_shown"], card["phone_address"], card["odd_phone"]) == (None, "", "", False)
    refused = api.post("/api/patients/", {"name": "Farid Rao"}, "json")
    assert (refused.status_code, refused.json()["fields"]) == (400, {"phone": ["Enter a phone number."]})
    assert api.patch(f"/api/patients/{card['id']}/", {"phone": "555 123"}, "json").json()["phone"] == "555 123"
    assert api.patch(f"/api/patients/{card['id']}/", {"phone": None}, "json").json()["phone"] is None


def test_two_patients_without_a_phone_are_not_alike():
    register_patient(by=None, name="Asha Iyer", phone=None)
    assert register_patient(by=None, name="Farid Rao", phone=None).pk


def test_the_form_asks_for_a_phone_or_that_there_is_none(desk):
    def register(**typed: str) -> str:
        fields = {f"new-{name}": value for name, value in {"name": "Asha Iyer", **typed}.items()}
        return desk.post("/appointments/create", {"action": "register", **fields}).text

    assert "Enter a phone number." in register()
    assert "Clear the phone number" in register(phone="555 123", no_phone="on")
    assert not Patient.objects.exists()
    register(no_phone="on")
    assert Patient.objects.get().phone is None


def test_the_trunk_prefix_of_the_region_is_not_compared(settings):
    """Hungary dials 06 within the country, which no table of zeros knows."""
    settings.PHONE_REGION = "HU"
    patient = register_patient(by=None, name="Asha Iyer", phone="06 1 123 4567")
    assert find_patients("+36 1 123 4567") == [patient]
    with pytest.raises(LikelyDuplicate):
        register_patient(by=None, name="Farid Rao", phone="+36 1 123 4567")


def test_the_second_phone_finds_the_patient(api):
    card = api.post(
        "/api/patients/",
        {"name": "Asha Iyer", "phone": None, "second_phone": "+46 31 555 0101", "second_phone_of": "Mother"},
        "json",
    ).json()
    assert [each.pk for each in find_patients("0101") + find_patients("031 555")] == [card["id"]] * 2
    api.patch(f"/api/patients/{card['id']}/", {"second_phone": ""}, "json")
    assert find_patients("0101") == []


def test_the_page_of_a_patient_without_a_phone_has_the_box_ticked(desk: Client):
    for phone, ticked in ((None, True), ("555 123", False)):
        patient = register_patient(by=None, name="Farid Rao", phone=phone)
        page = desk.get(f"/appointments/patients/{patient.pk}").text
        [box] = re.findall(r'<input[^>]*name="correct-no_phone"[^>]*>', page)
        assert ("checked" in box) is ticked
