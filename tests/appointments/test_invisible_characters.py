"""A name looks like what it is: look-alikes by invisible characters are refused, and no text turns its neighbours."""

from typing import Any

import pytest

from appointments.models import Appointment, Doctor, Patient
from common.plain_text import has_invisible, tidy_name

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

HIDDEN = {
    "right-to-left override": "\u202e",
    "isolate": "\u2067",
    "zero width space": "\u200b",
    "zero width joiner between Latin letters": "\u200d",
    "zero width non-joiner between Latin letters": "\u200c",
    "soft hyphen": "\xad",
    "byte order mark": "\ufeff",
    "word joiner": "\u2060",
    "left-to-right mark": "\u200e",
    "escape": "\x1b",
    "combining grapheme joiner": "\u034f",
    "Hangul filler": "\u3164",
    "variation selector after a Latin letter": "\ufe0f",
    "tag": "\U000e0041",
}
SPELT = ["علی\u200cرضا", "क्\u200dष", "ශ්\u200dරී", "葛\U000e0100城", "葛\ufe00", "Zoë O’Brien-Smith", "Nguyễn Thị Ánh"]


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_a_hidden_character_inside_a_name_is_refused_beside_its_field(
    api: Any, patient: Patient, hidden: str, nothing_written: Any
) -> None:
    before, name = nothing_written(), f"Elena{hidden}Maria"
    sentence = "This name contains an invisible character. Type the name instead of pasting it."
    answers = [
        api.post("/api/patients/", {"name": name, "phone": "555 0199"}, "json"),
        api.patch(f"/api/patients/{patient.pk}/", {"name": name}, "json"),
    ]
    for answer in answers:
        assert (answer.status_code, answer.json()["fields"]) == (400, {"name": [sentence]})
    assert nothing_written() == before


@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_hidden_characters_at_the_ends_of_a_name_are_left_out(api: Any, hidden: str) -> None:
    answer = api.post("/api/patients/", {"name": f"{hidden} Elena  Novak {hidden}{hidden}", "phone": "5550199"}, "json")
    assert (answer.status_code, answer.json()["name"]) == (201, "Elena Novak")


@pytest.mark.parametrize("name", SPELT)
def test_what_a_script_needs_is_kept(api: Any, name: str) -> None:
    answer = api.post("/api/patients/", {"name": name, "phone": "555 0199"}, "json")
    assert (answer.status_code, answer.json()["name"]) == (201, name)


@pytest.mark.parametrize("name", ["", " ", "\u200b", " \u202e\ufeff "])
def test_a_name_of_nothing_visible_is_empty(name: str) -> None:
    assert (tidy_name(name), has_invisible(name.strip())) == ("", bool(name.strip()))


def test_the_admin_refuses_them_for_doctors_and_patients(admin_client: Any, doctor: Doctor, patient: Patient) -> None:
    form = {"name": "Elena\u200bNovak", "mrn": patient.mrn, "phone": patient.phone, "sex": "unknown"}
    page = admin_client.post(f"/admin/appointments/patient/{patient.pk}/change/", form)
    assert "invisible character" in page.text
    doctor.name = "Dr.\u202eLeila"
    with pytest.raises(Exception, match="invisible character"):
        doctor.full_clean()


def test_texts_keep_no_character_that_turns_the_text_beside_them(
    api: Any, desk: Any, doctor: Doctor, patient: Patient, ten: Any
) -> None:
    asked = {"patient": patient.pk, "doctor": doctor.pk, "start": ten.isoformat(), "complaint": "Pain \u202egnihguoc"}
    booked = api.post("/api/appointments/", {**asked, "notes": "\u2067left\u2069 \u200eknee"}, "json")
    assert booked.status_code == 201
    row = Appointment.objects.get()
    assert (row.complaint, row.notes) == ("Pain gnihguoc", "left \u200eknee")
