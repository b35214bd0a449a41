"""The demo's queues: rooms and who sees patients there, tokens in the order of arrival, who is called and served."""

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from appointments.hospital_time import day_bounds, local, today
from appointments.models import (
    IN_QUEUE,
    Appointment,
    Counter,
    Doctor,
    InQueue,
    OpdAppointment,
    Patient,
    Priority,
    Room,
    RoomSession,
    Status,
    TokenState,
)
from appointments.models.status import TOKEN_STATES_OF
from appointments.services.schedule.availability import Agenda
from appointments.services.tokens import token_counter, token_text
from common.counters import advance

WITHOUT_ROOMS = "Dermatology"
SEEN_MINUTES = (6, 18)  # how long a visit takes
EARLY_MINUTES = (2, 25)  # how long before the appointment patients come
STILL_WAITING = 3  # at least, beside those who are called
ELDERLY_FROM, PREGNANT_BETWEEN = 70, (18, 42)  # years
PREGNANT_SHARE, EMERGENCY_SHARE = 0.1, 0.03


def open_rooms(doctors: Iterable[Doctor]) -> dict[int, Room]:
    """{doctor's id: the room}. Doctors who work now have theirs open, and one of each department at any hour."""
    rooms: dict[int, Room] = {}
    numbers: dict[int, int] = defaultdict(int)
    opened_at = max(day_bounds(today())[0], timezone.now() - timedelta(hours=2))
    for doctor in doctors:
        if doctor.department.name == WITHOUT_ROOMS:
            continue
        numbers[doctor.department_id] += 1
        number = numbers[doctor.department_id]
        room = Room.objects.create(department=doctor.department, name=f"Room {number}")
        if number == 1 or _works_now(doctor):
            rooms[doctor.pk] = room
            RoomSession.objects.create(room=room, doctor=doctor, opened_at=opened_at)
    return rooms


def _works_now(doctor: Doctor) -> bool:
    now = timezone.now()
    return Agenda.around(doctor, now).shift_with(now, now) is not None


def give_tokens(chance: random.Random, visits: Sequence[InQueue], rooms: dict[int, Room]) -> None:
    """Numbers those who came, by department and day, in the order of arrival; advances the counters. Nothing is saved.

    Booked patients have tokens from today on.
    """
    for visit in visits:
        if isinstance(visit, Appointment) and _came_today(visit):
            visit.token_day = today()
            visit.arrived_at = min(visit.start - _minutes(chance, EARLY_MINUTES), timezone.now())
    given: dict[tuple[int, date], int] = defaultdict(int)
    for visit in sorted(visits, key=lambda each: each.arrival):
        if visit.token_day is not None:
            department = visit.department if isinstance(visit, OpdAppointment) else visit.doctor.department
            given[department.pk, visit.token_day] += 1
            visit.token = token_text(department, given[department.pk, visit.token_day])
            _set_state(chance, visit, rooms)
    advance(Counter, "key", "value", {token_counter(*queue): number for queue, number in given.items()})
    _call_some(visits, rooms)


def _came_today(visit: Appointment) -> bool:
    came = visit.status in {*IN_QUEUE, Status.COMPLETED, Status.LEFT}
    return came and local(visit.start).date() == today()


def _set_state(chance: random.Random, visit: InQueue, rooms: dict[int, Room]) -> None:
    visit.token_state = TOKEN_STATES_OF[visit.status][0]
    visit.token_since = visit.status_changed_at = max(visit.arrival, min(visit.status_changed_at, timezone.now()))
    if visit.status == Status.COMPLETED:
        visit.served_at = visit.queue_time + _minutes(chance, EARLY_MINUTES)
        visit.token_since = visit.status_changed_at = visit.served_at + _minutes(chance, SEEN_MINUTES)
    elif visit.status == Status.IN_PROGRESS:
        visit.served_at = visit.token_since = visit.status_changed_at = max(visit.arrival, visit.start)
    visit.called_at = visit.served_at
    if visit.called_at and visit.doctor_id in rooms:
        visit.room = rooms[visit.doctor_id]


def _call_some(visits: Sequence[InQueue], rooms: dict[int, Room]) -> None:
    """In each open room: one walk-in who waits is called, the next one was not there."""
    for doctor, room in rooms.items():
        waiting = [
            visit
            for visit in visits
            if isinstance(visit, OpdAppointment)
            and visit.token_day == today()
            and visit.token_state == TokenState.WAITING
            and (visit.doctor_id == doctor or (visit.doctor_id is None and visit.department_id == room.department_id))
        ]
        if len(waiting) <= STILL_WAITING:
            continue
        for visit, state in zip(waiting[:2], (TokenState.CALLED, TokenState.SKIPPED), strict=False):
            visit.token_state, visit.room, visit.doctor_id = state, room, doctor
            visit.called_at = visit.token_since = timezone.now() - timedelta(minutes=1)
            visit.skips = int(state == TokenState.SKIPPED)


def priority_of(chance: random.Random, patient: Patient) -> Priority:
    """A priority that suits the patient's age and sex."""
    age = today().year - (patient.birth_date or today()).year
    if chance.random() < EMERGENCY_SHARE:
        return Priority.EMERGENCY
    if age >= ELDERLY_FROM:
        return Priority.ELDERLY
    first, last = PREGNANT_BETWEEN
    if patient.sex == Patient.Sex.FEMALE and first <= age <= last and chance.random() < PREGNANT_SHARE:
        return Priority.PREGNANT
    return Priority.NORMAL


def _minutes(chance: random.Random, bounds: tuple[int, int]) -> timedelta:
    return timedelta(minutes=chance.randint(*bounds))
