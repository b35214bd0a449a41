"""A doctor's free times."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from appointments.hospital_time import at, local
from appointments.models import Appointment, Doctor, Holiday, Status, TimeOff, WorkingHours
from appointments.services.booking import booking
from appointments.services.schedule import availability
from tests.appointments.conftest import TUESDAY

pytestmark = pytest.mark.django_db


def said(found: list[availability.Slot]) -> list[str]:
    """As in `09:00 free`."""
    return [f"{local(slot.start):%H:%M} {slot.state}" for slot in found]


def starts(found: list[availability.Slot]) -> list[str]:
    return [f"{local(slot.start):%H:%M}" for slot in found]


@pytest.fixture
def short_day(department: Any) -> Doctor:
    """Works on Tuesdays from 09:00 to 10:00 and 10:30 to 11:00, in slots of 15 minutes."""
    doctor = Doctor.objects.create(name="Dr. Short Day", department=department)
    for start, end in ((time(9), time(10)), (time(10, 30), time(11))):
        WorkingHours.objects.create(doctor=doctor, weekday=1, start=start, end=end)
    return doctor


def test_slots_fill_the_shifts_and_leave_the_break(short_day):
    assert said(availability.day_of(short_day, TUESDAY).slots) == [
        "09:00 free",
        "09:15 free",
        "09:30 free",
        "09:45 free",
        "10:30 free",
        "10:45 free",
    ]


def test_a_day_without_a_shift_has_no_slots(short_day):
    assert availability.day_of(short_day, TUESDAY + timedelta(days=1)).slots == []


def test_a_day_gives_the_length_of_one_slot_where_all_shifts_have_the_same(short_day):
    monday = TUESDAY - timedelta(days=1)
    assert availability.day_of(short_day, TUESDAY, timedelta(minutes=30)).slot_minutes == 15
    assert availability.day_of(short_day, monday).slot_minutes is None
    second = WorkingHours.objects.get(doctor=short_day, start=time(10, 30))
    second.slot_minutes = 10
    second.save()
    assert availability.day_of(short_day, TUESDAY).slot_minutes is None


def test_a_day_names_the_holiday(short_day):
    Holiday.objects.create(date=TUESDAY, name="Founders Day")
    wednesday = TUESDAY + timedelta(days=1)
    assert availability.day_of(short_day, TUESDAY) == availability.Day([], None, "Founders Day")
    assert availability.day_of(short_day, wednesday) == availability.Day([], None, None)


def test_a_longer_visit_starts_at_the_same_steps_and_ends_within_the_shift(short_day):
    found = availability.day_of(short_day, TUESDAY, timedelta(minutes=30)).slots
    assert starts(found) == ["09:00", "09:15", "09:30", "10:30"]
    assert {slot.end - slot.start for slot in found} == {timedelta(minutes=30)}


def test_a_visit_longer_than_every_shift_has_no_slots(short_day):
    assert availability.day_of(short_day, TUESDAY, timedelta(hours=2)).slots == []


def test_slots_are_taken_free_or_past(short_day, patient, clock):
    booking.book(by=None, patient=patient, doctor=short_day, start=at(TUESDAY, time(9, 40)), complaint="Cough")
    clock.set_to(time(9, 16))
    assert said(availability.day_of(short_day, TUESDAY).slots) == [
        "09:00 past",
        "09:15 free",
        "09:30 taken",
        "09:45 taken",
        "10:30 free",
        "10:45 free",
    ]


@pytest.mark.parametrize("status", list(Status))
def test_only_active_appointments_take_time(short_day, patient, status):
    booked = booking.book(by=None, patient=patient, doctor=short_day, start=at(TUESDAY, time(9)), complaint="Cough")
    Appointment._base_manager.filter(pk=booked.pk).update(status=status)
    taken = status in {Status.SCHEDULED, Status.CHECKED_IN, Status.IN_PROGRESS, Status.COMPLETED}
    assert availability.day_of(short_day, TUESDAY).slots[0].state == ("taken" if taken else "free")


def test_half_a_day_off_closes_the_slots_that_it_touches(short_day):
    TimeOff.objects.create(doctor=short_day, start=at(TUESDAY, time(9, 40)), end=at(TUESDAY, time(10, 30)))
    assert said(availability.day_of(short_day, TUESDAY).slots) == [
        "09:00 free",
        "09:15 free",
        "09:30 closed",
        "09:45 closed",
        "10:30 free",
        "10:45 free",
    ]


def test_another_doctors_leave_and_bookings_do_not_count(short_day, other_doctor, patient):
    booking.book(by=None, patient=patient, doctor=other_doctor, start=at(TUESDAY, time(9)), complaint="Cough")
    TimeOff.objects.create(doctor=other_doctor, start=at(TUESDAY, time(9)), end=at(TUESDAY, time(12)))
    assert {slot.state for slot in availability.day_of(short_day, TUESDAY).slots} == {"free"}


def test_shifts_may_have_different_steps(short_day):
    WorkingHours._base_manager.filter(start=time(10, 30)).update(slot_minutes=10)
    assert starts(availability.day_of(short_day, TUESDAY).slots)[4:] == ["10:30", "10:40", "10:50"]


def test_the_next_free_times_are_in_order_and_not_before_the_moment(short_day):
    found = availability.next_free(short_day, None, at(TUESDAY, time(10, 31)))
    assert [f"{local(start):%d %H:%M}" for start, _ in found] == ["10 10:45", "17 09:00", "17 09:15"]


def test_a_doctor_without_hours_has_no_free_time(department):
    doctor = Doctor.objects.create(name="Dr. Without", department=department)
    assert availability.next_free(doctor, None, at(TUESDAY, time(9))) == []


def test_availability_costs_the_same_queries_whatever_is_booked(
    short_day, patient, other_patient, django_assert_num_queries
):
    with django_assert_num_queries(6):
        availability.day_of(short_day, TUESDAY)
    for who, wall in ((patient, time(9)), (other_patient, time(9, 30))):
        booking.book(by=None, patient=who, doctor=short_day, start=at(TUESDAY, wall), complaint="Cough")
    with django_assert_num_queries(6):
        availability.day_of(short_day, TUESDAY)


# Where the clock changes: Berlin skips 02:00–03:00 on 29 March 2026 and repeats it on 25 October 2026.

SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.fixture
def night(department: Any, settings: Any) -> Doctor:
    """Works on Sundays from 01:00 to 04:00 in Berlin, in slots of 30 minutes."""
    settings.TIME_ZONE = "Europe/Berlin"
    doctor = Doctor.objects.create(name="Dr. Night", department=department)
    WorkingHours.objects.create(doctor=doctor, weekday=6, start=time(1), end=time(4), slot_minutes=30)
    return doctor


@pytest.mark.parametrize(
    ("day", "slots"),
    [
        (SPRING - timedelta(days=7), ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]),
        (SPRING, ["01:00", "01:30", "03:00", "03:30"]),
        (AUTUMN, ["01:00", "01:30", "02:00", "02:30", "02:00", "02:30", "03:00", "03:30"]),
    ],
)
def test_slots_are_real_time_where_the_clock_changes(night, day, slots):
    found = availability.day_of(night, day).slots
    assert starts(found) == slots
    assert {slot.end - slot.start for slot in found} == {timedelta(minutes=30)}
    assert [slot.end for slot in found[:-1]] == [slot.start for slot in found[1:]]


def test_the_repeated_hour_is_booked_twice_by_two_patients(night, patient, other_patient):
    first, second = [
        slot.start for slot in availability.day_of(night, AUTUMN).slots if f"{local(slot.start):%H:%M}" == "02:00"
    ]
    for who, start in ((patient, first), (other_patient, second)):
        booking.book(by=None, patient=who, doctor=night, start=start, complaint="Cough")
    assert [slot.state for slot in availability.day_of(night, AUTUMN).slots] == [
        *["free"] * 2,
        "taken",
        "free",
        "taken",
        *["free"] * 3,
    ]


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (AUTUMN, 25), (TUESDAY, 24)])
def test_a_hospital_day_has_as_many_hours_as_it_has(settings, day, hours):
    from datetime import UTC

    from appointments.hospital_time import day_bounds

    settings.TIME_ZONE = "Europe/Berlin"
    start, end = day_bounds(day)
    assert end.astimezone(UTC) - start.astimezone(UTC) == timedelta(hours=hours)
