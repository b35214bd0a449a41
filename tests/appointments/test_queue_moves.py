"""The steps of a queue: from which states, by whom, what they write, and how they are undone."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from appointments.exceptions import BadTransition, Forbidden, Invalid, OtherDay, QueueEmpty, SlotTaken, StaleVersion
from appointments.hospital_time import at
from appointments.models import Doctor, Move, Status, TokenState
from appointments.models.status import TOKEN_STATES_OF
from appointments.services.booking import booking
from appointments.services.queue import moves
from appointments.services.queue.walk_ins import walk_in
from realtime.models import StreamEvent
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, call_next, fresh, set_status, step, waits
from tests.conftest import api_of, user_with_role

pytestmark = pytest.mark.django_db

# The steps that lead from WAITING to each state, and the steps that are then possible.
PATHS: dict[str, tuple[list[str], set[str]]] = {
    "WAITING": ([], {"call", "left", "transfer"}),
    "CALLED": (["call"], {"recall", "serve", "skip", "left", "transfer", "undo"}),
    "SERVING": (["call", "serve"], {"done", "transfer", "undo"}),
    "DONE": (["call", "serve", "done"], {"undo"}),
    "SKIPPED": (["call", "skip"], {"call", "recall", "left", "transfer", "undo"}),
    "LEFT": (["left"], {"undo"}),
}
AFTER = {
    "call": "CALLED",
    "recall": "CALLED",
    "serve": "SERVING",
    "done": "DONE",
    "skip": "SKIPPED",
    "left": "LEFT",
    "transfer": "WAITING",
}
# What undo restores.
FIELDS = ("status", "token_state", "token_since", "room_id", "doctor_id", "called_at", "served_at", "skips", "start")


@pytest.fixture(autouse=True)
def _time_passes(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock is a millisecond later."""

    def now() -> Any:
        clock.advance(timedelta(milliseconds=1))
        return clock.now

    monkeypatch.setattr(timezone, "now", now)


@pytest.fixture(params=["walk-in", "booked"])
def waiting(request: pytest.FixtureRequest, department: Any, doctor: Any, patient: Any, ten: Any) -> Any:
    """One who waits for the doctor: a walk-in, or a booked patient who has checked in."""
    if request.param == "walk-in":
        return arrive(department, doctor=doctor)
    department.tokens_for_booked = True
    department.save()
    booked = booking.book(by=None, patient=patient, doctor=doctor, start=ten, complaint="Cough")
    return set_status(booked, "CHECKED_IN")


@pytest.mark.parametrize("state", PATHS)
@pytest.mark.parametrize("action", [*AFTER, "undo"])
def test_each_step_is_possible_from_its_states_alone(waiting, other_doctor, state, action):
    path, possible = PATHS[state]
    visit = step(waiting, *path)
    assert visit.token_state == state
    assert set(moves.allowed(None, visit)) == possible

    if action not in possible:
        with pytest.raises(BadTransition) as caught:
            step(visit, action)
        assert set(caught.value.allowed) == possible
        assert fresh(visit).version == visit.version
        return
    after = step(visit, action, **({"doctor": other_doctor} if action == "transfer" else {}))
    if action != "undo":
        assert after.token_state == AFTER[action]
    assert after.token_state in TOKEN_STATES_OF[after.status]
    assert (after.version, after.queue_move) == (visit.version + 1, action)
    history = after.history.latest("history_id")
    assert (history.version, history.token_state, history.status) == (after.version, after.token_state, after.status)


@pytest.mark.parametrize("state", PATHS)
@pytest.mark.parametrize("action", AFTER)
def test_each_step_is_undone_as_if_it_had_not_been(waiting, other_doctor, state, action):
    path, possible = PATHS[state]
    if action not in possible:
        return
    visit = step(waiting, *path)
    before = [getattr(fresh(visit), name) for name in FIELDS]
    changed = step(visit, action, **({"doctor": other_doctor} if action == "transfer" else {}))
    assert [getattr(fresh(changed), name) for name in FIELDS] != before
    undone = step(changed, "undo")
    assert [getattr(fresh(undone), name) for name in FIELDS] == before
    assert "undo" not in moves.allowed(None, undone)


def test_undo_restores_what_was_before_the_step_and_keeps_corrections_since(waiting, department):
    visit = step(waiting, "call")
    visit.complaint = "Corrected"
    visit.save()
    undone = step(visit, "undo")
    assert (undone.token_state, undone.complaint) == ("WAITING", "Corrected")


def test_a_step_of_yesterday_is_not_undone(waiting, clock):
    visit = step(waiting, "call")
    clock.set_to(time(0), TUESDAY + timedelta(days=1))
    assert "undo" not in moves.allowed(None, visit)
    with pytest.raises(BadTransition):
        step(visit, "undo", confirm=True)


def test_a_change_on_the_calendar_is_not_undone_by_the_queue(waiting):
    visit = set_status(step(waiting, "transfer", doctor=other_doctor_of(waiting)), "SCHEDULED")
    assert moves.allowed(None, visit) == []


def other_doctor_of(visit: Any) -> Doctor:
    return Doctor.objects.create(name="Dr. Other", department=visit.doctor.department)


def test_a_transfer_to_the_same_place_is_refused(waiting, department, doctor):
    with pytest.raises(Invalid):
        step(waiting, "transfer", doctor=doctor)
    assert fresh(waiting).version == waiting.version


def test_a_walk_in_for_any_doctor_is_not_transferred_to_the_same_department(department):
    visit = arrive(department)
    with pytest.raises(Invalid):
        step(visit, "transfer", department=department)
    assert moves.allowed(None, fresh(visit)) == ["call", "left", "transfer"]


# Skips


def test_the_second_skip_means_that_the_patient_has_left(waiting):
    visit = step(waiting, "call", "skip", "recall", "skip")
    assert (visit.token_state, visit.status, visit.skips) == ("LEFT", "LEFT", 2)
    undone = step(visit, "undo")
    assert (undone.token_state, undone.status, undone.skips) == ("CALLED", "CHECKED_IN", 1)


def test_who_was_not_there_waits_again_once_three_others_were_called(department):
    crowd = [arrive(department) for _ in range(6)]
    step(crowd[0], "call", "skip")
    assert waits(department, TUESDAY) == ["002", "003", "004", "001", "005", "006"]
    assert [call_next(department), call_next(department)] == ["002", "003"]
    assert fresh(crowd[0]).token_state == "SKIPPED"
    assert call_next(department) == "004"
    back = fresh(crowd[0])
    assert (back.token_state, back.queue_move, back.skips) == ("WAITING", Move.RETURN, 1)
    assert moves.allowed(None, back) == ["call", "left", "transfer"]
    assert [call_next(department) for _ in range(3)] == ["001", "005", "006"]
    with pytest.raises(QueueEmpty):
        call_next(department)


def test_a_transferred_patients_call_does_not_bring_those_of_the_other_queue_nearer(
    department, other_department, clock
):
    here, there = arrive(department), arrive(other_department)
    step(there, "call", "skip")
    step(here, "call", "transfer", department=other_department)
    [arrive(other_department) for _ in range(3)]
    assert waits(other_department, TUESDAY) == ["001", "002", "003", "001", "004"]


# Calls


def test_the_next_is_called_by_the_queues_order(department, doctor, other_doctor):
    arrive(department, doctor=other_doctor)
    arrive(department)
    arrive(department, doctor=doctor)
    arrive(department, priority="emergency")
    assert [call_next(department, doctor=doctor) for _ in range(3)] == ["004", "002", "003"]
    with pytest.raises(QueueEmpty):
        call_next(department, doctor=doctor)


def test_the_last_visit_is_completed_and_the_next_called_in_one_act(department):
    first, second = arrive(department), arrive(department)
    serving = step(first, "call", "serve")
    called = moves.call_next(by=None, department=department, done=serving, version=serving.version)
    assert called.pk == second.pk
    assert fresh(first).status == Status.COMPLETED


@pytest.mark.parametrize(("stale", "refusal"), [(True, StaleVersion), (False, BadTransition)])
def test_a_visit_that_cannot_be_completed_keeps_the_next_one_waiting(department, stale, refusal, nothing_written):
    first = step(arrive(department), "call")
    arrive(department)
    before = nothing_written()
    with pytest.raises(refusal):
        moves.call_next(by=None, department=department, done=first, version=first.version - stale)
    assert nothing_written() == before


def test_completing_the_last_visit_of_an_empty_queue_writes_nothing(department, nothing_written):
    serving = step(arrive(department), "call", "serve")
    before = nothing_written()
    with pytest.raises(QueueEmpty):
        moves.call_next(by=None, department=department, done=serving, version=serving.version)
    assert nothing_written() == before


def test_a_call_out_of_turn_has_its_reason_in_the_history(department):
    arrive(department)
    visit = step(arrive(department), "call", reason="Bleeding")
    assert visit.history.latest("history_id").history_change_reason == "Bleeding"


def test_a_patient_of_any_doctor_is_called_by_the_one_who_calls(department, doctor):
    arrive(department)
    assert moves.call_next(by=doctor.user, department=department).doctor == doctor


# Together with the status API


@pytest.mark.parametrize(
    ("path", "statuses", "state"),
    [
        ([], ["IN_PROGRESS"], "SERVING"),
        (["call"], ["IN_PROGRESS"], "SERVING"),
        (["call"], ["IN_PROGRESS", "COMPLETED"], "DONE"),
        (["call"], ["IN_PROGRESS", "CHECKED_IN"], "WAITING"),
        (["call", "serve", "done"], ["IN_PROGRESS"], "SERVING"),
        (["call", "skip"], ["LEFT"], "LEFT"),
        (["call"], ["CANCELLED"], "LEFT"),
        (["call"], ["SCHEDULED"], "WAITING"),
        (["call"], ["SCHEDULED", "CHECKED_IN"], "WAITING"),
    ],
)
def test_the_status_api_moves_the_token_with_the_status(waiting, path, statuses, state, clock):
    visit = step(waiting, *path)
    clock.advance(timedelta(minutes=5))
    visit = set_status(visit, *statuses)
    assert (visit.status, visit.token_state, visit.queue_move) == (statuses[-1], state, "")
    assert visit.token_since >= clock.now - timedelta(seconds=1)


def test_who_is_checked_in_no_longer_does_not_wait(waiting, department):
    set_status(step(waiting, "call"), "SCHEDULED")
    assert waits(department, TUESDAY) == []
    with pytest.raises(QueueEmpty):
        call_next(department)


def test_a_reopened_visit_began_when_it_began(waiting, clock):
    visit = step(waiting, "call", "serve")
    began = visit.served_at
    clock.advance(timedelta(minutes=5))
    assert set_status(visit, "COMPLETED", "IN_PROGRESS").served_at == began


# Transfers


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


# Who may


@pytest.mark.parametrize("role", ["receptionist", "developer", "stranger"])
def test_without_the_right_nobody_is_called(waiting, role, request, department):
    user = request.getfixturevalue(role)
    with pytest.raises(Forbidden):
        step(waiting, "call", by=user)
    with pytest.raises(Forbidden):
        call_next(department, by=user)
    assert moves.allowed(user, waiting) == []


@pytest.mark.parametrize("action", ["call", "left", "transfer"])
def test_a_doctor_makes_steps_with_the_own_patients(waiting, doctor, other_doctor, action):
    other_doctor.user = user_with_role("doctor2", "doctor")
    other_doctor.save()
    with pytest.raises(Forbidden):
        step(waiting, action, by=other_doctor.user)
    step(waiting, action, by=doctor.user, **({"doctor": other_doctor} if action == "transfer" else {}))


def test_a_doctor_does_not_call_for_another_doctor(department, doctor, other_doctor):
    arrive(department)
    with pytest.raises(Forbidden):
        call_next(department, by=doctor.user, doctor=other_doctor)


def test_a_doctor_does_not_call_from_another_department(doctor, other_department):
    visit = arrive(other_department)
    with pytest.raises(Forbidden):
        call_next(other_department, by=doctor.user)
    with pytest.raises(Forbidden):
        step(visit, "call", by=doctor.user)


def test_who_is_limited_to_departments_acts_in_them_alone(opd_clerk, department, other_department):
    opd_clerk.department_scope.create(department=department)
    mine, theirs = arrive(department), arrive(other_department)
    with pytest.raises(Forbidden):
        step(theirs, "call", by=opd_clerk)
    with pytest.raises(Forbidden):
        call_next(other_department, by=opd_clerk)
    with pytest.raises(Forbidden):
        step(mine, "transfer", by=opd_clerk, department=other_department)
    assert step(mine, "call", by=opd_clerk).token_state == "CALLED"
    api = api_of(opd_clerk)
    address = f"/api/opd-appointments/{theirs.pk}/token/"
    assert api.post(address, {"action": "call", "version": 1}, "json").status_code == 404
    assert api.get("/api/queues/eyes/").status_code == 404
    assert [each["department"]["slug"] for each in api.get("/api/queues/").json()] == ["cardiology"]
    done = {"id": f"opd-{theirs.pk}", "version": 0}
    answer = api.post("/api/queues/cardiology/call-next/", {"done": done}, "json")
    assert theirs.patient.name not in answer.content.decode()


# Answers


def test_refusals_say_what_is_possible(department, opd_clerk, clock):
    api, visit = api_of(opd_clerk), arrive(department)
    address = f"/api/opd-appointments/{visit.pk}/token/"

    def refused(**asked: Any) -> dict[str, Any]:
        answer = api.post(address, asked, "json")
        assert answer.status_code == 409
        body = answer.json()
        assert body.pop("detail")
        return body

    assert refused(action="serve", version=1) == {
        "code": "transition",
        "allowed": ["call", "left", "transfer"],
    }
    stale = refused(action="call", version=7)
    assert (stale["code"], stale["current"]["id"]) == ("stale", f"opd-{visit.pk}")
    clock.set_to(time(0, 1), TUESDAY + timedelta(days=1))
    assert refused(action="call", version=1) == {"code": "other_day", "date": "2026-03-10"}
    assert api.post("/api/queues/cardiology/call-next/").json()["code"] == "empty"


# Days


@pytest.mark.parametrize("wall", [time(0, 0, 1), time(8)])
def test_yesterdays_queue_stays_and_new_tokens_begin_at_one(department, clock, wall):
    visit = arrive(department)
    called = step(arrive(department), "call")
    tomorrow = TUESDAY + timedelta(days=1)
    clock.set_to(wall, tomorrow)
    assert arrive(department).token == "OP-C-001"
    assert waits(department, TUESDAY) == ["001"]
    assert waits(department, tomorrow) == ["001"]
    for act in ("skip", "left"):
        with pytest.raises(OtherDay) as caught:
            step(called, act)
        assert caught.value.day == TUESDAY
    assert step(called, "skip", confirm=True).token_state == "SKIPPED"
    assert call_next(department, day=TUESDAY) == "001"
    assert fresh(visit).token_state == "CALLED"
    assert call_next(department) == "001"


def test_the_page_says_on_which_earlier_days_patients_wait(department, opd_clerk, clock):
    arrive(department)
    step(arrive(department), "call", "serve", "done")
    clock.set_to(time(8), TUESDAY + timedelta(days=1))
    body = api_of(opd_clerk).get("/api/queues/cardiology/").json()
    assert (body["date"], body["earlier"]) == ("2026-03-11", [{"date": "2026-03-10", "waiting": 1}])


def test_in_the_night_in_which_the_clock_goes_back_the_first_one_o_clock_is_called_first(
    department, clock, settings, monkeypatch
):
    settings.TIME_ZONE = "Europe/Berlin"
    timezone.get_default_timezone.cache_clear()
    try:
        night = TUESDAY.replace(month=10, day=25)
        first_two = at(night, time(2, 50))  # before the clock goes back
        clock.now = first_two
        arrive(department)
        clock.now = first_two + timedelta(minutes=20)  # 02:10 for the second time
        arrive(department)
        assert waits(department, night) == ["001", "002"]
        assert [call_next(department), call_next(department)] == ["001", "002"]
        clock.now = at(night, time(23, 59))
        assert arrive(department).token == "OP-C-003"
    finally:
        settings.TIME_ZONE = "Asia/Kolkata"
        timezone.get_default_timezone.cache_clear()


# What is written and told


@pytest.mark.parametrize("action", AFTER)
def test_each_step_is_one_version_one_history_row_and_one_event(waiting, other_doctor, action):
    path = next(path for path, possible in PATHS.values() if action in possible)
    visit = step(waiting, *path)
    histories = visit.history.count()
    heads = {channel: numbers(channel) for channel in channels_of(visit)}
    after = step(visit, action, **({"doctor": other_doctor} if action == "transfer" else {}))
    assert after.version == visit.version + 1
    assert after.history.count() == histories + 1
    for channel, before in heads.items():
        assert numbers(channel) == [*before, len(before) + 1]


def channels_of(visit: Any) -> list[str]:
    whole = "opd-appointments" if visit._meta.model_name == "opdappointment" else "appointments"
    return [whole, "department.cardiology", f"doctor-schedule.{visit.doctor_id}"]


def numbers(channel: str) -> list[int]:
    return list(StreamEvent.objects.filter(channel=channel).order_by("seq").values_list("seq", flat=True))


def test_a_refused_step_writes_nothing(waiting, nothing_written):
    before = nothing_written()
    for action in ("serve", "done", "skip", "recall", "undo"):
        with pytest.raises(BadTransition):
            step(waiting, action)
    with pytest.raises(StaleVersion):
        moves.move(by=None, visit=waiting, action="call", version=waiting.version + 1)
    assert nothing_written() == before


def test_a_patient_with_two_tokens_may_be_asked_twice(department, patient):
    first = walk_in(by=None, patient=patient, department=department, complaint="Fever")
    second = walk_in(by=None, patient=patient, department=department, complaint="Fever", confirm=True)
    assert {first.token_state, second.token_state} == {TokenState.WAITING}
    assert [call_next(department), call_next(department)] == ["001", "002"]


def test_the_api_completes_the_last_visit_with_the_call(department, opd_clerk):
    serving = step(arrive(department), "call", "serve")
    second = arrive(department)
    api, address = api_of(opd_clerk), "/api/queues/cardiology/call-next/"
    done = {"id": f"opd-{serving.pk}", "version": serving.version}
    for wrong in ({**done, "more": 1}, {"id": "opd-0", "version": 1}, {"id": "opd-999999", "version": 1}, 1, []):
        assert api.post(address, {"done": wrong}, "json").json()["code"] == "invalid"
    answer = api.post(address, {"done": done}, "json")
    assert (answer.status_code, answer.json()["id"]) == (200, f"opd-{second.pk}")
    assert fresh(serving).token_state == "DONE"
