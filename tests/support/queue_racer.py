"""What a desk of a race does with a queue: the verbs of `racer` for tokens and calls."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError

from appointments.exceptions import QueueEmpty
from appointments.hospital_time import at, today
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient
from appointments.services.booking import transitions
from appointments.services.queue import closing, moves, walk_ins
from common.unavailable import is_unavailable

USERS = get_user_model()
Call = Callable[[], dict[str, Any]]


def answered(verb: Callable[[], Any]) -> Any:
    """Asks again as long as SQLite's lock is not given within its timeout, as a desk does after a 503."""
    while True:
        try:
            return verb()
        except DatabaseError as error:
            if not is_unavailable(error):
                raise


def _places(job: dict[str, Any]) -> tuple[Any, Department]:
    return USERS.objects.get(pk=job["by"]), Department.objects.get(pk=job["department"])


def _visit(job: dict[str, Any]) -> Any:
    model = OpdAppointment if job["kind"] == "opd" else Appointment
    return model._default_manager.with_people().get(pk=job["id"])  # type: ignore[attr-defined]


def walk_in(job: dict[str, Any]) -> Call:
    """A token for a patient, by default also for one who has one; `times` so many."""
    (by, department), patient = _places(job), Patient.objects.get(pk=job["patient"])

    def call() -> dict[str, Any]:
        visits = [
            answered(
                lambda: walk_ins.walk_in(
                    by=by, patient=patient, department=department, complaint="Race", confirm=job.get("confirm", True)
                )
            )
            for _ in range(job.get("times", 1))
        ]
        return {"token": visits[0].token, "tokens": [visit.token for visit in visits], "id": visits[0].pk}

    return call


def call_next(job: dict[str, Any]) -> Call:
    """`times` so many patients, or fewer if the queue is empty before; refused if it is empty at once."""
    by, department = _places(job)

    def call() -> dict[str, Any]:
        def press() -> Any:
            return answered(lambda: moves.call_next(by=by, department=department))

        called = [press()]
        try:
            while len(called) < job.get("times", 1):
                called.append(press())
        except QueueEmpty:
            pass
        return {"ids": [visit.pk for visit in called]}

    return call


def token_step(job: dict[str, Any]) -> Call:
    by, visit = USERS.objects.get(pk=job["by"]), _visit(job)
    return lambda: {
        "version": moves.move(by=by, visit=visit, action=job["action"], version=job["version"]).version,
    }


def token_status(job: dict[str, Any]) -> Call:
    by, visit = USERS.objects.get(pk=job["by"]), _visit(job)
    return lambda: {
        "token": transitions.change_status(by=by, appointment=visit, status=job["status"], version=job["version"]).token
    }


def booked_today(job: dict[str, Any]) -> Call:
    """One appointment for each patient, at noon, in a department that gives them tokens."""
    doctor, noon = Doctor.objects.get(pk=job["doctor"]), at(today(), time(12))

    def call() -> dict[str, Any]:
        Department.objects.filter(pk=doctor.department_id).update(tokens_for_booked=True)
        end = noon + timedelta(minutes=15)
        made = [
            Appointment(patient_id=patient, doctor=doctor, start=noon, end=end, complaint="Race", overbooked=True)
            for patient in job["patients"]
        ]
        for appointment in made:
            appointment.save()
        return {"ids": [appointment.pk for appointment in made]}

    return call


def walk_ins_of_yesterday(job: dict[str, Any]) -> Call:
    """The walk-ins of a department are yesterday's."""

    def call() -> dict[str, Any]:
        rows = OpdAppointment._base_manager.filter(department=job["department"])
        rows.update(token_day=today() - timedelta(days=1))
        return {}

    return call


def close_day(job: dict[str, Any]) -> Call:
    """Yesterday's queue; `left` is how many waited."""
    by, department = _places(job)
    day = today() - timedelta(days=1)
    return lambda: {"left": len(answered(lambda: closing.close_day(by=by, department=department, day=day)))}


VERBS: dict[str, Callable[[dict[str, Any]], Call]] = {
    verb.__name__: verb
    for verb in (walk_in, call_next, token_step, token_status, booked_today, walk_ins_of_yesterday, close_day)
}
