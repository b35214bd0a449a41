"""Rooms: who sees patients where, and where a call goes."""

from datetime import time, timedelta
from typing import Any

import pytest

from appointments.exceptions import Closed, Forbidden, Invalid
from appointments.models import Doctor, Room, RoomSession
from appointments.services.queue import moves, rooms, screens
from realtime.models import StreamEvent
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, call_next, set_status, step
from tests.conftest import api_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(department: Any) -> Room:
    return Room.objects.create(department=department, name="Room 1")


@pytest.fixture
def two(department: Any) -> Room:
    return Room.objects.create(department=department, name="Room 2")


def there(department: Any) -> dict[str, str | None]:
    """{room: its doctor}."""
    return {room.name: doctor and doctor.name for room, doctor in rooms.rooms_of([department])[department.pk]}


def opened(room: Room, doctor: Doctor) -> RoomSession:
    return rooms.open_session(by=None, room=room, doctor=doctor)


def test_a_doctor_is_in_one_room_at_a_time(department, doctor, one, two):
    opened(one, doctor)
    opened(two, doctor)
    assert there(department) == {"Room 1": None, "Room 2": doctor.name}
    assert RoomSession.objects.filter(closed_at=None).count() == 1


def test_a_room_has_one_doctor(department, doctor, other_doctor, one):
    opened(one, doctor)
    with pytest.raises(Invalid) as caught:
        opened(one, other_doctor)
    assert list(caught.value.fields) == ["room"]
    rooms.close_session(by=None, room=one)
    opened(one, other_doctor)
    assert there(department) == {"Room 1": other_doctor.name}


@pytest.mark.parametrize(
    ("path", "statuses", "room"),
    [
        ([], ["IN_PROGRESS"], "Room 1"),
        (["call", "skip"], ["IN_PROGRESS"], "Room 1"),
        (["call"], ["IN_PROGRESS"], "Room 2"),
        (["call", "serve", "done"], ["IN_PROGRESS"], "Room 2"),
    ],
)
def test_a_visit_that_is_started_in_the_calendar_is_in_its_doctors_room(
    waiting, department, doctor, other_doctor, one, two, path, statuses, room
):
    opened(two, doctor)
    step(waiting, *path)
    opened(one, doctor)
    opened(two, other_doctor)
    visit = set_status(waiting, *statuses)
    assert visit.room.name == room
    assert [(each.token, each.room, each.state) for each in screens.board_of(department).now] == [
        (visit.token, room, "serving")
    ]


def test_a_visit_that_is_started_while_its_doctor_has_no_room_open_today_is_in_none(
    waiting, doctor, other_doctor, one, two, clock
):
    opened(one, other_doctor)
    RoomSession.objects.create(room=two, doctor=doctor, opened_at=clock.now - timedelta(days=1))
    assert set_status(waiting, "IN_PROGRESS").room is None


def test_opening_an_open_room_again_changes_nothing(doctor, one, nothing_written):
    session = opened(one, doctor)
    before = nothing_written()
    assert opened(one, doctor) == session
    rooms.close_session(by=None, room=one)
    assert nothing_written() != before
    before = nothing_written()
    rooms.close_session(by=None, room=one)
    assert nothing_written() == before


def test_a_room_that_was_left_open_is_closed_the_next_day(department, doctor, other_doctor, one, clock):
    opened(one, doctor)
    clock.set_to(time(8), TUESDAY + timedelta(days=1))
    assert there(department) == {"Room 1": None}
    opened(one, other_doctor)
    assert there(department) == {"Room 1": other_doctor.name}
    assert RoomSession.objects.filter(closed_at=None).count() == 1


def test_a_doctor_who_left_a_room_open_opens_it_again_the_next_day(department, doctor, one, clock):
    opened(one, doctor)
    clock.set_to(time(8), TUESDAY + timedelta(days=1))
    opened(one, doctor)
    assert there(department) == {"Room 1": doctor.name}


def test_a_room_is_opened_for_a_doctor_of_its_department_who_sees_patients(doctor, other_doctor, other_department, one):
    elsewhere = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    other_doctor.is_active = False
    other_doctor.save()
    for wrong in (elsewhere, other_doctor, None):
        with pytest.raises(Invalid):
            rooms.open_session(by=None, room=one, doctor=wrong)
    one.is_active = False
    one.save()
    with pytest.raises(Invalid):
        opened(one, doctor)
    assert not RoomSession.objects.exists()


@pytest.mark.parametrize("role", ["receptionist", "developer", "stranger"])
def test_without_the_right_no_room_is_opened(role, request, doctor, one):
    with pytest.raises(Forbidden):
        rooms.open_session(by=request.getfixturevalue(role), room=one, doctor=doctor)


def test_a_doctor_opens_and_closes_the_own_session(department, doctor, other_doctor, one, two):
    opened(two, other_doctor)
    with pytest.raises(Forbidden):
        rooms.open_session(by=doctor.user, room=one, doctor=other_doctor)
    with pytest.raises(Forbidden):
        rooms.close_session(by=doctor.user, room=two)
    rooms.open_session(by=doctor.user, room=one)
    assert there(department) == {"Room 1": doctor.name, "Room 2": other_doctor.name}
    rooms.close_session(by=doctor.user, room=one)
    assert there(department) == {"Room 1": None, "Room 2": other_doctor.name}


def test_who_is_limited_to_departments_opens_their_rooms_alone(opd_clerk, doctor, other_department, one):
    opd_clerk.department_scope.create(department=other_department)
    with pytest.raises(Forbidden):
        rooms.open_session(by=opd_clerk, room=one, doctor=doctor)
    opened(one, doctor)
    with pytest.raises(Forbidden):
        rooms.close_session(by=opd_clerk, room=one)


def test_each_opening_and_closing_is_one_event(doctor, one):
    opened(one, doctor)
    opened(one, doctor)
    rooms.close_session(by=None, room=one)
    rooms.close_session(by=None, room=one)
    told = StreamEvent.objects.filter(event="rooms.updated").order_by("seq").values_list("channel", "seq")
    assert list(told) == [("department.cardiology", 1), ("department.cardiology", 2)]


# Where a call goes


def test_a_department_without_rooms_calls_without_one(department):
    visit = arrive(department)
    assert step(visit, "call").room is None


def test_a_department_whose_rooms_are_closed_calls_nobody(department, doctor, one, two, opd_clerk, nothing_written):
    arrive(department)
    before = nothing_written()
    with pytest.raises(Closed):
        call_next(department)
    opened(one, doctor)
    before = nothing_written()
    with pytest.raises(Closed):
        call_next(department, room=two)
    answer = api_of(opd_clerk).post("/api/queues/cardiology/call-next/", {"room": two.pk}, "json")
    assert (answer.status_code, answer.json()["code"]) == (409, "closed")
    assert nothing_written() == before


def test_the_only_open_room_need_not_be_named(department, doctor, one, two):
    opened(two, doctor)
    visit = arrive(department)
    called = moves.call_next(by=None, department=department)
    assert (called.pk, called.room, called.doctor) == (visit.pk, two, doctor)


def test_of_several_open_rooms_one_must_be_named(department, doctor, other_doctor, one, two):
    opened(one, doctor)
    opened(two, other_doctor)
    arrive(department)
    with pytest.raises(Invalid) as caught:
        call_next(department)
    assert list(caught.value.fields) == ["room"]
    assert moves.call_next(by=None, department=department, room=two).doctor == other_doctor


def test_a_doctors_call_goes_to_the_own_room(department, doctor, other_doctor, one, two):
    opened(one, doctor)
    opened(two, other_doctor)
    arrive(department)
    assert moves.call_next(by=doctor.user, department=department).room == one
    arrive(department)
    with pytest.raises(Invalid):
        call_next(department, by=doctor.user, room=two)
    rooms.close_session(by=None, room=one)
    with pytest.raises(Closed):
        call_next(department, by=doctor.user)


def test_a_doctors_patient_is_called_to_the_doctors_room(department, doctor, other_doctor, one, two):
    opened(one, doctor)
    opened(two, other_doctor)
    visit = arrive(department, doctor=doctor)
    with pytest.raises(Invalid):
        step(visit, "call", room=two)
    assert step(visit, "call").room == one
    rooms.close_session(by=None, room=one)
    with pytest.raises(Closed):
        step(arrive(department, doctor=doctor), "call")


def test_a_room_of_another_department_is_refused(department, other_department, doctor, one):
    eyes = Room.objects.create(department=other_department, name="Room 9")
    opened(one, doctor)
    arrive(department)
    with pytest.raises(Invalid) as caught:
        call_next(department, room=eyes)
    assert list(caught.value.fields) == ["room"]


def test_a_patient_is_called_again_to_the_same_room(department, doctor, one):
    opened(one, doctor)
    visit = step(arrive(department), "call")
    assert step(visit, "recall").room == one
    rooms.close_session(by=None, room=one)
    with pytest.raises(Closed):
        step(visit, "recall")
