"""The steps of a queue: from which states, by whom, what they write, and how they are undone."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import transaction

from appointments.exceptions import AlreadyWaiting, BadTransition, Invalid, QueueEmpty, StaleVersion
from appointments.models import Doctor, Move, OpdAppointment, Status, TokenState
from appointments.models.status import TOKEN_STATES_OF
from appointments.services.queries.history import history_of
from appointments.services.queue import moves
from appointments.services.queue.walk_ins import walk_in
from realtime.models import StreamEvent
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, call_next, fresh, set_status, step, waits

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_passes")]

# The steps that lead from WAITING to each state, and the steps that are then possible.
PATHS: dict[str, tuple[list[str], set[str]]] = {
    "WAITING": ([], {"call", "left", "withdraw", "transfer"}),
    "CALLED": (["call"], {"recall", "serve", "skip", "left", "withdraw", "transfer", "undo"}),
    "SERVING": (["call", "serve"], {"done", "transfer", "undo"}),
    "DONE": (["call", "serve", "done"], {"undo"}),
    "SKIPPED": (["call", "skip"], {"call", "recall", "left", "withdraw", "transfer", "undo"}),
    "LEFT": (["left"], {"undo"}),
}
AFTER = {
    "call": "CALLED",
    "recall": "CALLED",
    "serve": "SERVING",
    "done": "DONE",
    "skip": "SKIPPED",
    "left": "LEFT",
    "withdraw": "LEFT",
    "transfer": "WAITING",
}
# What undo restores.
FIELDS = ("status", "token_state", "token_since", "room_id", "doctor_id", "called_at", "served_at", "skips", "start")


@pytest.fixture
def transferred_to(other_doctor):
    """What else a step needs to be asked for."""
    return {"transfer": {"doctor": other_doctor}}


@pytest.mark.parametrize("state", PATHS)
def test_each_step_is_possible_from_its_states_alone(waiting, transferred_to, state):
    path, possible = PATHS[state][0], possible_with(waiting, state)
    visit = step(waiting, *path)
    assert visit.token_state == state
    assert set(moves.allowed(None, visit)) == possible

    for action in [*AFTER, "undo"]:
        with transaction.atomic():
            if action in possible:
                check_step(visit, action, transferred_to.get(action, {}))
            else:
                check_refusal(visit, action, possible)
            transaction.set_rollback(True)


def possible_with(visit: Any, state: str) -> set[str]:
    """The check-in of a booked patient is undone; only a walk-in's token is withdrawn."""
    return PATHS[state][1] - (set() if isinstance(visit, OpdAppointment) else {"withdraw"})


def check_step(visit: Any, action: str, asked: dict[str, Any]) -> None:
    after = step(visit, action, **asked)
    if action != "undo":
        assert after.token_state == AFTER[action]
    assert after.token_state in TOKEN_STATES_OF[after.status]
    assert (after.version, after.queue_move) == (visit.version + 1, action)
    history = after.history.latest("history_id")
    assert (history.version, history.token_state, history.status) == (after.version, after.token_state, after.status)


def check_refusal(visit: Any, action: str, possible: set[str]) -> None:
    with pytest.raises(BadTransition) as caught:
        step(visit, action)
    assert set(caught.value.allowed) == possible
    assert fresh(visit).version == visit.version


@pytest.mark.parametrize("state", PATHS)
def test_each_step_is_undone_as_if_it_had_not_been(waiting, transferred_to, state):
    path, possible = PATHS[state][0], possible_with(waiting, state)
    visit = step(waiting, *path)
    before = [getattr(fresh(visit), name) for name in FIELDS]
    for action in possible - {"undo"}:
        with transaction.atomic():
            changed = step(visit, action, **transferred_to.get(action, {}))
            assert [getattr(fresh(changed), name) for name in FIELDS] != before
            undone = step(changed, "undo")
            assert [getattr(fresh(undone), name) for name in FIELDS] == before
            assert "undo" not in moves.allowed(None, undone)
            transaction.set_rollback(True)


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
    assert moves.allowed(None, fresh(visit)) == ["call", "left", "withdraw", "transfer"]


def test_a_token_given_by_mistake_is_withdrawn_and_its_number_never_given_again(department, patient):
    visit = step(walk_in(by=None, patient=patient, department=department, complaint="Fever"), "withdraw")
    assert (visit.status, visit.token, waits(department, TUESDAY)) == ("CANCELLED", "OP-C-001", [])
    assert history_of(visit)[-1]["change"] == "token withdrawn"
    again = walk_in(by=None, patient=patient, department=department, complaint="Fever")
    assert again.token == "OP-C-002"
    with pytest.raises(AlreadyWaiting):
        step(visit, "undo")
    step(again, "withdraw")
    assert step(visit, "undo").token_state == "WAITING"


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
    assert moves.allowed(None, back) == ["call", "left", "withdraw", "transfer"]
    assert [call_next(department) for _ in range(3)] == ["001", "005", "006"]
    with pytest.raises(QueueEmpty):
        call_next(department)


def test_the_undo_of_a_call_sends_back_who_waits_again_because_of_it(department):
    crowd = [arrive(department) for _ in range(6)]
    skipped = step(crowd[0], "call", "skip")
    [call_next(department) for _ in range(3)]
    step(crowd[3], "undo")
    sent_back = fresh(crowd[0])
    assert (sent_back.token_state, sent_back.token_since) == ("SKIPPED", skipped.token_since)
    assert waits(department, TUESDAY) == ["004", "001", "005", "006"]
    assert [call_next(department), call_next(department)] == ["004", "001"]


@pytest.mark.parametrize("since", ["another call", "a call of the patient", "a recall"])
def test_the_undo_of_a_call_sends_nobody_back_who_waits_again_without_it(department, since):
    crowd = [arrive(department) for _ in range(6)]
    step(crowd[0], "call", "skip")
    [call_next(department) for _ in range(3)]
    if since == "a recall":
        step(crowd[1], "transfer", doctor=Doctor.objects.create(name="Dr. Other", department=department))
        step(crowd[3], "recall")
    else:
        step(crowd[4] if since == "another call" else crowd[0], "call")
    state = fresh(crowd[0]).token_state
    step(crowd[3], "undo")
    assert fresh(crowd[0]).token_state == state != "SKIPPED"


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
        (["call"], ["LEFT", "CHECKED_IN"], "WAITING"),
        (["left"], ["CHECKED_IN"], "WAITING"),
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


def test_who_has_not_left_after_all_keeps_the_place(department, clock):
    first = arrive(department)
    clock.advance(timedelta(minutes=5))
    arrive(department)
    set_status(first, "LEFT", "CHECKED_IN")
    assert waits(department, TUESDAY) == ["001", "002"]


def test_who_has_another_token_since_does_not_come_back(department, nothing_written):
    visit = set_status(arrive(department), "LEFT")
    walk_in(by=None, patient=visit.patient, department=department, complaint="Fever")
    before = nothing_written()
    with pytest.raises(AlreadyWaiting):
        set_status(visit, "CHECKED_IN")
    assert nothing_written() == before


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


# What is written and told


@pytest.mark.parametrize("action", AFTER)
def test_each_step_is_one_version_one_history_row_and_one_event(waiting, other_doctor, action):
    path = next((PATHS[state][0] for state in PATHS if action in possible_with(waiting, state)), None)
    if path is None:
        return
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
