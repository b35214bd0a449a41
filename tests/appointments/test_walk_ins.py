"""Walk-ins and their tokens."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from appointments.exceptions import Forbidden, Invalid
from appointments.hospital_time import at
from appointments.models import Counter, OpdAppointment, Status, TokenState
from appointments.services.queue.walk_ins import walk_in
from appointments.services.tokens import token_text
from realtime.models import StreamEvent
from tests.appointments.conftest import TUESDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def arrive(patient: Any, department: Any) -> Any:
    def arrive(**changes: Any) -> OpdAppointment:
        return walk_in(
            **{"by": None, "patient": patient, "department": department, "complaint": "Fever", "confirm": True}
            | changes
        )

    return arrive


def test_tokens_count_per_department(arrive, other_department):
    tokens = [arrive().token, arrive().token, arrive(department=other_department).token, arrive().token]
    assert tokens == ["OP-C-001", "OP-C-002", "OP-E-001", "OP-C-003"]


def test_tokens_count_per_day_of_the_hospital(arrive, clock):
    clock.set_to(time(23, 59))
    assert (arrive().token, arrive().token) == ("OP-C-001", "OP-C-002")
    clock.advance(timedelta(minutes=1))
    tomorrow = arrive()
    assert (tomorrow.token, tomorrow.token_day) == ("OP-C-001", TUESDAY + timedelta(days=1))


def test_a_utc_midnight_does_not_start_a_new_count(arrive, clock):
    clock.set_to(time(5, 29))
    arrive()
    clock.advance(timedelta(minutes=2))
    assert arrive().token == "OP-C-002"


@pytest.mark.parametrize(
    ("number", "token"), [(1, "OP-C-001"), (24, "OP-C-024"), (999, "OP-C-999"), (1000, "OP-C-1000")]
)
def test_a_token_has_at_least_three_digits(department, number, token):
    assert token_text(department, number) == token


def test_a_visit_that_is_rolled_back_leaves_no_hole(arrive):
    arrive()
    with transaction.atomic():
        arrive()
        transaction.set_rollback(True)
    assert arrive().token == "OP-C-002"


def test_the_database_refuses_one_token_twice_a_day(arrive):
    first = arrive()
    copy = OpdAppointment(
        patient=first.patient,
        department=first.department,
        start=first.start,
        end=first.end,
        complaint="Fever",
        token=first.token,
        token_day=first.token_day,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()
    copy.token_day += timedelta(days=1)
    copy.save()
    assert OpdAppointment.objects.count() == 2


def test_a_walk_in_waits_from_the_arrival_for_one_slot(arrive, doctor, clock):
    clock.set_to(time(9, 10))
    visit = arrive(doctor=doctor)
    assert (visit.start, visit.end) == (at(TUESDAY, time(9, 10)), at(TUESDAY, time(9, 25)))
    assert (visit.status, visit.token_state, visit.version) == (Status.CHECKED_IN, TokenState.WAITING, 1)


def test_a_walk_in_comes_at_any_hour(arrive, clock):
    clock.set_to(time(3))
    assert arrive().start == at(TUESDAY, time(3))


def test_a_doctor_of_another_department_is_refused(arrive, doctor, other_department, nothing_written):
    before = nothing_written()
    with pytest.raises(Invalid) as caught:
        arrive(department=other_department, doctor=doctor)
    assert list(caught.value.fields) == ["doctor"]
    assert nothing_written() == before


def test_an_inactive_doctor_sees_no_walk_ins(arrive, doctor, nothing_written):
    doctor.is_active = False
    doctor.save()
    before = nothing_written()
    with pytest.raises(Invalid) as caught:
        arrive(doctor=doctor)
    assert list(caught.value.fields) == ["doctor"]
    assert nothing_written() == before


@pytest.mark.parametrize("role", ["receptionist", "doctor_user", "developer", "stranger", "anonymous"])
def test_only_opd_and_managers_give_tokens(arrive, role, request, doctor, nothing_written):
    user = doctor.user if role == "doctor_user" else request.getfixturevalue(role)
    before = nothing_written()
    with pytest.raises(Forbidden):
        arrive(by=user)
    assert nothing_written() == before
    assert Counter.objects.filter(key__startswith="token").count() == 0


@pytest.mark.parametrize("role", ["opd_clerk", "manager", "admin_user"])
def test_a_walk_in_is_recorded_with_its_user(arrive, role, request):
    user = request.getfixturevalue(role)
    assert arrive(by=user).history.get().history_user == user


def test_a_walk_in_is_broadcast_on_its_own_the_departments_the_boards_and_the_doctors_channel(arrive, doctor):
    arrive(doctor=doctor)
    arrive()
    told = StreamEvent.objects.order_by("channel", "seq").values_list("channel", "seq", "event")
    assert list(told) == [
        ("department.cardiology", 1, "opd-appointment.updated"),
        ("department.cardiology", 2, "opd-appointment.updated"),
        (f"doctor-schedule.{doctor.pk}", 1, "opd-appointment.updated"),
        ("opd-appointments", 1, "opd-appointment.updated"),
        ("opd-appointments", 2, "opd-appointment.updated"),
        ("opd-board.cardiology", 1, "board.updated"),
        ("opd-board.cardiology", 2, "board.updated"),
    ]
