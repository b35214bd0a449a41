"""Status transitions: every pair of statuses, every role, and the clock."""

import itertools
from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from appointments.events.calendar_event import calendar_event
from appointments.exceptions import BadTransition, Closed, Forbidden, Held, Invalid, SlotTaken, StaleVersion
from appointments.hospital_time import at
from appointments.models import Appointment, Doctor, OpdAppointment, Patient, Status, TokenState
from appointments.services import time_off
from appointments.services.booking import booking, holds, transitions
from appointments.services.queue import walk_ins
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import fresh
from tests.conftest import user_with_role

pytestmark = pytest.mark.django_db

# The front desk's rules, written independently of models/status.py: (from, to) -> who may.
DESK = frozenset({"reception", "manager", "admin"})
ROOM = frozenset({"doctor", "manager", "admin"})
FORWARD = {
    ("SCHEDULED", "CHECKED_IN"): DESK,
    ("SCHEDULED", "IN_PROGRESS"): ROOM,
    ("SCHEDULED", "CANCELLED"): DESK,
    ("SCHEDULED", "NO_SHOW"): DESK,
    ("CHECKED_IN", "IN_PROGRESS"): ROOM,
    ("CHECKED_IN", "LEFT"): ROOM,
    ("CHECKED_IN", "CANCELLED"): DESK,
    ("IN_PROGRESS", "COMPLETED"): ROOM,
}
BACK = {
    ("CHECKED_IN", "SCHEDULED"): DESK,
    ("IN_PROGRESS", "CHECKED_IN"): ROOM,
    ("COMPLETED", "IN_PROGRESS"): ROOM,
    ("NO_SHOW", "SCHEDULED"): DESK,
    ("NO_SHOW", "CHECKED_IN"): DESK,
    ("CANCELLED", "SCHEDULED"): DESK,
    ("LEFT", "CHECKED_IN"): ROOM,
}
OPEN = FORWARD | BACK
ROLES = ["reception", "doctor", "opd", "manager", "admin", "developer", "none"]
PAIRS = list(itertools.product(map(str, Status), map(str, Status)))
IMPOSSIBLE = [pair for pair in PAIRS if pair not in OPEN]


def user_for(role: str, doctor: Doctor) -> Any:
    """A user with the role; the doctor is the appointment's own."""
    if role == "doctor":
        return doctor.user
    return user_with_role(f"a-{role}", role)


@pytest.fixture
def seen_at(booked: Appointment, clock: Any) -> Any:
    """Sets the appointment's status, now, at noon of its day."""

    def seen_at(status: str) -> Appointment:
        clock.set_to(time(12))
        Appointment._base_manager.filter(pk=booked.pk).update(status=status, status_changed_at=timezone.now())
        return Appointment.objects.get(pk=booked.pk)

    return seen_at


def row_of(appointment: Any) -> Any:
    return type(appointment).objects.values().get(pk=appointment.pk)


@pytest.mark.parametrize("role", ROLES)
def test_each_transition_is_allowed_to_its_roles_and_no_others(seen_at, role, doctor, cell):
    user = user_for(role, doctor)
    for (before, after), roles in OPEN.items():
        with cell(before=before, after=after):
            check_transition(seen_at(before), after, user, allowed=role in roles)


def check_transition(appointment: Appointment, after: str, user: Any, *, allowed: bool) -> None:
    written = row_of(appointment)
    if allowed:
        moved = transitions.change_status(by=user, appointment=appointment, status=after, version=1, reason="So")
        assert (moved.status, moved.version, moved.status_reason) == (after, 2, "So")
        entry = moved.history.first()
        assert (entry.status, entry.history_user, entry.history_change_reason) == (after, user, "So")
    else:
        with pytest.raises(Forbidden):
            transitions.change_status(by=user, appointment=appointment, status=after, version=1, reason="So")
        assert row_of(appointment) == written
        assert appointment.history.count() == 1


def test_every_other_transition_is_refused_even_to_an_admin(seen_at, admin_user, nothing_written, cell):
    for before, after in IMPOSSIBLE:
        with cell(before=before, after=after):
            appointment = seen_at(before)
            counted = nothing_written()

            with pytest.raises(BadTransition) as caught:
                transitions.change_status(by=admin_user, appointment=appointment, status=after, version=1, reason="So")

            assert sorted(caught.value.allowed) == sorted(to for start, to in OPEN if start == before)
            assert nothing_written() == counted


def test_the_allowed_statuses_depend_on_the_role(seen_at, doctor, cell):
    for status, role in itertools.product(map(str, Status), ROLES):
        with cell(status=status, role=role):
            may = sorted(after for (before, after), roles in OPEN.items() if before == status and role in roles)
            assert sorted(transitions.allowed(user_for(role, doctor), seen_at(status))) == may


def test_a_transition_is_undone_on_the_same_day_only(seen_at, admin_user, clock, cell):
    for before, after in BACK:
        with cell(before=before, after=after):
            appointment = seen_at(before)
            clock.set_to(time(0), TUESDAY + timedelta(days=1))
            written = row_of(appointment)

            with pytest.raises(BadTransition):
                transitions.change_status(by=admin_user, appointment=appointment, status=after, version=1)
            assert row_of(appointment) == written

            clock.set_to(time(23, 59, 59))
            moved = transitions.change_status(by=admin_user, appointment=appointment, status=after, version=1)
            assert moved.status == after


def test_the_day_of_an_undo_is_the_hospitals(seen_at, admin_user, clock):
    """23:00 and 01:00 in Kolkata are one day in UTC, and two days here."""
    appointment = seen_at("COMPLETED")
    clock.set_to(time(23))
    Appointment._base_manager.filter(pk=appointment.pk).update(status_changed_at=clock.now)
    clock.advance(timedelta(hours=2))

    with pytest.raises(BadTransition):
        transitions.change_status(by=admin_user, appointment=appointment, status="IN_PROGRESS", version=1)


def test_forward_transitions_do_not_depend_on_the_day(seen_at, admin_user, clock):
    appointment = seen_at("IN_PROGRESS")
    clock.advance(timedelta(days=3))
    moved = transitions.change_status(
        by=admin_user, appointment=appointment, status="COMPLETED", version=1, confirm=True
    )
    assert moved.status == "COMPLETED"


@pytest.mark.parametrize(("wall", "open_"), [(time(9, 59, 59), False), (time(10), True), (time(10, 1), True)])
def test_a_no_show_is_marked_after_the_start(booked, receptionist, clock, wall, open_):
    clock.set_to(wall)
    assert ("NO_SHOW" in transitions.allowed(receptionist, booked)) is open_
    if open_:
        moved = transitions.change_status(by=receptionist, appointment=booked, status="NO_SHOW", version=1)
        assert moved.status == "NO_SHOW"
    else:
        with pytest.raises(BadTransition) as caught:
            transitions.change_status(by=receptionist, appointment=booked, status="NO_SHOW", version=1)
        assert caught.value.detail == "A no-show can be marked only after the start time."


@pytest.mark.parametrize("after", ["CHECKED_IN", "IN_PROGRESS", "CANCELLED"])
def test_no_other_transition_waits_for_the_start(booked, admin_user, after):
    assert (
        transitions.change_status(by=admin_user, appointment=booked, status=after, version=1, reason="So").version == 2
    )


def test_a_doctor_changes_only_his_or_her_own_patients(seen_at, other_doctor, nothing_written, cell):
    user = other_doctor.user = user_with_role("second", "doctor")
    other_doctor.save()
    for before, after in (pair for pair, roles in OPEN.items() if "doctor" in roles):
        with cell(before=before, after=after):
            appointment = seen_at(before)
            counted = nothing_written()

            assert transitions.allowed(user, appointment) == []
            with pytest.raises(Forbidden):
                transitions.change_status(by=user, appointment=appointment, status=after, version=1)
            assert nothing_written() == counted


@pytest.mark.parametrize("version", [0, 2, 77])
def test_a_change_of_an_older_version_is_stale(booked, admin_user, version, nothing_written):
    counted = nothing_written()
    with pytest.raises(StaleVersion) as caught:
        transitions.change_status(by=admin_user, appointment=booked, status="CHECKED_IN", version=version)
    assert calendar_event(caught.value.current) == calendar_event(Appointment.objects.get(pk=booked.pk))
    assert nothing_written() == counted


def test_a_program_may_cancel_without_a_reason(booked, receptionist):
    moved = transitions.change_status(by=receptionist, appointment=booked, status="CANCELLED", version=1)
    assert (moved.status, moved.history.first().history_change_reason) == ("CANCELLED", None)


@pytest.mark.parametrize("before", ["CANCELLED", "NO_SHOW"])
def test_a_return_to_a_time_booked_meanwhile_is_refused(seen_at, before, receptionist, other_patient, nothing_written):
    appointment = seen_at(before)
    doctor = appointment.doctor
    taken = booking.book(by=None, patient=other_patient, doctor=doctor, start=appointment.start, complaint="Cough")
    counted = nothing_written()

    with pytest.raises(SlotTaken) as caught:
        transitions.change_status(by=receptionist, appointment=appointment, status="SCHEDULED", version=1)

    assert [row.pk for row in caught.value.conflicts] == [taken.pk]
    assert nothing_written() == counted


@pytest.fixture
def cancelled(booked: Appointment, receptionist: Any) -> Appointment:
    return transitions.change_status(by=receptionist, appointment=booked, status="CANCELLED", version=1)


def test_a_manager_undoes_a_cancellation_in_a_closed_time_with_a_reason(
    cancelled, receptionist, manager, doctor, nothing_written
):
    time_off.enter(by=manager, doctor=doctor, start=cancelled.start, end=cancelled.end, choices={})
    before = nothing_written()
    with pytest.raises(Closed):
        transitions.change_status(by=receptionist, appointment=cancelled, status="SCHEDULED", version=2)
    with pytest.raises(Invalid):
        transitions.change_status(by=manager, appointment=cancelled, status="SCHEDULED", version=2)
    assert nothing_written() == before
    back = transitions.change_status(
        by=manager, appointment=cancelled, status="SCHEDULED", version=2, reason="She waits"
    )
    assert back.status == "SCHEDULED"


def test_a_cancellation_is_not_undone_while_another_user_holds_the_time(cancelled, receptionist, manager, doctor):
    holds.hold(by=manager, doctor=doctor, start=cancelled.start, end=cancelled.end)
    with pytest.raises(Held):
        transitions.change_status(by=receptionist, appointment=cancelled, status="SCHEDULED", version=2)


def test_a_cancellation_with_an_inactive_doctor_cannot_be_undone(cancelled, receptionist, doctor, nothing_written):
    doctor.is_active = False
    doctor.save()
    before = nothing_written()
    with pytest.raises(Invalid):
        transitions.change_status(by=receptionist, appointment=cancelled, status="SCHEDULED", version=2)
    assert nothing_written() == before


def test_a_past_appointment_returns_whatever_the_hours_are(seen_at, receptionist, doctor):
    appointment = seen_at("NO_SHOW")
    for shift in doctor.working_hours.all():
        shift.delete()
    assert transitions.change_status(by=receptionist, appointment=appointment, status="SCHEDULED", version=1)


def test_a_booked_visit_through_the_day_keeps_every_step(booked, receptionist, doctor):
    steps = [
        (receptionist, "CHECKED_IN"),
        (doctor.user, "IN_PROGRESS"),
        (doctor.user, "COMPLETED"),
        (doctor.user, "IN_PROGRESS"),
        (doctor.user, "CHECKED_IN"),
        (receptionist, "SCHEDULED"),
        (receptionist, "CANCELLED"),
        (receptionist, "SCHEDULED"),
    ]
    for version, (user, status) in enumerate(steps, start=1):
        booked = transitions.change_status(by=user, appointment=booked, status=status, version=version, reason="So")

    entries = booked.history.order_by("history_id").values_list("status", "version", "history_user")
    expected = [(status, version, user.pk) for version, (user, status) in enumerate(steps, start=2)]
    assert list(entries) == [("SCHEDULED", 1, None), *expected]


# Walk-ins

OPD_DESK = frozenset({"opd", "manager", "admin"})
OPD_ROOM = frozenset({"opd", "doctor", "manager", "admin"})
OPD_WHO = {pair: OPD_ROOM if roles == ROOM else OPD_DESK for pair, roles in OPEN.items() if pair[1] != "SCHEDULED"}


@pytest.fixture
def walked_in(doctor: Doctor, patient: Patient, clock: Any) -> OpdAppointment:
    clock.set_to(time(9))
    visit = walk_ins.walk_in(by=None, patient=patient, department=doctor.department, doctor=doctor, complaint="Fever")
    clock.set_to(time(12))
    return visit


@pytest.mark.parametrize("role", ROLES)
def test_each_transition_of_a_walk_in_is_allowed_to_its_roles(walked_in, role, doctor, cell):
    user = user_for(role, doctor)
    for (before, after), roles in OPD_WHO.items():
        with cell(before=before, after=after):
            OpdAppointment._base_manager.filter(pk=walked_in.pk).update(status=before, status_changed_at=timezone.now())
            check_transition_of_walk_in(fresh(walked_in), after, user, allowed=role in roles)


def check_transition_of_walk_in(visit: OpdAppointment, after: str, user: Any, *, allowed: bool) -> None:
    if allowed:
        moved = transitions.change_status(by=user, appointment=visit, status=after, version=1, reason="So")
        assert (moved.status, moved.version) == (after, 2)
    else:
        with pytest.raises(Forbidden):
            transitions.change_status(by=user, appointment=visit, status=after, version=1, reason="So")
        assert fresh(visit).version == 1


@pytest.mark.parametrize(
    ("status", "token_state"),
    [
        ("IN_PROGRESS", TokenState.SERVING),
        ("LEFT", TokenState.LEFT),
        ("CANCELLED", TokenState.LEFT),
    ],
)
def test_the_token_state_follows_the_status(walked_in, opd_clerk, status, token_state):
    moved = transitions.change_status(by=opd_clerk, appointment=walked_in, status=status, version=1, reason="So")
    assert OpdAppointment.objects.get(pk=moved.pk).token_state == token_state


def test_an_undone_start_returns_the_token_to_the_queue(walked_in, opd_clerk):
    transitions.change_status(by=opd_clerk, appointment=walked_in, status="IN_PROGRESS", version=1)
    transitions.change_status(by=opd_clerk, appointment=walked_in, status="CHECKED_IN", version=2)
    assert OpdAppointment.objects.get(pk=walked_in.pk).token_state == TokenState.WAITING


def test_a_doctor_cannot_start_a_walk_in_without_a_doctor(walked_in, doctor):
    OpdAppointment._base_manager.filter(pk=walked_in.pk).update(doctor=None)
    walked_in.refresh_from_db()
    with pytest.raises(Forbidden):
        transitions.change_status(by=doctor.user, appointment=walked_in, status="IN_PROGRESS", version=1)


def test_a_cancelled_time_can_be_booked_at_once(booked, receptionist, other_patient, doctor):
    transitions.change_status(by=receptionist, appointment=booked, status="CANCELLED", version=1, reason="Ill")
    start = at(TUESDAY, time(10))
    taken = booking.book(by=receptionist, patient=other_patient, doctor=doctor, start=start, complaint="Cough")
    assert taken.version == 1
