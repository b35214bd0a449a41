"""Two patients change places: each keeps its length, and the new place must be open to it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from appointments.exceptions import Closed, Invalid, SlotTaken
from appointments.models import Appointment, Doctor, Patient
from appointments.services.booking import booking

pytestmark = pytest.mark.django_db

QUARTER = timedelta(minutes=15)


@pytest.fixture
def pair(booked: Appointment, other_patient: Patient, other_doctor: Doctor, ten: datetime) -> list[Appointment]:
    """Ten to a quarter past with one doctor, eleven to half past with the other."""
    start = ten + 4 * QUARTER
    end = start + 2 * QUARTER
    second = booking.book(by=None, patient=other_patient, doctor=other_doctor, start=start, end=end, complaint="Itch")
    return [booked, second]


def swap(by: Any, pair: list[Appointment], **more: Any) -> list[Appointment]:
    return booking.swap(by=by, first=pair[0], second=pair[1], versions_seen=(1, 1), **more)


def test_each_takes_the_others_place_and_keeps_its_length(pair, receptionist, doctor, other_doctor, ten):
    first, second = swap(receptionist, pair)
    assert (first.doctor, first.start, first.end) == (other_doctor, ten + 4 * QUARTER, ten + 5 * QUARTER)
    assert (second.doctor, second.start, second.end) == (doctor, ten, ten + 2 * QUARTER)
    assert not any(row.overbooked for row in Appointment.objects.all())
    assert {row.history.first().history_change_reason for row in (first, second)} == {"Changed places"}


def test_a_length_that_does_not_fit_is_a_clash(pair, receptionist, patient, doctor, ten, nothing_written):
    neighbour = Patient.objects.create(mrn="900001", name="Next Door", phone="555 0001")
    booking.book(by=None, patient=neighbour, doctor=doctor, start=ten + QUARTER, complaint="Cough")
    before = nothing_written()
    with pytest.raises(SlotTaken) as caught:
        swap(receptionist, pair)
    assert [row.patient for row in caught.value.conflicts] == [neighbour]
    assert nothing_written() == before


def test_a_place_that_is_closed_is_not_swapped_into(pair, receptionist, clock, nothing_written):
    clock.goes_on(timedelta(hours=2, minutes=5))  # five past ten
    before = nothing_written()
    with pytest.raises(Closed):
        swap(receptionist, pair)
    assert nothing_written() == before


def test_one_patients_own_two_and_one_row_with_itself_do_not_change_places(
    booked, receptionist, other_doctor, ten, nothing_written
):
    own = booking.book(by=None, patient=booked.patient, doctor=other_doctor, start=ten + 4 * QUARTER, complaint="Itch")
    before = nothing_written()
    for pair in ([booked, own], [booked, booked]):
        with pytest.raises(Invalid):
            swap(receptionist, pair)
    assert nothing_written() == before


def test_what_is_under_way_keeps_its_place(pair, receptionist, nothing_written):
    pair[0].status = "IN_PROGRESS"
    pair[0].save()
    before = nothing_written()
    with pytest.raises(Invalid):
        booking.swap(by=receptionist, first=pair[0], second=pair[1], versions_seen=(2, 1))
    assert nothing_written() == before
