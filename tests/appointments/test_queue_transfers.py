"""Transfers to another doctor or department: the token and the arrival stay."""

from datetime import time

import pytest

from appointments.exceptions import Invalid, SlotTaken
from appointments.models import Doctor, Room
from appointments.services.booking import booking
from appointments.services.queue import moves, rooms, walk_ins
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, call_next, fresh, set_status, step, waits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_passes")]


def test_a_transfer_keeps_token_and_arrival(department, other_department, clock):
    visit = arrive(department)
    clock.set_to(time(9))
    arrive(other_department)
    moved = step(visit, "call", "transfer", department=other_department)
    assert (moved.token, moved.start, moved.department, moved.room) == (
        visit.token,
        visit.start,
        other_department,
        None,
    )
    assert waits(department, TUESDAY) == []
    assert call_next(other_department) == "001"
    assert fresh(visit).token_state == "CALLED"  # the one of 08:00, before the other department's own 001
    back = step(visit, "undo", "transfer", department=department)
    assert back.department == department


def test_a_doctor_of_another_department_or_one_who_sees_no_patients_gets_nobody(waiting, department, other_department):
    elsewhere = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    gone = Doctor.objects.create(name="Dr. Gone", department=department, is_active=False)
    for asked in ({"doctor": elsewhere, "department": department}, {"doctor": gone}, {}):
        with pytest.raises(Invalid):
            step(waiting, "transfer", **asked)
    assert fresh(waiting).version == waiting.version


@pytest.mark.parametrize("why", ["of another department", "not active"])
def test_every_verb_refuses_a_doctor_who_does_not_see_these_patients_in_one_sentence(
    department, other_department, patient, nothing_written, why
):
    where = other_department if why == "of another department" else department
    doctor = Doctor.objects.create(name="Dr. Gone", department=where, is_active=why != "not active")
    room, visit = Room.objects.create(department=department, name="Room 1"), arrive(department)
    asked = {"by": None, "department": department, "doctor": doctor}
    before = nothing_written()
    for verb in (
        lambda: walk_ins.walk_in(patient=patient, complaint="Fever", **asked),
        lambda: walk_ins.correct(by=None, visit=visit, version=1, doctor=doctor),
        lambda: step(visit, "transfer", doctor=doctor, department=department),
        lambda: rooms.open_session(by=None, room=room, doctor=doctor),
        lambda: moves.call_next(**asked),
    ):
        with pytest.raises(Invalid) as caught:
            verb()
        sentence = "Dr. Gone does not see patients of Cardiology."
        assert (caught.value.detail, caught.value.fields) == (sentence, {"doctor": [sentence]})
    assert nothing_written() == before


def test_a_transferred_booking_stands_beside_the_new_doctors_own(department, doctor, other_doctor, ten, patient):
    department.tokens_for_booked = True
    department.save()
    mine = booking.book(by=None, patient=patient, doctor=doctor, start=ten, complaint="Cough")
    booking.book(by=None, patient=arrive(department).patient, doctor=other_doctor, start=ten, complaint="Cough")
    mine = set_status(mine, "CHECKED_IN")
    moved = step(mine, "transfer", doctor=other_doctor)
    assert (moved.doctor, moved.overbooked, moved.arrived_at) == (other_doctor, True, mine.arrived_at)
    booking.book(by=None, patient=arrive(department).patient, doctor=doctor, start=ten, complaint="Taken")
    with pytest.raises(SlotTaken):
        step(moved, "undo")
    assert fresh(moved).version == moved.version
