"""Overbooking: with the permission, a reason, and up to the doctor's cap per session."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from appointments.exceptions import Forbidden, Held, Invalid, SlotTaken
from appointments.hospital_time import at
from appointments.models import Appointment, Doctor, Patient
from appointments.services.booking import booking, holds, transitions
from tests.appointments.conftest import TUESDAY
from tests.conftest import api_of

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

QUARTER = timedelta(minutes=15)


@pytest.fixture
def crowd(db: None) -> list[Patient]:
    return [Patient.objects.create(mrn=f"9{n:05d}", name=f"Crowd {n}", phone=f"555 000{n}") for n in range(6)]


@pytest.fixture
def book(manager: Any, doctor: Doctor, ten: datetime) -> Any:
    def book(patient: Patient, start: datetime = ten, **changes: Any) -> Appointment:
        asked = {"by": manager, "patient": patient, "doctor": doctor, "start": start, "complaint": "Cough"}
        return booking.book(**asked | changes)

    return book


@pytest.fixture
def overbook(book: Any) -> Any:
    def overbook(patient: Patient, start: Any = None, **changes: Any) -> Appointment:
        more = {"start": start} if start else {}
        return book(patient, **{"overbook": True, "reason": "Today"} | more | changes)

    return overbook


def test_the_cap_is_per_session(book, overbook, crowd, doctor, ten):
    for start in (ten, at(TUESDAY, time(14)), ten + timedelta(days=1)):
        book(crowd[0], start)
        assert [overbook(crowd[n], start).overbooked for n in (1, 2)] == [True, True]
        with pytest.raises(SlotTaken) as caught:
            overbook(crowd[3], start)
        assert [each.patient for each in caught.value.conflicts] == crowd[1:3]
        assert "(maximum 2)" in caught.value.detail
        assert caught.value.next_free


def test_the_cap_counts_the_whole_session_and_not_one_slot(book, overbook, crowd, ten):
    for number in range(3):
        book(crowd[number], ten + number * QUARTER)
    overbook(crowd[3], ten)
    overbook(crowd[4], ten + QUARTER)
    with pytest.raises(SlotTaken):
        overbook(crowd[5], ten + 2 * QUARTER)


@pytest.mark.parametrize("cap", [0, 1, 3])
def test_each_doctor_has_a_cap(book, overbook, crowd, doctor, cap):
    doctor.overbook_cap = cap
    doctor.save()
    book(crowd[0])
    for number in range(1, cap + 1):
        overbook(crowd[number])
    with pytest.raises(SlotTaken):
        overbook(crowd[cap + 1])


def test_a_cancelled_overbooking_does_not_count_towards_the_cap(book, overbook, crowd, manager):
    book(crowd[0])
    overbook(crowd[1])
    second = overbook(crowd[2])
    transitions.change_status(by=manager, appointment=second, status="CANCELLED", version=1)
    assert overbook(crowd[3]).overbooked


def test_an_undone_cancellation_counts_towards_the_cap(book, overbook, crowd, manager, nothing_written):
    book(crowd[0])
    overbook(crowd[1])
    second = overbook(crowd[2])
    transitions.change_status(by=manager, appointment=second, status="CANCELLED", version=1)
    overbook(crowd[3])
    before = nothing_written()
    with pytest.raises(SlotTaken) as caught:
        transitions.change_status(by=manager, appointment=second, status="SCHEDULED", version=2)
    assert [each.patient for each in caught.value.conflicts] == [crowd[1], crowd[3]]
    assert nothing_written() == before


def test_reception_undoes_the_cancellation_of_an_overbooked_row_below_the_cap(
    book, overbook, crowd, receptionist, manager
):
    book(crowd[0])
    second = overbook(crowd[1])
    transitions.change_status(by=receptionist, appointment=second, status="CANCELLED", version=1)
    back = transitions.change_status(by=receptionist, appointment=second, status="SCHEDULED", version=2)
    assert (back.status, back.overbooked) == ("SCHEDULED", True)


def test_without_a_conflict_it_becomes_an_ordinary_booking(overbook, crowd, book, nothing_written):
    assert overbook(crowd[0]).overbooked is False
    before = nothing_written()
    with pytest.raises(SlotTaken):
        book(crowd[1])
    assert nothing_written() == before


def test_reception_may_set_the_flag_without_a_conflict(overbook, crowd, receptionist):
    assert overbook(crowd[0], by=receptionist, reason="").overbooked is False


def test_one_that_becomes_ordinary_respects_another_users_hold(overbook, crowd, receptionist, doctor, ten):
    holds.hold(by=receptionist, doctor=doctor, start=ten, end=ten + QUARTER)
    with pytest.raises(Held):
        overbook(crowd[0])


@pytest.mark.parametrize("reason", ["", " ", "\n\t"])
def test_a_reason_is_needed(book, overbook, crowd, reason, nothing_written):
    book(crowd[0])
    before = nothing_written()
    with pytest.raises(Invalid) as caught:
        overbook(crowd[1], reason=reason)
    assert (list(caught.value.fields or {}), nothing_written()) == (["reason"], before)


def test_the_permission_is_needed(book, overbook, crowd, receptionist, nothing_written):
    book(crowd[0])
    before = nothing_written()
    with pytest.raises(Forbidden):
        overbook(crowd[1], by=receptionist)
    assert nothing_written() == before


def test_the_reason_is_in_the_history(book, overbook, crowd):
    book(crowd[0])
    assert overbook(crowd[1], reason="Chest pain since today").history.get().history_change_reason == (
        "Chest pain since today"
    )


def test_a_patient_is_never_booked_twice_at_once(book, overbook, crowd, other_doctor, ten, nothing_written):
    book(crowd[0])
    book(crowd[1], doctor=other_doctor)
    before = nothing_written()
    with pytest.raises(SlotTaken) as caught:
        overbook(crowd[1], start=ten + timedelta(minutes=5))
    assert [each.doctor for each in caught.value.conflicts] == [other_doctor]
    assert nothing_written() == before


def test_a_single_overbooked_appointment_blocks_ordinary_bookings(
    book, overbook, crowd, receptionist, manager, doctor, ten, nothing_written
):
    first, second = book(crowd[0]), overbook(crowd[1])
    transitions.change_status(by=manager, appointment=first, status="CANCELLED", version=1)
    before = nothing_written()
    with pytest.raises(SlotTaken) as caught:
        book(crowd[2], by=receptionist)
    assert caught.value.conflicts == [second]
    with pytest.raises(SlotTaken):
        holds.hold(by=receptionist, doctor=doctor, start=ten, end=ten + QUARTER)
    assert nothing_written() == before
    assert overbook(crowd[2]).overbooked


def test_the_ordinary_one_of_a_pair_may_get_longer_and_return(book, overbook, crowd, receptionist, ten):
    first = book(crowd[0])
    overbook(crowd[1])
    grown = booking.reschedule(by=receptionist, appointment=first, version=1, end=ten + 2 * QUARTER)
    transitions.change_status(by=receptionist, appointment=grown, status="CANCELLED", version=2)
    back = transitions.change_status(by=receptionist, appointment=grown, status="SCHEDULED", version=3)
    assert (back.end, back.overbooked) == (ten + 2 * QUARTER, False)


def test_an_undone_cancellation_is_refused_beside_a_later_overbooking(
    book, overbook, crowd, receptionist, manager, clock, nothing_written
):
    first = book(crowd[0])
    transitions.change_status(by=receptionist, appointment=first, status="CANCELLED", version=1)
    clock.advance(timedelta(minutes=1))
    second, third = book(crowd[1]), overbook(crowd[2])
    transitions.change_status(by=receptionist, appointment=second, status="CANCELLED", version=1)
    before = nothing_written()
    with pytest.raises(SlotTaken) as caught:
        transitions.change_status(by=receptionist, appointment=first, status="SCHEDULED", version=2)
    assert caught.value.conflicts == [third]
    assert nothing_written() == before


def test_overbooking_respects_another_users_hold(book, overbook, crowd, receptionist, doctor, ten, nothing_written):
    book(crowd[0])
    holds.hold(by=receptionist, doctor=doctor, start=ten + QUARTER, end=ten + 2 * QUARTER)
    before = nothing_written()
    with pytest.raises(Held):
        overbook(crowd[1], end=ten + 2 * QUARTER)
    assert nothing_written() == before


def test_a_reschedule_overbooks_only_when_asked_again(book, overbook, crowd, manager, ten, nothing_written):
    book(crowd[0])
    second = overbook(crowd[1])
    book(crowd[2], ten + QUARTER)
    before = nothing_written()
    with pytest.raises(SlotTaken):
        booking.reschedule(by=manager, appointment=second, version=1, start=ten + QUARTER, reason="Later")
    assert nothing_written() == before
    moved = booking.reschedule(
        by=manager, appointment=second, version=1, start=ten + QUARTER, overbook=True, reason="Later"
    )
    assert moved.overbooked


def test_one_that_is_rescheduled_to_a_free_time_becomes_ordinary(book, overbook, crowd, receptionist, ten):
    book(crowd[0])
    second = overbook(crowd[1])
    assert not booking.reschedule(
        by=receptionist, appointment=second, version=1, start=ten + QUARTER, reason=""
    ).overbooked


def test_another_length_keeps_the_flag(book, overbook, crowd, manager, ten):
    book(crowd[0])
    second = overbook(crowd[1])
    longer = booking.reschedule(by=manager, appointment=second, version=1, end=ten + 2 * QUARTER, reason="Longer")
    assert longer.overbooked


def test_it_shows_on_the_calendar(overbook, book, crowd, manager):
    book(crowd[0])
    overbook(crowd[1])
    events = api_of(manager).get("/api/calendar/?start=2026-03-10&end=2026-03-11").json()["events"]
    shown = {
        event["extendedProps"]["patient"]["name"]: event["extendedProps"]["appointment"]["overbooked"]
        for event in events
    }
    assert shown == {"Crowd 0": False, "Crowd 1": True}
