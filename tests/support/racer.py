"""`python -m tests.support.racer`: one desk of a race, a process.

Writes `ready`; then, for each line of JSON on stdin, `{"verb", "at", …}`, makes the call at that moment and writes one
line: `{"ok", "ms", …}` with the result, the `code` of a refusal, or the `error` for any other exception.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hospital.settings")
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.models import Group  # noqa: E402
from django.db import IntegrityError  # noqa: E402

from accounts.services import staff  # noqa: E402
from appointments.api.errors import REFUSALS  # noqa: E402
from appointments.exceptions import Refusal, Unanswered  # noqa: E402
from appointments.hospital_time import at, local  # noqa: E402
from appointments.models import (  # noqa: E402
    Appointment,
    Department,
    Doctor,
    Patient,
    TimeOff,
    WorkingHours,
)
from appointments.services import idempotency, time_off  # noqa: E402
from appointments.services.booking import booking, holds, transitions  # noqa: E402
from appointments.services.bulk_import import import_unwatched  # noqa: E402
from appointments.services.patients import merging, registration  # noqa: E402
from realtime import broadcasting  # noqa: E402
from tests.support import queue_racer  # noqa: E402

logging.getLogger("realtime").setLevel(logging.ERROR)  # no warning that there is no Redis here

USERS = get_user_model()
Call = Callable[[], dict[str, Any]]


def user(job: dict[str, Any]) -> Any:
    return USERS.objects.get(pk=job["by"])


def moment(job: dict[str, Any], name: str = "start") -> datetime:
    return datetime.fromisoformat(job[name])


def row(appointment: Any) -> dict[str, Any]:
    return {"id": appointment.pk, "version": appointment.version}


def stage(job: dict[str, Any]) -> Call:
    """A new department with doctors, patients and a user for each role, so that races are independent."""

    def call() -> dict[str, Any]:
        name = job["name"]
        department = Department.objects.create(name=name, slug=name.lower(), code=job["code"])
        doctors = [Doctor.objects.create(name=f"Dr. {name} {n}", department=department) for n in range(job["doctors"])]
        import_unwatched(
            WorkingHours(doctor=doctor, weekday=weekday, start="08:00", end="20:00")
            for doctor in doctors
            for weekday in range(7)
        )
        first = Patient.objects.count()
        made = import_unwatched(
            Patient(mrn=f"R{first + n:06d}", name=f"{name} {n}", phone=f"{first + n:010d}")
            for n in range(job["patients"])
        )
        people = []
        for number, role in enumerate(job["roles"]):
            person = USERS.objects.create(username=f"{name}-{role}-{number}")
            person.groups.set(Group.objects.filter(name=role))
            people.append(person.pk)
        return {
            "department": department.pk,
            "doctors": [doctor.pk for doctor in doctors],
            "patients": [patient.pk for patient in made],
            "users": people,
        }

    return call


def book(job: dict[str, Any]) -> Call:
    by, doctor, patient = user(job), Doctor.objects.get(pk=job["doctor"]), Patient.objects.get(pk=job["patient"])
    start = moment(job)
    asked = {name: job[name] for name in ("overbook", "reason") if name in job}
    end = start + timedelta(minutes=job.get("minutes", 15))
    return lambda: row(
        booking.book(by=by, doctor=doctor, patient=patient, start=start, end=end, complaint="Race", **asked)
    )


def reschedule(job: dict[str, Any]) -> Call:
    by, appointment, start = user(job), Appointment.objects.get(pk=job["id"]), moment(job)
    return lambda: row(booking.reschedule(by=by, appointment=appointment, version=job["version"], start=start))


def change_status(job: dict[str, Any]) -> Call:
    by, appointment = user(job), Appointment.objects.get(pk=job["id"])
    return lambda: row(
        transitions.change_status(by=by, appointment=appointment, status=job["status"], version=job["version"])
    )


def enter(job: dict[str, Any]) -> Call:
    by, doctor, start, end = user(job), Doctor.objects.get(pk=job["doctor"]), moment(job), moment(job, "end")
    choices = {
        int(pk): time_off.Choice(version, datetime.fromisoformat(to) if to else None)
        for pk, (version, to) in job.get("choices", {}).items()
    }
    return lambda: {"id": time_off.enter(by=by, doctor=doctor, start=start, end=end, choices=choices).pk}


def enter_in_the_admin(job: dict[str, Any]) -> Call:
    from django.forms import modelform_factory

    from appointments.admin import TimeOffForm

    form = modelform_factory(TimeOff, form=TimeOffForm, fields=["doctor", "start", "end"])
    start, end = (local(moment(job, name)).strftime("%Y-%m-%dT%H:%M") for name in ("start", "end"))

    @broadcasting.atomic()  # as every view of the admin is
    def call() -> dict[str, Any]:
        filled = form({"doctor": job["doctor"], "start": start, "end": end})
        if not filled.is_valid():
            raise Unanswered([])
        return {"id": filled.save().pk}

    return call


def hold(job: dict[str, Any]) -> Call:
    by, doctor, start = user(job), Doctor.objects.get(pk=job["doctor"]), moment(job)
    return lambda: {"id": holds.hold(by=by, doctor=doctor, start=start, end=start + timedelta(minutes=15)).pk}


def register(job: dict[str, Any]) -> Call:
    by = user(job)
    born = date.fromisoformat(job["birth_date"])
    return lambda: {
        "id": registration.register_patient(by=by, name=job["name"], phone=job["phone"], birth_date=born).pk
    }


def type_mrn(job: dict[str, Any]) -> Call:
    """A patient who is entered in the admin with a chosen number."""

    def call() -> dict[str, Any]:
        try:
            patient = Patient.objects.create(mrn=job["mrn"], name=job["name"], phone=job["phone"])
        except IntegrityError:
            return {"id": None}
        return {"id": patient.pk}

    return call


def deactivate(job: dict[str, Any]) -> Call:
    by, other = user(job), USERS.objects.get(pk=job["user"])

    def call() -> dict[str, Any]:
        staff.deactivate(by=by, user=other)
        return {}

    return call


def rename(job: dict[str, Any]) -> Call:
    by, patient = user(job), Patient.objects.get(pk=job["patient"])
    changes = {"name": job["name"]}
    if "birth_date" in job:
        changes["birth_date"] = date.fromisoformat(job["birth_date"])
    return lambda: {"id": registration.correct_patient(by=by, patient=patient, **changes).pk}


def merge(job: dict[str, Any]) -> Call:
    by, patient, into = user(job), *(Patient.objects.get(pk=job[name]) for name in ("patient", "into"))
    return lambda: {"id": merging.merge(by=by, patient=patient, into=into, reason="Race").pk}


def unmerge(job: dict[str, Any]) -> Call:
    by, patient = user(job), Patient.objects.get(pk=job["patient"])
    return lambda: {"id": merging.unmerge(by=by, patient=patient).pk}


def once(job: dict[str, Any]) -> Call:
    by, call = user(job), book(job)
    idempotency.WAIT_MILLISECONDS = job.get("wait", idempotency.WAIT_MILLISECONDS)

    def run() -> idempotency.Answer:
        return idempotency.Answer(201, json.dumps(call()))

    return lambda: json.loads(idempotency.once(by=by, key=job["key"], fingerprint="same", run=run).body)


def clock(job: dict[str, Any]) -> Call:
    """This time by the hospital's clock, `days` from today."""
    from appointments.hospital_time import today

    hour, minute = job["wall"]
    start = at(today() + timedelta(days=job["days"]), datetime.min.time().replace(hour=hour, minute=minute))
    return lambda: {"start": start.isoformat()}


VERBS: dict[str, Callable[[dict[str, Any]], Call]] = {
    verb.__name__: verb
    for verb in (
        stage,
        book,
        reschedule,
        change_status,
        enter,
        enter_in_the_admin,
        hold,
        register,
        type_mrn,
        deactivate,
        rename,
        merge,
        unmerge,
        once,
        clock,
    )
} | queue_racer.VERBS


def answer(job: dict[str, Any]) -> dict[str, Any]:
    call = VERBS[job["verb"]](job)
    time.sleep(max(0.0, job["at"] - time.monotonic()))  # all desks start at this moment
    started = time.perf_counter()
    try:
        result = {"ok": True, **call()}
    except Refusal as refusal:
        result = {"ok": False, "code": REFUSALS[type(refusal)][1]}
    except Exception as error:
        result = {"ok": False, "error": f"{type(error).__name__}: {error}"}
    return result | {"ms": round((time.perf_counter() - started) * 1_000, 2)}


def main() -> None:
    Appointment.objects.first()  # connected before the race
    print("ready", flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
