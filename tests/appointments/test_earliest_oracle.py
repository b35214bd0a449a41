"""The earliest times of several doctors compared with the slow oracle of availability, doctor by doctor."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appointments.models import Appointment, Doctor, Patient
from appointments.services.schedule.earliest import Wishes, earliest
from tests.appointments.test_availability_oracle import (
    MINUTE,
    Case,
    cases,
    disjoint,
    oracle,
    stretch,
    wall,
    wall_to_utc,
    walls,
    write_down,
)
from tests.conftest import user_with_role

pytestmark = pytest.mark.django_db

COUNT = 50


@dataclass
class Question:
    """Several doctors on one day, one of whose cases names the day, and what the patient wishes."""

    cases: list[Case]
    length: int | None
    weekdays: set[int]
    after: time | None
    before: time | None
    patients: list[tuple[int, int]]


@st.composite
def questions(draw: Any) -> Question:
    first = draw(cases())
    others = draw(st.lists(cases(), max_size=2))
    same = {"zone": first.zone, "day": first.day, "holiday": first.holiday, "now": first.now, "length": first.length}
    after, before = draw(st.one_of(st.none(), walls)), draw(st.one_of(st.none(), walls))
    return Question(
        [first, *(replace(each, **same) for each in others)],
        first.length,
        draw(st.sets(st.integers(0, 6), max_size=5)),
        None if after is None else wall(after),
        None if before is None or (after is not None and before <= after) else wall(before),
        disjoint(draw(st.lists(stretch, max_size=2))),
    )


def expected(question: Question, number: int) -> list[tuple[datetime, datetime]]:
    """The free times of one doctor that suit the patient."""
    case = question.cases[number]
    zone = ZoneInfo(case.zone)
    midnight = wall_to_utc(zone, case.day, 0)

    def suits(start: datetime, end: datetime) -> bool:
        starts, ends = start.astimezone(zone), end.astimezone(zone)
        busy = any(
            start < midnight + until * MINUTE and end > midnight + since * MINUTE for since, until in question.patients
        )
        return (
            not busy
            and (not question.weekdays or case.day.weekday() in question.weekdays)
            and (question.after is None or starts.time() >= question.after)
            and (question.before is None or (ends.date() == starts.date() and ends.time() <= question.before))
        )

    free = [(start, end) for start, end, state in oracle(case, own=True) if state == "free"]
    return sorted({each for each in free if suits(*each)})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(question=questions())
def test_the_earliest_times_are_those_of_a_check_of_every_minute(question, department, receptionist, clock, settings):
    first = question.cases[0]
    settings.TIME_ZONE = first.zone
    midnight = wall_to_utc(ZoneInfo(first.zone), first.day, 0)
    clock.now = midnight + first.now * MINUTE
    with transaction.atomic():
        users = (receptionist, user_with_role("colleague", "reception"))
        doctors = [Doctor.objects.create(name=f"Dr. {n}", department=department) for n in range(len(question.cases))]
        for doctor, case in zip(doctors, question.cases, strict=True):
            write_down(case, doctor, users)
        patient = Patient.objects.create(mrn="busy", name="P", phone="12345")
        elsewhere = Doctor.objects.create(name="Dr. Elsewhere", department=department)
        for since, until in question.patients:
            Appointment.objects.create(
                doctor=elsewhere,
                patient=patient,
                start=midnight + since * MINUTE,
                end=midnight + until * MINUTE,
                complaint="x",
            )

        found = earliest(
            doctors,
            question.length * MINUTE if question.length else None,
            Wishes(midnight, question.weekdays, question.after, question.before),
            count=COUNT,
            patient=patient,
            asker=receptionist,
        )

        all_expected = sorted(
            (start, number, end) for number in range(len(doctors)) for start, end in expected(question, number)
        )
        on_day = [each for each in found if each.start < wall_to_utc(ZoneInfo(first.zone), first.day + timedelta(1), 0)]
        assert [(each.start, doctors.index(each.doctor), each.end) for each in on_day] == all_expected[:COUNT]
        transaction.set_rollback(True)
