"""Who may make the steps of a queue, and the answers of its calls."""

from datetime import time, timedelta
from typing import Any

import pytest

from appointments.exceptions import Forbidden
from appointments.services.queue import moves
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, call_next, fresh, step
from tests.conftest import api_of, user_with_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_passes")]


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


def test_a_token_is_withdrawn_by_those_who_give_tokens(department, doctor, opd_clerk):
    waiting = arrive(department, doctor=doctor)
    assert "withdraw" not in moves.allowed(doctor.user, waiting)
    with pytest.raises(Forbidden):
        step(waiting, "withdraw", by=doctor.user)
    assert "withdraw" in moves.allowed(opd_clerk, waiting)
    assert step(waiting, "withdraw", by=opd_clerk).status == "CANCELLED"


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
        "allowed": ["call", "left", "withdraw", "transfer"],
    }
    stale = refused(action="call", version=7)
    assert (stale["code"], stale["current"]["id"]) == ("stale", f"opd-{visit.pk}")
    clock.set_to(time(0, 1), TUESDAY + timedelta(days=1))
    assert refused(action="call", version=1) == {"code": "other_day", "date": "2026-03-10"}
    assert api.post("/api/queues/cardiology/call-next/").json()["code"] == "empty"


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
