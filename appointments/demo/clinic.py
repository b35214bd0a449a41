"""Builds the demo clinic: ten doctors, about three hundred visits a working day, from last week to three weeks ahead.

It is busy at any hour, also on a Sunday night: one doctor is on call, patients wait, and a few past appointments were
never marked as completed or missed.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.text import slugify

from appointments.demo import names, queues
from appointments.hospital_time import at, local, today
from appointments.models import (
    Appointment,
    Counter,
    Department,
    Doctor,
    OpdAppointment,
    Patient,
    Status,
    TimeOff,
    VisitType,
    WorkingHours,
)
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.mrns import MRN_COUNTER, mrn_of
from common.counters import advance
from realtime.broadcasting import atomic

PASSWORD = "demo"  # noqa: S105 - the demo's, as README says
PATIENTS = 900
PAST_DAYS, COMING_DAYS = 7, 21
SHIFTS = [(time(8, 30), time(12, 30)), (time(13, 15), time(18, 0))]
# Outside the other doctors' hours, so that at any minute one doctor works.
ON_CALL_SHIFTS = [(time(0), time(8, 30)), (time(12, 30), time(13, 15)), (time(18), time(23, 59))]
ON_CALL_DOCTOR = "Dr. Kofi Mensah"
EVERY_DAY = {"General Medicine", "Paediatrics"}  # in the others one doctor works on Sundays
WALK_INS_A_DAY, WALK_INS_A_NIGHT = 70, 14
JUST_ARRIVED = [timedelta(minutes=minutes) for minutes in (38, 31, 24, 16, 9, 2)]  # before now
SLOT = timedelta(minutes=15)


@atomic()
def build(seed: int = 20) -> None:
    """Fills an empty database; the same seed on the same day gives the same clinic."""
    chance = random.Random(seed)  # noqa: S311 - invented people, no secrets
    doctors = list(_staff())
    prefetch_related_objects(doctors, "time_off")  # which is asked for before each visit
    _accounts(doctors[0])
    visit_types = [VisitType.objects.create(name=name, minutes=minutes) for name, minutes in names.VISIT_TYPES]
    patients = import_unwatched(_patients(chance))
    advance(Counter, "key", "value", {MRN_COUNTER: len(patients)})
    days = [today() + timedelta(days=offset) for offset in range(-PAST_DAYS, COMING_DAYS + 1)]
    booked = [row for day in days for row in _booked(chance, day, doctors, visit_types, patients)]
    walk_ins = [row for day in days if day <= today() for row in _walk_ins(chance, day, doctors, patients)]
    queues.give_tokens(chance, [*booked, *walk_ins], queues.open_rooms(doctors))
    import_unwatched(booked)
    import_unwatched(walk_ins)


def _staff() -> Iterator[Doctor]:
    for name, code, doctors in names.DEPARTMENTS:
        department = Department.objects.create(name=name, slug=slugify(name), code=code, tokens_for_booked=True)
        for doctor_name, color in doctors:
            doctor = Doctor.objects.create(name=doctor_name, department=department, color=color)
            import_unwatched(
                WorkingHours(doctor=doctor, weekday=weekday, start=start, end=end)
                for weekday in range(7 if _on_sundays(doctor) else 6)
                for start, end in _shifts(doctor)
            )
            yield doctor
    away = today() + timedelta(days=2)
    TimeOff.objects.create(doctor=doctor, start=at(away, time(13)), end=at(away, time(18)), reason="Conference")


def _on_sundays(doctor: Doctor) -> bool:
    return doctor.department.name in EVERY_DAY or doctor.name in names.ON_SUNDAYS


def _shifts(doctor: Doctor) -> list[tuple[time, time]]:
    return ON_CALL_SHIFTS if doctor.name == ON_CALL_DOCTOR else SHIFTS


def _accounts(first_doctor: Doctor) -> None:
    users = get_user_model()
    hashed = make_password(PASSWORD)  # one hash for all accounts: each takes 0.4 s
    for username, first_name, last_name in names.ACCOUNTS:
        user = users.objects.create(
            username=username,
            password=hashed,
            first_name=first_name,
            last_name=last_name,
            is_staff=username in {"manager", "admin"},
            is_superuser=username == "admin",
        )
        user.groups.add(Group.objects.get(name=username))
        if username == "doctor":
            first_doctor.user = user
            first_doctor.save()


def _patients(chance: random.Random) -> Iterator[Patient]:
    for number in range(1, PATIENTS + 1):
        yield Patient(
            mrn=mrn_of(number),
            name=f"{chance.choice(names.FIRST)} {chance.choice(names.LAST)}",
            phone=f"+91 98{chance.randrange(100):02} {chance.randrange(1_000_000):06}",
            birth_date=date(2026, 1, 1) - timedelta(days=chance.randrange(300, 32_000)),
            sex=chance.choice([Patient.Sex.FEMALE, Patient.Sex.MALE]),
        )


def _booked(
    chance: random.Random, day: date, doctors: list[Doctor], visit_types: list[VisitType], patients: list[Patient]
) -> Iterator[Appointment]:
    """A day's appointments: the nearer the day, the fuller. A patient has at most one a day."""
    ahead = (day - today()).days
    idle = iter(chance.sample(patients, len(patients)))
    for doctor in doctors:
        if day.weekday() == 6 and not _on_sundays(doctor):
            continue
        for shift_start, shift_end in _shifts(doctor):
            on_call = doctor.name == ON_CALL_DOCTOR
            start, end = _moment(day, shift_start), _moment(day, shift_end)
            if shift_end == time(23, 59):
                end = _moment(day + timedelta(days=1), time.min)  # hours end a minute before midnight, visits at it
            while start < end:
                visit = chance.choices(visit_types, [5, 3, 2, 1])[0]
                length = timedelta(minutes=visit.minutes)
                if on_call and end - start < length + SLOT:
                    length = end - start  # the last visit fills the shift: the rest would be too short for one
                if (
                    chance.random() < _fullness(doctor, ahead)
                    and start + length <= end
                    and not _is_away(doctor, start, length)
                ):
                    yield _appointment(chance, doctor, next(idle), visit, (start, start + length))
                    start += length
                else:
                    start += SLOT


def _fullness(doctor: Doctor, ahead: int) -> float:
    """The booked share of a day, this many days ahead. The doctor on call has no gap today and tomorrow."""
    if doctor.name == ON_CALL_DOCTOR and ahead in {0, 1}:
        return 1.0
    return 0.85 if ahead <= 0 else max(0.15, 0.8 - 0.03 * ahead)


def _moment(day: date, wall: time) -> datetime:
    """In UTC, so that adding a length is right in the night when the clock changes."""
    return at(day, wall).astimezone(UTC)


def _is_away(doctor: Doctor, start: datetime, length: timedelta) -> bool:
    return any(off.start < start + length and off.end > start for off in doctor.time_off.all())


def _appointment(
    chance: random.Random, doctor: Doctor, patient: Patient, visit: VisitType, span: tuple[datetime, datetime]
) -> Appointment:
    start, end = span
    status = _status(chance, start, end)
    return Appointment(
        patient=patient,
        doctor=doctor,
        visit_type=visit,
        start=start,
        end=end,
        complaint=chance.choice(names.COMPLAINTS[doctor.department.name]),
        status=status,
        status_changed_at=min(start, timezone.now()),
        status_reason="Patient called" if status == Status.CANCELLED else "",
    )


def _status(chance: random.Random, start: datetime, end: datetime) -> Status:
    now = timezone.now()
    if end <= now:  # SCHEDULED: not marked yet
        ended = [Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED, Status.LEFT, Status.SCHEDULED]
        return chance.choices(ended, [86, 6, 4, 2, 2])[0]
    if start <= now:
        return chance.choices([Status.IN_PROGRESS, Status.CHECKED_IN], [8, 2])[0]
    if start <= now + timedelta(minutes=40) and local(start).date() == today():
        return chance.choices([Status.CHECKED_IN, Status.SCHEDULED], [6, 4])[0]
    return chance.choices([Status.SCHEDULED, Status.CANCELLED], [97, 3])[0]


def _walk_ins(
    chance: random.Random, day: date, doctors: list[Doctor], patients: list[Patient]
) -> Iterator[OpdAppointment]:
    """A day's walk-ins up to now. At any hour some wait for the doctor on call, and for the doctor with an account."""
    arrivals: list[tuple[datetime, Doctor | None]] = [
        (each, None) for each in _arrivals(chance, day) if each <= timezone.now()
    ]
    if day == today():
        midnight = _moment(day, time.min)
        always = [each for each in doctors if each.user_id or each.name == ON_CALL_DOCTOR]
        arrivals += [(max(midnight, timezone.now() - before), each) for each in always for before in JUST_ARRIVED]
    for arrival, only in arrivals:
        by_day = time(8) <= local(arrival).time() < time(18)
        doctor = only or chance.choice([each for each in doctors if by_day or each.name == ON_CALL_DOCTOR])
        patient = chance.choice(patients)
        yield OpdAppointment(
            patient=patient,
            department=doctor.department,
            doctor=doctor if chance.random() < 0.6 else None,
            start=arrival,
            end=arrival + SLOT,
            complaint=chance.choice(names.COMPLAINTS[doctor.department.name]),
            priority=queues.priority_of(chance, patient),
            status=Status.COMPLETED if arrival < timezone.now() - timedelta(hours=1) else Status.CHECKED_IN,
            status_changed_at=arrival,
            token_day=day,
        )


def _arrivals(chance: random.Random, day: date) -> list[datetime]:
    opening, midnight = _moment(day, time(8)), _moment(day, time.min)
    arrivals = [opening + timedelta(minutes=chance.randrange(570)) for _ in range(WALK_INS_A_DAY)]
    arrivals += [midnight + timedelta(minutes=chance.randrange(24 * 60)) for _ in range(WALK_INS_A_NIGHT)]
    return sorted(arrivals)
