"""A field that was left empty is named in the same sentence by the page, its script and the API."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from appointments.empty_field_texts import SENTENCES
from appointments.web.forms import AppointmentForm, PatientForm, TimeOffForm
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db

BOOKING = {name: [str(SENTENCES[name])] for name in ("patient", "doctor", "start", "complaint")}
PATIENT = {"name": ["Enter the patient's name."], "phone": ["Enter a phone number."]}


def test_the_forms_name_the_field() -> None:
    assert dict(AppointmentForm({}).errors) == BOOKING | {"date": ["Choose a date."]}
    assert dict(PatientForm({}).errors) == PATIENT
    assert dict(TimeOffForm({}).errors) == {
        "doctor": ["Choose a doctor."],
        "start": ["Enter when the time off starts."],
        "end": ["Enter when the time off ends."],
    }


@pytest.mark.parametrize(
    ("path", "body", "fields"),
    [
        ("/api/appointments/", {}, BOOKING),
        ("/api/appointments/", dict.fromkeys(BOOKING), BOOKING),
        ("/api/patients/", {}, PATIENT),
        ("/api/patients/", dict.fromkeys(PATIENT), {"name": PATIENT["name"]}),  # null: has no phone
        ("/api/patients/", {"name": "", "phone": ""}, PATIENT),
        ("/api/patients/", {"name": " ", "phone": "12345"}, {"name": PATIENT["name"]}),
    ],
)
def test_the_api_names_the_field(api: APIClient, path: str, body: dict[str, Any], fields: dict[str, list[str]]) -> None:
    answer = api.post(path, body, format="json")
    assert (answer.status_code, answer.json()["fields"]) == (400, fields)


@pytest.mark.parametrize("field", BOOKING)
def test_the_booking_page_says_the_same_before_it_sends(field: str) -> None:
    assert f'gettext("{SENTENCES[field]}")' in (ROOT / "static" / "ts" / "booking" / "messages.ts").read_text()
