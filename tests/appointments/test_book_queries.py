"""The number of queries of one booking, which does not grow with the data."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Appointment, Doctor, Patient
from appointments.services.booking import booking
from tests.conftest import api_of

pytestmark = pytest.mark.django_db

# Two for the rights, one for the department scope, two that find patient and doctor, two locks, four for hours and
# leave, two for holds and overbooked ones, then row, history, hold, counters and events; the rest are savepoints.
QUERIES = 22


@pytest.fixture
def cost(receptionist: Any, patient: Patient, doctor: Doctor) -> Any:
    def cost(start: datetime) -> int:
        asked = {"patient": patient.pk, "doctor": doctor.pk, "start": start.isoformat(), "complaint": "Cough"}
        client = api_of(type(receptionist).objects.get(pk=receptionist.pk))  # without cached rights
        with CaptureQueriesContext(connection) as queries:
            answer = client.post("/api/appointments/", asked, "json")
        assert answer.status_code == 201, answer.json()
        return len(queries)

    return cost


def test_a_booking_costs_a_known_number_of_queries(cost, ten):
    assert cost(ten) == QUERIES


def test_a_full_day_costs_no_more(cost, ten, doctor):
    for number in range(6):
        someone = Patient.objects.create(mrn=f"9{number:05d}", name=f"Crowd {number}", phone=f"555 000{number}")
        start = ten + timedelta(minutes=15 * (number + 1))
        booking.book(by=None, patient=someone, doctor=doctor, start=start, complaint="Cough")
    assert Appointment.objects.count() == 6
    assert cost(ten) == QUERIES
