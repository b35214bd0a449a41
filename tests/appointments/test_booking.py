"""Booking and rescheduling."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from appointments.events.calendar_event import calendar_event
from appointments.events.events import schedule_channel
from appointments.exceptions import Closed, Forbidden, Invalid, SlotTaken, StaleVersion
from appointments.hospital_time import at
from appointments.models import Appointment, Doctor, Patient, Status, TimeOff, VisitType, WorkingHours
from appointments.services.booking import booking, transitions
from common.actor import acting_as
from realtime.models import Stream, StreamEvent
from tests.appointments.conftest import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

QUARTER = timedelta(minutes=15)


@pytest.fixture
def book(receptionist: Any, doctor: Doctor, patient: Patient, ten: datetime) -> Any:
    """Books as the receptionist, at ten with the doctor unless told otherwise."""

    def book(**changes: Any) -> Appointment:
        asked = {"by": receptionist, "patient": patient, "doctor": doctor, "start": ten, "complaint": "Chest pain"}
        return booking.book(**asked | changes)

    return book


def refused(kind: type[Exception], counted: Any, verb: Any) -> Any:
    """Calls the service, which must raise and write nothing; returns the exception."""
    before = counted()
    with pytest.raises(kind) as caught:
        verb()
    assert counted() == before
    return caught.value


def spans(found: list[Any]) -> list[str]:
    return [f"{start.astimezone(at(TUESDAY, time()).tzinfo):%d %H:%M}" for start, _ in found]


# How long


def test_without_an_end_an_appointment_lasts_one_slot(book, ten):
    assert book().end == ten + QUARTER


def test_one_slot_is_that_of_the_shift_which_holds_the_start(book, doctor):
    WorkingHours._base_manager.filter(doctor=doctor, start=time(13)).update(slot_minutes=20)

    booked = book(start=at(TUESDAY, time(13)))

    assert booked.end == at(TUESDAY, time(13, 20))


def test_a_visit_type_sets_the_length(book, visit_type, ten):
    assert book(visit_type=visit_type).end == ten + timedelta(minutes=30)


def test_a_given_end_overrides_the_visit_type(book, visit_type, ten):
    assert book(visit_type=visit_type, end=ten + timedelta(minutes=40)).end == ten + timedelta(minutes=40)


@pytest.mark.parametrize("minute", [0, 1, 7, 44])
def test_any_minute_inside_working_hours_can_be_booked(book, minute):
    start = at(TUESDAY, time(11, minute))
    assert book(start=start).start == start


@pytest.mark.parametrize("rest", [timedelta(seconds=30), timedelta(microseconds=1)])
@pytest.mark.parametrize("field", ["start", "end"])
def test_a_time_with_seconds_is_refused(book, booked, ten, field, rest, nothing_written):
    end = booked.end + QUARTER
    times = {"start": booked.end, "end": end} | {field: end - QUARTER / 3 + rest}
    error = refused(Invalid, nothing_written, lambda: book(**times))
    assert list(error.fields) == [field]
    moved = {field: times[field]}
    error = refused(
        Invalid, nothing_written, lambda: booking.reschedule(by=None, appointment=booked, version=1, **moved)
    )
    assert list(error.fields) == [field]


def test_a_stored_time_with_seconds_moves_to_whole_minutes(booked, ten):
    Appointment._base_manager.filter(pk=booked.pk).update(start=ten + timedelta(seconds=30))

    kept = booking.reschedule(by=None, appointment=booked, version=1, complaint="Cough")
    moved = booking.reschedule(by=None, appointment=booked, version=2, start=ten + 2 * QUARTER)

    assert kept.start == ten + timedelta(seconds=30)
    assert (moved.start, moved.end) == (ten + 2 * QUARTER, ten + 3 * QUARTER)


def test_the_shortest_visit_lasts_a_minute(book, ten):
    assert book(end=ten + timedelta(minutes=1)).end == ten + timedelta(minutes=1)


@pytest.mark.parametrize("minutes", [0, -15, 12 * 60 + 1])
def test_an_impossible_length_is_refused(book, ten, minutes, nothing_written):
    error = refused(Invalid, nothing_written, lambda: book(end=ten + timedelta(minutes=minutes)))
    assert list(error.fields) == ["end"]


@pytest.mark.parametrize("year", [1999, 2100, 9998])
def test_a_year_without_appointments_is_refused(book, year, nothing_written, ten, manager):
    start = ten.replace(year=year)
    error = refused(Invalid, nothing_written, lambda: book(by=manager, start=start, reason="Because"))
    assert list(error.fields) == ["start"]


def test_a_length_is_real_time_where_the_clock_falls_back(book, doctor, visit_type, settings, manager):
    settings.TIME_ZONE = "Europe/Berlin"
    start = at(datetime(2026, 10, 25).date(), time(2, 45))  # 03:00 comes twice: summer time ends at 03:00

    booked = book(by=manager, reason="Night duty", start=start, visit_type=visit_type)

    assert booked.end.astimezone(UTC) - booked.start.astimezone(UTC) == timedelta(minutes=30)


# Clashes


def test_a_slot_is_booked_once(book, other_patient, booked, nothing_written):
    error = refused(SlotTaken, nothing_written, lambda: book(patient=other_patient))

    assert error.conflicts == [booked]
    assert spans(error.next_free) == ["10 10:15", "10 10:30", "10 10:45"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (time(9, 50), time(10, 1)),
        (time(10, 14), time(10, 20)),
        (time(10, 5), time(10, 10)),
        (time(9, 45), time(10, 30)),
    ],
)
@pytest.mark.usefixtures("booked")
def test_every_way_of_overlapping_is_a_clash(book, other_patient, start, end, nothing_written):
    verb = lambda: book(patient=other_patient, start=at(TUESDAY, start), end=at(TUESDAY, end))  # noqa: E731
    refused(SlotTaken, nothing_written, verb)


@pytest.mark.parametrize(("start", "end"), [(time(9, 45), time(10)), (time(10, 15), time(10, 30))])
def test_appointments_may_touch(book, other_patient, booked, start, end):
    book(patient=other_patient, start=at(TUESDAY, start), end=at(TUESDAY, end))
    assert Appointment.objects.count() == 2


def test_a_patient_is_not_booked_twice_at_once(book, other_doctor, booked, nothing_written):
    error = refused(SlotTaken, nothing_written, lambda: book(doctor=other_doctor))
    assert error.conflicts == [booked]


def test_times_proposed_after_a_patients_clash_are_free_for_the_patient_too(book, other_doctor, booked):
    with pytest.raises(SlotTaken) as caught:
        book(doctor=other_doctor)

    assert spans(caught.value.next_free) == ["10 10:15", "10 10:30", "10 10:45"]


@pytest.mark.usefixtures("booked")
def test_times_proposed_after_a_doctors_clash_are_free_for_the_patient_too(book, other_doctor, other_patient, ten):
    booking.book(by=None, patient=other_patient, doctor=other_doctor, start=ten + QUARTER, complaint="Eyes")

    with pytest.raises(SlotTaken) as caught:
        book(patient=other_patient)

    assert spans(caught.value.next_free) == ["10 10:30", "10 10:45", "10 11:00"]


def test_a_clash_names_every_conflict(book, booked, other_patient, ten, doctor):
    second = booking.book(by=None, patient=other_patient, doctor=doctor, start=ten + QUARTER, complaint="Cough")
    third = Patient.objects.create(mrn="900000", name="Third Person", phone="12345")

    with pytest.raises(SlotTaken) as caught:
        book(patient=third, end=ten + timedelta(minutes=30))

    assert caught.value.conflicts == [booked, second]


def test_proposals_continue_on_the_next_day(book, other_patient, doctor, patient):
    booking.book(by=None, patient=patient, doctor=doctor, start=at(TUESDAY, time(16, 45)), complaint="Cough")

    with pytest.raises(SlotTaken) as caught:
        book(patient=other_patient, start=at(TUESDAY, time(16, 45)))

    assert spans(caught.value.next_free) == ["11 09:00", "11 09:15", "11 09:30"]


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.NO_SHOW, Status.LEFT])
def test_the_time_of_an_inactive_appointment_can_be_booked(book, booked, other_patient, status):
    Appointment._base_manager.filter(pk=booked.pk).update(status=status)
    assert book(patient=other_patient).status == Status.SCHEDULED


@pytest.mark.parametrize("status", [Status.CHECKED_IN, Status.IN_PROGRESS, Status.COMPLETED])
def test_the_time_of_an_active_appointment_stays_taken(book, booked, other_patient, status, nothing_written):
    Appointment._base_manager.filter(pk=booked.pk).update(status=status)
    refused(SlotTaken, nothing_written, lambda: book(patient=other_patient))


# Closed


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (time(8, 30), time(8, 45)),
        (time(8, 50), time(9, 5)),
        (time(11, 50), time(12, 5)),
        (time(12, 15), time(12, 30)),
        (time(16, 50), time(17, 5)),
        (time(20), time(20, 15)),
    ],
)
def test_outside_working_hours_is_closed_for_reception(book, start, end, nothing_written):
    error = refused(Closed, nothing_written, lambda: book(start=at(TUESDAY, start), end=at(TUESDAY, end)))
    assert error.detail == "That time is outside Dr. Leila Haddad's working hours."
    assert len(error.next_free) == 3


def test_the_past_is_closed_for_reception(book, clock, nothing_written):
    clock.set_to(time(10, 15))
    error = refused(Closed, nothing_written, book)
    assert error.detail == "That time is in the past."
    assert spans(error.next_free) == ["10 10:15", "10 10:30", "10 10:45"]


@pytest.mark.parametrize("now", [time(10, 4), time(10, 14, 59)])
def test_the_slot_that_is_running_can_be_booked_until_its_end(book, visit_type, clock, ten, now):
    clock.set_to(now)
    assert book(visit_type=visit_type).start == ten


def test_a_visit_that_is_shorter_than_its_slot_can_be_booked_until_its_own_end(book, clock, ten, nothing_written):
    end = ten + timedelta(minutes=5)
    clock.now = end
    refused(Closed, nothing_written, lambda: book(end=end))
    clock.now = end - timedelta(seconds=1)
    assert book(end=end).start == ten


@pytest.mark.parametrize("minute", [1, 5, 14])
def test_within_the_slot_that_is_running_no_other_start_is_past(book, clock, minute, nothing_written):
    clock.set_to(time(10, 14, 30))
    error = refused(Closed, nothing_written, lambda: book(start=at(TUESDAY, time(10, minute))))
    assert error.detail == "That time is in the past."


def test_an_appointment_can_be_moved_into_the_slot_that_is_running(booked, receptionist, ten, clock):
    clock.set_to(time(9, 49))
    moved = booking.reschedule(by=receptionist, appointment=booked, version=1, start=ten - QUARTER)
    assert (moved.start, moved.end) == (ten - QUARTER, ten)


def test_outside_hours_no_slot_is_running(book, clock, nothing_written):
    clock.set_to(time(8, 4))
    error = refused(Closed, nothing_written, lambda: book(start=at(TUESDAY, time(8))))
    assert error.detail == "That time is in the past."


def test_the_present_minute_is_not_the_past(book, clock, ten):
    clock.set_to(time(10))
    assert book().start == ten


def test_half_a_day_of_leave_blocks_that_half_alone(book, doctor, ten, nothing_written):
    TimeOff.objects.create(doctor=doctor, start=at(TUESDAY, time(9)), end=at(TUESDAY, time(12)), reason="Conference")

    error = refused(Closed, nothing_written, book)

    assert error.detail == "Dr. Leila Haddad is away at that time."
    assert spans(error.next_free) == ["10 13:00", "10 13:15", "10 13:30"]
    assert book(start=at(TUESDAY, time(13))).status == Status.SCHEDULED


def test_a_manager_books_outside_hours_with_a_reason(book, manager):
    start = at(TUESDAY, time(20))
    booked = book(by=manager, start=start, reason="Emergency")
    assert (booked.start, booked.history.get().history_change_reason) == (start, "Emergency")


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_manager_outside_hours_without_a_reason_is_asked_for_one(book, manager, reason, nothing_written):
    verb = lambda: book(by=manager, start=at(TUESDAY, time(20)), reason=reason)  # noqa: E731
    error = refused(Invalid, nothing_written, verb)
    assert error.fields == {"reason": ["Enter a reason."]}


def test_an_inactive_doctor_takes_no_appointments(book, doctor, nothing_written):
    Doctor._base_manager.filter(pk=doctor.pk).update(is_active=False)
    doctor.refresh_from_db()
    error = refused(Invalid, nothing_written, book)
    assert list(error.fields) == ["doctor"]


# Overbooking


def test_a_manager_overbooks_with_a_reason(book, booked, other_patient, manager):
    second = book(by=manager, patient=other_patient, overbook=True, reason="She must be seen today")
    assert (second.overbooked, second.start) == (True, booked.start)


def test_reception_does_not_overbook(book, booked, other_patient, nothing_written):
    refused(Forbidden, nothing_written, lambda: book(patient=other_patient, overbook=True, reason="Please"))


def test_overbooking_needs_a_reason(book, booked, other_patient, manager, nothing_written):
    error = refused(Invalid, nothing_written, lambda: book(by=manager, patient=other_patient, overbook=True))
    assert list(error.fields) == ["reason"]


def test_overbooking_never_books_a_patient_twice_at_once(book, booked, other_doctor, manager, nothing_written):
    verb = lambda: book(by=manager, doctor=other_doctor, overbook=True, reason="Please")  # noqa: E731
    error = refused(SlotTaken, nothing_written, verb)
    assert error.conflicts == [booked]


# Who


@pytest.mark.parametrize("role", ["doctor_user", "opd_clerk", "developer", "stranger", "anonymous"])
def test_only_reception_and_managers_book(book, role, request, doctor, nothing_written):
    user = doctor.user if role == "doctor_user" else request.getfixturevalue(role)
    refused(Forbidden, nothing_written, lambda: book(by=user))


def test_a_booking_is_recorded_with_its_user(book, receptionist):
    with acting_as(None, "page-7"):
        booked = book()
    assert booked.history.get().history_user == receptionist
    assert '"origin":"page-7"' in StreamEvent.objects.get(channel="appointments").data


# Rescheduling


def test_a_reschedule_changes_the_same_row_and_keeps_its_length_and_history(booked, receptionist, ten, visit_type):
    Appointment._base_manager.filter(pk=booked.pk).update(end=ten + timedelta(minutes=50))

    start = at(TUESDAY, time(14))
    moved = booking.reschedule(by=receptionist, appointment=booked, version=1, start=start)

    assert (moved.pk, moved.version) == (booked.pk, 2)
    assert (moved.start, moved.end) == (start, start + timedelta(minutes=50))
    assert list(moved.history.order_by("history_id").values_list("version", flat=True)) == [1, 2]
    assert Appointment.objects.count() == 1


def test_a_reschedule_with_a_visit_type_takes_its_length(booked, receptionist, visit_type):
    start = at(TUESDAY, time(14))
    moved = booking.reschedule(by=receptionist, appointment=booked, version=1, start=start, visit_type=visit_type)
    assert moved.end == start + timedelta(minutes=30)


def test_an_end_alone_changes_the_length(booked, receptionist, ten):
    moved = booking.reschedule(by=receptionist, appointment=booked, version=1, end=ten + timedelta(hours=1))
    assert (moved.start, moved.end) == (ten, ten + timedelta(hours=1))


@pytest.mark.parametrize("version", [0, 2, 99])
def test_a_reschedule_from_another_version_is_stale(booked, receptionist, version, nothing_written):
    error = refused(
        StaleVersion,
        nothing_written,
        lambda: booking.reschedule(by=receptionist, appointment=booked, version=version, complaint="Cough"),
    )
    assert calendar_event(error.current) == calendar_event(booked)


def test_a_change_of_doctor_is_broadcast_to_both_doctors_channels(booked, receptionist, doctor, other_doctor):
    moved = booking.reschedule(by=receptionist, appointment=booked, version=1, doctor=other_doctor)

    assert moved.doctor == other_doctor
    told = StreamEvent.objects.order_by("channel", "seq").values_list("channel", "seq")
    assert list(told) == sorted(
        [
            ("appointments", 1),
            ("appointments", 2),
            (schedule_channel(doctor.pk), 1),
            (schedule_channel(doctor.pk), 2),
            (schedule_channel(other_doctor.pk), 1),
            ("department.cardiology", 1),
            ("department.cardiology", 2),
        ]
    )


def test_a_reschedule_to_a_taken_time_is_a_clash_and_changes_nothing(booked, receptionist, other_patient, ten, doctor):
    other = booking.book(by=None, patient=other_patient, doctor=doctor, start=ten + QUARTER, complaint="Cough")

    with pytest.raises(SlotTaken) as caught:
        booking.reschedule(by=receptionist, appointment=booked, version=1, start=ten + QUARTER)

    assert caught.value.conflicts == [other]
    booked.refresh_from_db()
    assert (booked.start, booked.version, Stream.objects.get(channel="appointments").seq) == (ten, 1, 2)


def test_an_appointment_may_be_rescheduled_within_its_own_time(booked, receptionist, ten):
    moved = booking.reschedule(
        by=receptionist, appointment=booked, version=1, start=ten + timedelta(minutes=5), reason="Bus"
    )
    assert moved.start == ten + timedelta(minutes=5)


def test_a_visit_that_has_begun_may_take_longer_but_does_not_start_in_the_past(booked, receptionist, ten, clock):
    clock.set_to(time(10, 5))
    longer = booking.reschedule(by=receptionist, appointment=booked, version=1, end=ten + timedelta(minutes=30))
    assert longer.end == ten + timedelta(minutes=30)
    with pytest.raises(Closed):
        booking.reschedule(by=receptionist, appointment=booked, version=2, start=ten - timedelta(minutes=5))


def test_a_reschedule_outside_hours_is_closed(booked, receptionist, nothing_written):
    refused(
        Closed,
        nothing_written,
        lambda: booking.reschedule(by=receptionist, appointment=booked, version=1, start=at(TUESDAY, time(20))),
    )


def test_a_reschedule_to_an_inactive_doctor_is_refused(booked, receptionist, other_doctor, nothing_written):
    other_doctor.is_active = False
    other_doctor.save()
    error = refused(
        Invalid,
        nothing_written,
        lambda: booking.reschedule(by=receptionist, appointment=booked, version=1, doctor=other_doctor),
    )
    assert list(error.fields) == ["doctor"]


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.SCHEDULED, Status.CHECKED_IN}))
def test_a_visit_that_has_begun_or_ended_cannot_be_rescheduled(booked, receptionist, status, ten, nothing_written):
    Appointment._base_manager.filter(pk=booked.pk).update(status=status)
    refused(
        Invalid,
        nothing_written,
        lambda: booking.reschedule(by=receptionist, appointment=booked, version=1, start=ten + QUARTER),
    )


@pytest.mark.parametrize("status", sorted(Status))
def test_a_complaint_can_be_corrected_in_every_status(booked, receptionist, status, clock):
    Appointment._base_manager.filter(pk=booked.pk).update(status=status)
    clock.advance(timedelta(days=2))

    corrected = booking.reschedule(by=receptionist, appointment=booked, version=1, complaint="Cough", notes="Dry")

    assert (corrected.complaint, corrected.notes, corrected.version) == ("Cough", "Dry", 2)


def test_a_reschedule_that_overbooks_needs_the_permission(booked, receptionist, manager, other_patient, ten):
    doctor = booked.doctor
    booking.book(by=None, patient=other_patient, doctor=doctor, start=ten + QUARTER, complaint="Cough")
    ask = {"appointment": booked, "version": 1, "start": ten + QUARTER, "overbook": True, "reason": "Today"}

    with pytest.raises(Forbidden):
        booking.reschedule(by=receptionist, **ask)
    assert booking.reschedule(by=manager, **ask).overbooked is True


def test_an_overbooked_row_that_becomes_ordinary_must_find_its_time_free(booked, manager, other_patient, doctor, ten):
    extra = booking.book(
        by=manager, patient=other_patient, doctor=doctor, start=ten, complaint="Cough", overbook=True, reason="Today"
    )
    with pytest.raises(SlotTaken) as caught:
        booking.reschedule(by=manager, appointment=extra, version=1, overbook=False)
    assert caught.value.conflicts == [booked]


@pytest.mark.parametrize("role", ["doctor_user", "opd_clerk", "developer", "stranger", "anonymous"])
def test_only_reception_and_managers_reschedule(booked, role, request, doctor, nothing_written):
    user = doctor.user if role == "doctor_user" else request.getfixturevalue(role)
    refused(
        Forbidden,
        nothing_written,
        lambda: booking.reschedule(by=user, appointment=booked, version=1, complaint="Seen"),
    )


def test_a_cancelled_time_can_be_taken_by_a_reschedule(booked, receptionist, other_patient, doctor, ten):
    other = booking.book(by=None, patient=other_patient, doctor=doctor, start=ten + QUARTER, complaint="Cough")
    transitions.change_status(by=receptionist, appointment=booked, status="CANCELLED", version=1, reason="Ill")
    assert booking.reschedule(by=receptionist, appointment=other, version=1, start=ten).start == ten


def test_a_visit_type_of_its_own_keeps_the_booked_time(booked, receptionist, ten):
    long = VisitType.objects.create(name="Long", minutes=60)
    changed = booking.reschedule(by=receptionist, appointment=booked, version=1, visit_type=long)
    assert (changed.visit_type, changed.end) == (long, ten + QUARTER)
