"""Ways in which a queue could go wrong that no single step shows."""

from datetime import time, timedelta

import pytest

from appointments.exceptions import AlreadyWaiting, Closed, Invalid, OtherDay
from appointments.models import Doctor, Holiday, OpdAppointment, Room
from appointments.services.booking import booking, transitions
from appointments.services.queue import moves, rooms, screens, walk_ins
from realtime.models import StreamEvent
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, call_next, fresh, step, waits
from tests.conftest import user_with_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_passes")]


@pytest.fixture
def eyes_doctor(other_department):
    return Doctor.objects.create(name="Dr. Eyes", department=other_department)


@pytest.fixture
def tokens_for_booked(department):
    department.tokens_for_booked = True
    department.save()


@pytest.fixture
def checked_in(booked, tokens_for_booked):
    booked.refresh_from_db()
    return transitions.change_status(by=None, appointment=booked, status="CHECKED_IN", version=1)


def test_a_doctor_of_another_department_calls_nobody_where_there_are_no_rooms(department, eyes_doctor):
    visit = arrive(department)
    with pytest.raises(Invalid):
        call_next(department, doctor=eyes_doctor)
    assert fresh(visit).doctor is None
    assert not StreamEvent.objects.filter(channel="department.eyes").exists()


def test_a_doctor_takes_back_the_own_transfer(department, doctor, other_doctor):
    visit = step(arrive(department, doctor=doctor), "transfer", by=doctor.user, doctor=other_doctor)
    assert step(visit, "undo", by=doctor.user).doctor == doctor


def test_another_doctor_does_not_take_it_back(department, doctor, other_doctor):
    stranger = user_with_role("second", "doctor")
    visit = step(arrive(department, doctor=doctor), "transfer", by=doctor.user, doctor=other_doctor)
    with pytest.raises(Exception, match="permission"):
        step(visit, "undo", by=stranger)


@pytest.mark.parametrize("way", ["transfer", "undo of a transfer", "undo of left"])
def test_no_step_brings_a_patient_into_a_queue_twice_without_asking(way, department, other_department):
    visit = arrive(department)
    if way == "transfer":
        walk_ins.walk_in(by=None, patient=visit.patient, department=other_department, complaint="Fever")
        asked = {"actions": ("transfer",), "department": other_department}
    else:
        step(visit, "transfer", department=other_department) if "transfer" in way else step(visit, "left")
        walk_ins.walk_in(by=None, patient=visit.patient, department=department, complaint="Fever")
        asked = {"actions": ("undo",)}
    actions = asked.pop("actions")
    with pytest.raises(AlreadyWaiting):
        step(visit, *actions, **asked)
    step(visit, *actions, confirm=True, **asked)
    assert OpdAppointment.objects.filter(patient=visit.patient, status="CHECKED_IN").count() == 2


def test_a_patient_who_is_checked_in_without_a_token_is_asked_about(booked, department, clock):
    clock.set_to(time(9, 30))
    transitions.change_status(by=None, appointment=booked, status="CHECKED_IN", version=1)
    with pytest.raises(AlreadyWaiting):
        walk_ins.walk_in(by=None, patient=booked.patient, department=department, complaint="Fever")


def test_a_called_patient_who_is_booked_elsewhere_waits_there(checked_in, eyes_doctor):
    called = step(checked_in, "call")
    moved = booking.reschedule(
        by=None, appointment=called, version=called.version, doctor=eyes_doctor, start=called.start, reason="So"
    )
    assert (moved.token_state, moved.room, moved.called_at) == ("WAITING", None, None)


def test_an_appointment_that_moves_to_another_day_leaves_the_queue(checked_in, department):
    moved = booking.reschedule(
        by=None, appointment=checked_in, version=checked_in.version, start=checked_in.start + timedelta(days=1)
    )
    assert (moved.token, moved.token_day, moved.token_state) == ("", None, "")
    assert waits(department, TUESDAY) == []


def test_a_recall_is_no_further_call(department):
    called, absent, *_others = (arrive(department) for _ in range(6))
    step(called, "call")
    step(absent, "call", "skip")
    before = waits(department, TUESDAY)
    step(called, "recall")
    assert waits(department, TUESDAY) == before


def test_a_doctors_patient_is_not_called_to_another_room_without_a_transfer(department, doctor, other_doctor):
    for name, each in (("Room 1", doctor), ("Room 2", other_doctor)):
        rooms.open_session(by=None, room=Room.objects.create(name=name, department=department), doctor=each)
    visit = arrive(department, doctor=doctor)
    with pytest.raises(Invalid):
        step(visit, "call", doctor=other_doctor)


def test_a_department_that_is_closed_takes_no_transfer(department, other_department, opd_clerk):
    visit = arrive(department)
    Holiday.objects.create(date=TUESDAY, name="Founders Day")
    with pytest.raises(Closed):
        step(visit, "transfer", by=opd_clerk, department=other_department)


def test_done_and_call_next_is_for_one_days_queue(department, clock):
    old = step(arrive(department), "call", "serve")
    clock.set_to(time(0, 5), TUESDAY + timedelta(days=1))
    arrive(department)
    with pytest.raises(OtherDay):
        moves.call_next(by=None, department=department, done=old, version=fresh(old).version)
    assert fresh(old).token_state == "SERVING"


def test_a_call_after_midnight_is_on_the_board(department, clock):
    late = arrive(department)
    clock.set_to(time(0, 5), TUESDAY + timedelta(days=1))
    call_next(department, day=TUESDAY)
    assert [each.token for each in screens.board_of(department).now] == [late.token]
    assert f'"token":"{late.token}","state":"called"' in (
        StreamEvent.objects.filter(channel="opd-board.cardiology").latest("seq").data
    )


def test_a_save_of_some_fields_does_not_take_the_token_back(department):
    stale = arrive(department)
    step(stale, "call")
    stale.complaint = "Cough"
    stale.save(update_fields=["complaint"])
    assert (fresh(stale).complaint, fresh(stale).token_state) == ("Cough", "CALLED")
