"""Checking in, starting or completing an appointment of another day: asked first, and moved to the present."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from appointments.exceptions import OtherDay, SlotTaken
from appointments.hospital_time import at
from appointments.models import Appointment, Department, Doctor, Patient
from appointments.services.booking import booking, transitions
from appointments.services.queries.history import history_of
from appointments.services.schedule import availability
from tests.appointments.conftest import TUESDAY
from tests.conftest import api_of

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

QUARTER = timedelta(minutes=15)
THURSDAY = TUESDAY + timedelta(days=2)


@pytest.fixture
def thursday(doctor: Doctor, patient: Patient) -> Appointment:
    """The patient is booked on Thursday from 11:00 to 11:15."""
    return booking.book(by=None, patient=patient, doctor=doctor, start=at(THURSDAY, time(11)), complaint="Cough")


def change(appointment: Appointment, status: str, *, by: Any = None, confirm: bool = False) -> Appointment:
    return transitions.change_status(
        by=by, appointment=appointment, status=status, version=appointment.version, confirm=confirm
    )


def stored(appointment: Appointment, **values: Any) -> Appointment:
    Appointment._base_manager.filter(pk=appointment.pk).update(**values)
    return Appointment.objects.get(pk=appointment.pk)


@pytest.mark.parametrize(
    ("before", "after"), [("SCHEDULED", "CHECKED_IN"), ("SCHEDULED", "IN_PROGRESS"), ("IN_PROGRESS", "COMPLETED")]
)
@pytest.mark.parametrize("days", [-1, 1])
def test_an_appointment_of_another_day_is_asked_about(booked, clock, before, after, days, nothing_written):
    appointment = stored(booked, status=before)
    clock.set_to(time(12), TUESDAY + timedelta(days=days))
    counted = nothing_written()

    with pytest.raises(OtherDay, match=r"Booked for Tuesday 10 March\.") as caught:
        change(appointment, after)

    assert caught.value.day == TUESDAY
    assert nothing_written() == counted
    assert change(appointment, after, confirm=True).status == after


@pytest.mark.parametrize("after", ["CHECKED_IN", "IN_PROGRESS"])
def test_a_confirmed_visit_moves_to_the_present_and_leaves_its_time(thursday, doctor, clock, after):
    clock.set_to(time(14, 7, 20))

    came = change(thursday, after, confirm=True)

    assert (came.start, came.end, came.overbooked) == (
        at(TUESDAY, time(14, 7)),
        at(TUESDAY, time(14, 22)),
        False,
    )
    slots = availability.day_of(doctor, THURSDAY).slots
    assert next(slot.state for slot in slots if slot.start == at(THURSDAY, time(11))) == "free"
    entry = history_of(came)[-1]
    assert (entry["to"], entry["change"]) == (after, "moved from Thu 12 Mar, 11:00, status changed")


def test_the_api_names_the_day_and_goes_on_when_confirmed(thursday, receptionist, ten, clock):
    clock.now = ten
    api, address = api_of(receptionist), f"/api/appointments/{thursday.pk}/status/"
    body = {"status": "CHECKED_IN", "version": 1}

    refused = api.post(address, body, "json")
    assert (refused.status_code, refused.json()) == (
        409,
        {"code": "other_day", "detail": "Booked for Thursday 12 March.", "date": "2026-03-12"},
    )
    answer = api.post(address, body | {"confirm": True}, "json")
    assert (answer.status_code, answer.json()["start"]) == (200, "2026-03-10T10:00:00+05:30")


def test_a_doctor_who_has_another_patient_then_is_overbooked(thursday, doctor, other_patient, ten, clock):
    booking.book(by=None, patient=other_patient, doctor=doctor, start=ten, complaint="Cough")
    clock.now = ten + timedelta(minutes=5)
    assert change(thursday, "CHECKED_IN", confirm=True).overbooked


def test_a_patient_with_another_appointment_then_is_not_moved_onto_it(
    thursday, patient, other_doctor, ten, clock, nothing_written
):
    booking.book(by=None, patient=patient, doctor=other_doctor, start=ten, complaint="Eyes")
    clock.now = ten
    counted = nothing_written()
    with pytest.raises(SlotTaken, match="has another appointment"):
        change(thursday, "CHECKED_IN", confirm=True)
    assert nothing_written() == counted


def test_the_patient_gets_a_token_of_today(thursday, department, clock):
    Department.objects.filter(pk=department.pk).update(tokens_for_booked=True)
    assert change(Appointment.objects.get(pk=thursday.pk), "CHECKED_IN", confirm=True).token_day == TUESDAY


def test_a_visit_that_is_completed_on_a_later_day_keeps_its_time(booked, clock):
    appointment = stored(booked, status="IN_PROGRESS")
    clock.set_to(time(9), THURSDAY)
    assert change(appointment, "COMPLETED", confirm=True).start == booked.start


def test_a_visit_that_waits_in_the_queue_of_its_day_keeps_its_time_and_token(booked, department, clock, ten):
    Department.objects.filter(pk=department.pk).update(tokens_for_booked=True)
    waiting = change(Appointment.objects.get(pk=booked.pk), "CHECKED_IN")
    clock.set_to(time(0, 5), TUESDAY + timedelta(days=1))
    started = change(waiting, "IN_PROGRESS", confirm=True)
    assert (started.start, started.token, started.token_day) == (ten, waiting.token, TUESDAY)


def night(appointment: Appointment, start: datetime) -> Appointment:
    return stored(appointment, start=start, end=start + 2 * QUARTER)


def test_a_visit_that_runs_over_midnight_is_not_of_another_day_while_it_runs(booked, clock):
    appointment = night(booked, at(TUESDAY, time(23, 45)))
    clock.set_to(time(0, 14), TUESDAY + timedelta(days=1))
    assert change(appointment, "CHECKED_IN").status == "CHECKED_IN"


@pytest.mark.parametrize("status", ["CANCELLED", "NO_SHOW"])
def test_cancelling_and_no_shows_are_not_asked_about(booked, clock, status):
    clock.set_to(time(9), THURSDAY)
    assert change(booked, status).start == booked.start


def test_an_undo_is_not_asked_about(booked, clock):
    clock.set_to(time(9), THURSDAY)
    missed = change(change(booked, "NO_SHOW"), "CHECKED_IN")
    assert (missed.status, missed.start) == ("CHECKED_IN", booked.start)
