"""Corrections of a walk-in and the priority of a booked patient: both are told in the history."""

from datetime import time
from typing import Any

import pytest

from appointments.exceptions import Forbidden, Invalid, StaleVersion
from appointments.models import Appointment, Department, Doctor, OpdAppointment
from appointments.services.booking import booking
from appointments.services.queries.history import history_of
from appointments.services.queue import walk_ins
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, fresh, set_status, step, waits
from tests.conftest import api_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_passes")]


def correct(visit: OpdAppointment, **changes: Any) -> OpdAppointment:
    return walk_ins.correct(**{"by": None, "visit": visit, "version": fresh(visit).version} | changes)


def test_a_correction_over_the_api_moves_a_walk_in_ahead_visibly(department, doctor, opd_clerk):
    arrive(department)
    second = arrive(department)
    asked = {"priority": "elderly", "doctor": doctor.pk, "complaint": "Chest pain", "reason": "Is 84", "version": 1}
    event = api_of(opd_clerk).patch(f"/api/opd-appointments/{second.pk}/", asked, "json").json()
    shown = event["extendedProps"]["appointment"]
    assert (shown["priority"], shown["doctor"]["id"], shown["complaint"]) == ("elderly", doctor.pk, "Chest pain")
    assert (shown["token"], shown["version"]) == (second.token, 2)
    assert waits(department, TUESDAY) == ["002", "001"]
    last = history_of(fresh(second))[-1]
    assert (last["change"], last["reason"]) == ("doctor changed, reason for visit changed, priority changed", "Is 84")
    assert last["by"]["id"] == opd_clerk.pk


def test_a_walk_in_may_wait_for_any_doctor_again(department, doctor):
    visit = arrive(department, doctor=doctor)
    assert correct(visit, doctor=None).doctor is None


def test_a_doctor_who_does_not_work_there_is_refused(department, other_department):
    visit = arrive(department)
    elsewhere = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    gone = Doctor.objects.create(name="Dr. Gone", department=department, is_active=False)
    for doctor in (elsewhere, gone):
        with pytest.raises(Invalid) as caught:
            correct(visit, doctor=doctor)
        assert list(caught.value.fields) == ["doctor"]
    assert fresh(visit).version == 1


@pytest.mark.parametrize("steps", [("call",), ("call", "serve"), ("left",)])
def test_a_walk_in_who_does_not_wait_keeps_doctor_and_priority_but_not_a_wrong_reason(department, doctor, steps):
    visit = step(arrive(department), *steps)
    for change in ({"doctor": doctor}, {"priority": "emergency"}):
        with pytest.raises(Invalid) as caught:
            correct(visit, **change)
        assert list(caught.value.fields) == list(change)
    assert correct(visit, complaint="Cough", priority="normal").complaint == "Cough"


def test_a_stale_correction_is_refused(department):
    visit = arrive(department)
    correct(visit, complaint="Cough")
    with pytest.raises(StaleVersion):
        correct(visit, complaint="Fever", version=1)


def test_a_correction_needs_the_right_and_the_department(department, other_department, opd_clerk, doctor_user):
    visit = arrive(department)
    opd_clerk.department_scope.create(department=other_department)
    for user in (doctor_user, opd_clerk):
        with pytest.raises(Forbidden):
            correct(visit, by=user, complaint="Cough")


def test_an_undo_takes_back_the_step_and_keeps_the_correction(department):
    visit = step(arrive(department), "call")
    correct(visit, complaint="Cough")
    undone = step(visit, "undo")
    assert (undone.token_state, undone.complaint) == ("WAITING", "Cough")


def test_a_booked_patient_with_a_priority_is_called_first(booked: Appointment, department: Department, api, clock):
    department.tokens_for_booked = True
    department.save()
    arrive(department)
    set_status(booked, "CHECKED_IN")
    clock.set_to(time(8, 30))
    assert waits(department, TUESDAY) == ["001", "002"]
    asked = {"priority": "elderly", "reason": "Is 84", "version": fresh(booked).version}
    event = api.patch(f"/api/appointments/{booked.pk}/", asked, "json").json()
    assert event["extendedProps"]["appointment"]["priority"] == "elderly"
    assert waits(department, TUESDAY) == ["002", "001"]
    last = history_of(fresh(booked))[-1]
    assert (last["change"], last["reason"]) == ("priority changed", "Is 84")


def test_a_priority_alone_changes_no_time(booked: Appointment):
    before = (booked.start, booked.end, booked.doctor_id)
    booking.reschedule(by=None, appointment=booked, version=1, priority="pregnant")
    row = fresh(booked)
    assert ((row.start, row.end, row.doctor_id), row.priority) == (before, "pregnant")
