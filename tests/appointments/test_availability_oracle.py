"""Availability compared with a slow and obvious oracle, which checks every minute of the day."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appointments.models import Appointment, DateHours, Doctor, Hold, Holiday, Patient, TimeOff, WorkingHours
from appointments.services.schedule import availability
from tests.conftest import user_with_role

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
# Ordinary days, and days on which the clock skips or repeats an hour.
DAYS = {
    "Asia/Kolkata": [date(2026, 3, 10)],
    "Europe/Berlin": [date(2026, 3, 10), date(2026, 3, 29), date(2026, 10, 25)],
    "America/New_York": [date(2026, 3, 8), date(2026, 11, 1)],
}


@dataclass
class Case:
    """A generated day; wall times in minutes after midnight, intervals in elapsed minutes after local midnight."""

    zone: str
    day: date
    weekly: list[tuple[int, int, int]]
    dated: list[tuple[int, int, int] | None]
    holiday: bool
    off: list[tuple[int, int]]
    booked: list[tuple[int, int]]
    cancelled: list[tuple[int, int]]
    held: list[tuple[int, int, bool, bool]]
    now: int
    length: int | None
    other_weekday: list[tuple[int, int, int]] = field(default_factory=list)


def disjoint(drawn: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that overlap no earlier one, as the database requires."""
    kept: list[tuple[int, int]] = []
    for start, end in drawn:
        if all(end <= other or start >= until for other, until in kept):
            kept.append((start, end))
    return kept


fives = st.integers(0, 287).map(lambda n: n * 5)
nights = st.integers(0, 60).map(lambda n: n * 5)  # where clocks change
walls = st.one_of(nights, fives)
shift = st.tuples(walls, walls, st.sampled_from([10, 15, 20, 45])).filter(lambda each: each[0] < each[1])
stretch = st.tuples(walls, st.integers(1, 180)).map(lambda each: (each[0], each[0] + each[1]))


@st.composite
def cases(draw: Any) -> Case:
    zone = draw(st.sampled_from(sorted(DAYS)))
    return Case(
        zone,
        draw(st.sampled_from(DAYS[zone])),
        weekly=draw(st.lists(shift, max_size=3)),
        dated=draw(st.one_of(st.just([]), st.just([None]), st.lists(shift, min_size=1, max_size=2))),
        holiday=draw(st.integers(0, 9)) == 0,
        off=draw(st.lists(stretch, max_size=2)),
        booked=disjoint(draw(st.lists(stretch, max_size=4))),
        cancelled=draw(st.lists(stretch, max_size=1)),
        held=[(*each, *draw(st.tuples(st.booleans(), st.booleans()))) for each in draw(st.lists(stretch, max_size=2))],
        now=draw(st.one_of(st.just(-60), walls, st.integers(-60, 24 * 60))),
        length=draw(st.sampled_from([None, 5, 15, 30, 60])),
        other_weekday=draw(st.lists(shift, max_size=1)),
    )


def wall_to_utc(zone: ZoneInfo, day: date, minutes: int) -> datetime:
    """RFC 5545: a skipped time has the offset from before the change, a repeated one means the first."""
    naive = datetime.combine(day, time()) + minutes * MINUTE
    matches = [
        moment
        for offset in range(-14 * 60, 14 * 60 + 1, 15)
        if (moment := naive.replace(tzinfo=UTC) - offset * MINUTE).astimezone(zone).replace(tzinfo=None) == naive
    ]
    if matches:
        return min(matches)
    before = (naive - timedelta(hours=3)).replace(tzinfo=zone).utcoffset()
    assert before is not None
    return naive.replace(tzinfo=UTC) - before


def oracle(case: Case, own: bool) -> list[tuple[datetime, datetime, str]]:
    """Every proposed time with its state, from a check of each of its minutes."""
    zone = ZoneInfo(case.zone)
    midnight = wall_to_utc(zone, case.day, 0)

    def minutes(stretches: list[tuple[int, int]]) -> set[datetime]:
        return {midnight + n * MINUTE for start, end in stretches for n in range(start, end)}

    off, booked = minutes(case.off), minutes(case.booked)
    held = minutes([(start, end) for start, end, mine, running in case.held if running and not (mine and own)])
    if case.holiday:
        return []
    shifts = [each for each in case.dated if each] if case.dated else case.weekly
    found = []
    for opens, closes, step in sorted(shifts, key=lambda each: each[0]):
        start, close = wall_to_utc(zone, case.day, opens), wall_to_utc(zone, case.day, closes)
        while start < close:
            end = start + (case.length or step) * MINUTE
            its = {start + n * MINUTE for n in range((end - start) // MINUTE)}
            first = {minute for minute in its if minute < start + step * MINUTE}  # the slot with which it begins
            now = midnight + case.now * MINUTE
            if end <= close:
                state = next(
                    (
                        name
                        for name, against in (
                            ("past", all(minute + MINUTE <= now for minute in first)),
                            ("closed", its & off),
                            ("taken", its & booked),
                            ("held", its & held),
                        )
                        if against
                    ),
                    "free",
                )
                found.append((start, end, state))
            start += step * MINUTE
    return found


def at_edges(found: list[tuple[datetime, datetime, str]]) -> list[tuple[datetime, datetime, str]]:
    """The first and last time, and those beside a time of another state, where errors of a minute show."""
    states = [None, *(state for _, _, state in found), None]
    return [each for n, each in enumerate(found) if {states[n], states[n + 2]} != {each[2]}]


def wall(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def write_down(case: Case, doctor: Doctor, users: tuple[Any, Any]) -> None:
    midnight = wall_to_utc(ZoneInfo(case.zone), case.day, 0)
    for weekday, shifts in ((case.day.weekday(), case.weekly), ((case.day.weekday() + 1) % 7, case.other_weekday)):
        for start, end, step in shifts:
            WorkingHours.objects.create(
                doctor=doctor, weekday=weekday, start=wall(start), end=wall(end), slot_minutes=step
            )
    for hours in case.dated:
        times = {"start": wall(hours[0]), "end": wall(hours[1]), "slot_minutes": hours[2]} if hours else {}
        DateHours.objects.create(doctor=doctor, date=case.day, **times)
    if case.holiday:
        Holiday.objects.get_or_create(date=case.day, name="Holiday")
    for start, end in case.off:
        TimeOff.objects.create(doctor=doctor, start=midnight + start * MINUTE, end=midnight + end * MINUTE)
    for status, stretches in (("SCHEDULED", case.booked), ("CANCELLED", case.cancelled)):
        for number, (start, end) in enumerate(stretches):
            patient = Patient.objects.create(mrn=f"{status}{number}-{doctor.pk}", name="P", phone="12345")
            Appointment.objects.create(
                doctor=doctor,
                patient=patient,
                status=status,
                start=midnight + start * MINUTE,
                end=midnight + end * MINUTE,
                complaint="x",
            )
    now = midnight + case.now * MINUTE
    for start, end, mine, running in case.held:
        Hold.objects.create(
            doctor=doctor,
            user=users[0 if mine else 1],
            start=midnight + start * MINUTE,
            end=midnight + end * MINUTE,
            until=now + (MINUTE if running else timedelta(0)),
        )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
@given(case=cases())
def test_availability_agrees_with_a_check_of_every_minute(case, department, receptionist, clock, settings):
    settings.TIME_ZONE = case.zone
    with transaction.atomic():
        doctor = Doctor.objects.create(name="Dr. Drawn", department=department)
        colleague = user_with_role("colleague", "reception")
        write_down(case, doctor, (receptionist, colleague))
        clock.now = wall_to_utc(ZoneInfo(case.zone), case.day, 0) + case.now * MINUTE
        length = case.length * MINUTE if case.length else None
        for asker, own in ((receptionist, True), (None, False)):
            found = availability.day_of(doctor, case.day, length, asker=asker).slots
            expected = oracle(case, own)
            assert [(slot.start, slot.end, slot.state) for slot in found] == expected
        # Of two shifts that overlap, one may still propose what is past in the other.
        bookable = {(start, end) for start, end, state in expected if state not in {"past", "closed"}}
        for start, end, _state in at_edges(expected):
            closed = availability.Agenda.around(doctor, start).why_closed(start, end)
            assert (closed is None) == ((start, end) in bookable), (start, closed)
        free = [(start, end) for start, end, state in expected if state == "free"]
        first = wall_to_utc(ZoneInfo(case.zone), case.day, 0)
        offered = availability.next_free(doctor, length, first, count=3)
        assert offered[: len(free)] == free[:3]
        transaction.set_rollback(True)
