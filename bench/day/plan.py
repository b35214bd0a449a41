"""Who comes on the simulated day, when, and for how long: drawn from a seed, without a database.

The numbers are assumptions about a large outpatient department, not measurements of one: visits of six to nine
minutes, rooms that are busy for about nine tenths of the day, most walk-ins in the morning.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

DAY = date(2026, 3, 2)  # a Monday; the clock is simulated, so any day would do
OPENS, CLOSES = time(8), time(16)
LAST_ARRIVAL = time(15, 30)
SLOT_MINUTES = 10  # of the booked, as planned
SPREAD = 0.5  # sigma of the logarithm of a visit's length
BUSY_HOURS = ((7.75, 9, 1.6), (9, 11, 2.0), (11, 13, 1.2), (13, 15.5, 0.9))  # (from, until, relative rate of walk-ins)
PRIORITIES = {"normal": 84, "elderly": 11, "pregnant": 3, "emergency": 2}  # percent
ABSENT = 0.08  # of the booked never come
OWN_DOCTOR = 0.12  # of the walk-ins want a certain doctor
NOT_THERE = (0.05, 0.35)  # share of those who miss the first call, and of those the second
IMPATIENT = 0.04  # leave while they wait
TRANSFERRED = 0.01

Kind = tuple[str, int, int, float, float]
# (name, rooms, visits of a day, mean minutes of a visit, share of booked)
DEPARTMENTS: tuple[Kind, ...] = (
    ("General medicine", 8, 440, 7.0, 0.30),
    ("Paediatrics", 6, 340, 6.5, 0.40),
    ("Orthopaedics", 9, 420, 8.5, 0.35),
    ("Eyes", 7, 430, 6.0, 0.25),
    ("Skin", 7, 370, 7.5, 0.50),
)
# {size: (how often each department exists, part of its rooms and visits)}
SIZES = {"S": (1, 0.5), "L": (10, 1.0)}


@dataclass
class Visitor:
    """One patient's day. `doctor` is an index of the department's doctors, None for any; `booked` a start or None."""

    number: int
    arrives: datetime | None
    booked: datetime | None
    doctor: int | None
    priority: str
    minutes: float
    misses: tuple[bool, bool]  # the first call, the second
    leaves_after: timedelta | None
    transferred: bool


@dataclass
class DepartmentDay:
    """A department's rooms, each with a doctor, and its visitors. `starts` and `pauses` are the doctors' moments."""

    number: int
    name: str
    starts: list[datetime]
    pauses: list[datetime]
    visitors: list[Visitor]


def departments(size: str, seed: int) -> list[DepartmentDay]:
    """The whole day of a hospital of this size."""
    copies, part = SIZES[size]
    found: list[DepartmentDay] = []
    visitor = 0
    for copy in range(copies):
        for kind in DEPARTMENTS:
            dice = random.Random(f"{seed} {copy} {kind[0]}")
            day = _department(kind, part, dice, number=len(found), copy=copy, first=visitor)
            visitor += len(day.visitors)
            found.append(day)
    return found


def _department(kind: Kind, part: float, dice: random.Random, *, number: int, copy: int, first: int) -> DepartmentDay:
    name, rooms, visits, minutes, share = kind
    rooms, visits = math.ceil(rooms * part), round(visits * part)
    slots = [(doctor, start) for doctor in range(rooms) for start in _slots()]
    booked = iter(dice.sample(slots, round(visits * share)))
    visitors = []
    for index in range(visits):
        doctor, start = next(booked, (None, None))
        visitors.append(_visitor(dice, first + index, doctor, start, rooms=rooms, minutes=minutes))
    return DepartmentDay(
        number=number,
        name=f"{name} {copy + 1}",
        starts=[clock(OPENS) + timedelta(minutes=dice.uniform(0, 20)) for _ in range(rooms)],
        pauses=[clock(time(12)) + timedelta(minutes=dice.uniform(0, 120)) for _ in range(rooms)],
        visitors=visitors,
    )


def _visitor(
    dice: random.Random, number: int, doctor: int | None, start: datetime | None, *, rooms: int, minutes: float
) -> Visitor:
    arrives: datetime | None = _walks_in(dice)
    if start is not None:
        early = dice.gauss(12, 12)  # minutes; a sixth are late
        arrives = None if dice.random() < ABSENT else start - timedelta(minutes=max(-30, min(60, early)))
    elif dice.random() < OWN_DOCTOR:
        doctor = dice.randrange(rooms)
    return Visitor(
        number=number,
        arrives=arrives,
        booked=start,
        doctor=doctor,
        priority=dice.choices(list(PRIORITIES), list(PRIORITIES.values()))[0],
        minutes=dice.lognormvariate(math.log(minutes) - SPREAD**2 / 2, SPREAD),
        misses=(dice.random() < NOT_THERE[0], dice.random() < NOT_THERE[1]),
        leaves_after=timedelta(minutes=dice.uniform(20, 90)) if dice.random() < IMPATIENT else None,
        transferred=dice.random() < TRANSFERRED,
    )


def _slots() -> Iterator[datetime]:
    start = clock(OPENS)
    while start < clock(LAST_ARRIVAL):
        yield start
        start += timedelta(minutes=SLOT_MINUTES)


def _walks_in(dice: random.Random) -> datetime:
    weights = [(until - since) * rate for since, until, rate in BUSY_HOURS]
    since, until, _rate = dice.choices(BUSY_HOURS, weights)[0]
    return clock(time(0)) + timedelta(hours=dice.uniform(since, until))


def clock(wall: time) -> datetime:
    """The moment of this wall-clock time on the simulated day, in the hospital's zone."""
    from appointments.hospital_time import at

    return at(DAY, wall)
