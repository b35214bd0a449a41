"""A clock that stands still, and more people and appointments for the tests."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.utils import timezone

from appointments.hospital_time import at
from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient
from appointments.services.booking import booking
from appointments.services.queue import walk_ins
from realtime.models import StreamEvent
from tests.appointments.queue_cast import arrive, set_status
from tests.conftest import browser_of, user_with_role

# The fields of a patient who was registered with a name and a phone only: in events; further ones in the API's cards.
LEFT_OUT = {"birth_date": None, "sex": "unknown", "note": "", "language": ""}
NOT_IN_EVENTS = {"second_phone": "", "second_phone_of": "", "version": 1}


def links_of(phone: str, shown: str, number: str) -> dict[str, str]:
    """What the API says of a patient's phone. `number`: in the form E.164."""
    return {"phone": phone, "phone_shown": shown, "phone_address": f"tel:{number}"}


TUESDAY = date(2026, 3, 10)  # in every test of this folder, today


class Clock:
    """The value of `django.utils.timezone.now()`; changes only when a test sets it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def set_to(self, wall: time, day: date = TUESDAY) -> None:
        self.now = at(day, wall)

    def advance(self, step: timedelta) -> None:
        self.now += step


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """08:00 on a Tuesday in the hospital's zone."""
    clock = Clock(at(TUESDAY, time(8)))
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def ten() -> datetime:
    """10:00 today."""
    return at(TUESDAY, time(10))


@pytest.fixture
def other_department(db: None) -> Department:
    return Department.objects.create(name="Eyes", slug="eyes", code="E")


@pytest.fixture
def admin_user(db: None) -> Any:
    return user_with_role("admin", "admin", is_staff=True)


@pytest.fixture
def anonymous() -> AnonymousUser:
    return AnonymousUser()


@pytest.fixture
def booked(doctor: Doctor, patient: Patient, ten: datetime) -> Appointment:
    """The first patient with the doctor, today from 10:00 to 10:15."""
    return booking.book(by=None, patient=patient, doctor=doctor, start=ten, complaint="Chest pain")


@pytest.fixture
def visit(doctor: Doctor, other_patient: Patient) -> OpdAppointment:
    """The other patient walked in for the doctor at 08:00."""
    return walk_ins.walk_in(
        by=None, patient=other_patient, department=doctor.department, doctor=doctor, complaint="Fever"
    )


@pytest.fixture
def nothing_written() -> Callable[[], tuple[Any, ...]]:
    """Counts of every table that a call could write to; equal before and after a refusal."""
    from appointments.models import Counter
    from realtime.models import Stream

    counted = [OpdAppointment, Patient, Appointment.history.model, OpdAppointment.history.model, Patient.history.model]
    columns = [f"(SELECT count(*) FROM {model._meta.db_table})" for model in (*counted, StreamEvent)]
    columns.append(f"(SELECT sum(seq) FROM {Stream._meta.db_table})")
    columns.append(f"(SELECT sum(value) FROM {Counter._meta.db_table})")
    statement = f"SELECT {', '.join(columns)}"  # in one query, because it is asked thousands of times

    def counted_now() -> tuple[Any, ...]:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            counts = cursor.fetchone()
        return (*Appointment.objects.order_by("pk").values_list("pk", "version", "status", "start"), *counts)

    return counted_now


@pytest.fixture
def doctor_user(doctor: Doctor) -> Any:
    return doctor.user


@pytest.fixture
def signed_in(request: pytest.FixtureRequest) -> Any:
    def signed_in(role: str) -> Client:
        return browser_of(request.getfixturevalue(role))

    return signed_in


@pytest.fixture
def desk(signed_in: Any) -> Client:
    return signed_in("receptionist")


@pytest.fixture
def time_passes(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock is a millisecond later."""

    def now() -> Any:
        clock.advance(timedelta(milliseconds=1))
        return clock.now

    monkeypatch.setattr(timezone, "now", now)


@pytest.fixture(params=["walk-in", "booked"])
def waiting(request: pytest.FixtureRequest, department: Department, doctor: Doctor, patient: Patient, ten: Any) -> Any:
    """One who waits for the doctor: a walk-in, or a booked patient who has checked in."""
    if request.param == "walk-in":
        return arrive(department, doctor=doctor)
    department.tokens_for_booked = True
    department.save()
    booked = booking.book(by=None, patient=patient, doctor=doctor, start=ten, complaint="Cough")
    return set_status(booked, "CHECKED_IN")
