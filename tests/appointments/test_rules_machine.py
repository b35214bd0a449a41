"""Random sequences of calls by users of several roles, compared with a simple model of the rules."""

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appointments.api.errors import REFUSALS
from appointments.exceptions import Refusal
from appointments.hospital_time import at
from appointments.models import RULES, Appointment, Hold, Patient, TimeOff
from appointments.services import time_off
from appointments.services.booking import booking, holds, transitions
from realtime.models import Stream, StreamEvent
from tests.appointments.conftest import TUESDAY

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

QUARTER = timedelta(minutes=15)
TAKES_TIME = {"SCHEDULED", "CHECKED_IN", "IN_PROGRESS", "COMPLETED"}
DESK = {"book", "reschedule", "check_in", "cancel", "mark_no_show"}
RIGHTS = {
    "receptionist": DESK,
    "manager": DESK | {"start", "complete", "mark_left", "overbook", "override_hours", "time off"},
    "opd_clerk": set(),
}


@dataclass(frozen=True)
class Row:
    """An appointment in the model; times in quarters of an hour after 09:00, all within one session."""

    doctor: int
    patient: int
    start: int
    status: str = "SCHEDULED"
    overbooked: bool = False
    versions: tuple[str, ...] = ("SCHEDULED",)
    made: int = 0  # when, in seconds
    moved: int = 0  # into its state

    def now(self, **changes: Any) -> "Row":
        made = replace(self, **changes)
        return replace(made, versions=(*made.versions, made.status))


@dataclass
class Model:
    """The rules, written as simply as possible. Every method returns a code, `ok` if the change is made."""

    rows: list[Row] = field(default_factory=list)
    holds: dict[tuple[str, int, int], int] = field(default_factory=dict)  # (user, doctor, slot): until, in seconds
    off: set[tuple[int, int]] = field(default_factory=set)
    now: int = 0

    def active(self, but: int | None = None) -> list[Row]:
        return [row for n, row in enumerate(self.rows) if row.status in TAKES_TIME and n != but]

    def held(self, user: str, doctor: int, slot: int) -> bool:
        return any(
            who != user and (doctor, slot) == place and until > self.now
            for (who, *where), until in self.holds.items()
            for place in [tuple(where)]
        )

    def place(self, user: str, row: Row, reason: bool, but: int | None = None) -> tuple[str, Row]:
        """The result of booking this row at its time."""
        there = [each for each in self.active(but) if each.start == row.start]
        of_doctor = [each for each in there if each.doctor == row.doctor]
        if (row.doctor, row.start) in self.off:
            if "override_hours" not in RIGHTS[user]:
                return "closed", row
            if not reason:
                return "invalid", row
        if row.overbooked and not of_doctor:
            row = replace(row, overbooked=False)
        if row.overbooked:
            if "overbook" not in RIGHTS[user]:
                return "forbidden", row
            if not reason:
                return "invalid", row
            if sum(each.doctor == row.doctor and each.overbooked for each in self.active(but)) >= 2:
                return "clash", row
        elif self.held(user, row.doctor, row.start):
            return "held", row
        if but is not None and (self.rows[but].doctor, self.rows[but].start) == (row.doctor, row.start):
            of_doctor = [each for each in of_doctor if not each.overbooked]  # they share its time already
        if (of_doctor and not row.overbooked) or any(each.patient == row.patient for each in there):
            return "clash", row
        return "ok", row

    def comes_back(self, user: str, row: Row, index: int) -> str:
        """The result of undoing a cancellation without a reason."""
        there = [each for each in self.active(index) if each.start == row.start]
        if row.overbooked:
            full = sum(each.doctor == row.doctor and each.overbooked for each in self.active(index)) >= 2
        else:
            full = any(each.doctor == row.doctor and each.overbooked and each.made > row.moved for each in there)
        if full:
            return "clash"
        if (row.doctor, row.start) in self.off:
            return "invalid" if "override_hours" in RIGHTS[user] else "closed"
        if self.held(user, row.doctor, row.start):
            return "held"
        taken = any(each.doctor == row.doctor and not (each.overbooked or row.overbooked) for each in there)
        return "clash" if taken or any(each.patient == row.patient for each in there) else "ok"

    def used(self, user: str, row: Row) -> None:
        self.holds.pop((user, row.doctor, row.start), None)


users = st.sampled_from(["manager", "manager", "receptionist", "receptionist", "receptionist", "opd_clerk"])
desks = st.sampled_from(["manager", "receptionist"])
number, slot, flag, pair, seldom = (
    st.integers(0, 7),
    st.integers(0, 3),
    st.booleans(),
    st.integers(0, 1),
    st.sampled_from([False, False, False, True]),
)
# Each kind of step is drawn as often as it is listed.
KINDS = {
    "book": st.tuples(users, pair, st.integers(0, 5), slot, flag, st.just(True) | flag),
    "reschedule": st.tuples(users, number, pair, slot, st.sampled_from([None, True, False]), flag, seldom),
    "status": st.tuples(users, number, st.sampled_from(sorted(map(str, RULES))), seldom),
    "move": st.tuples(users, number, number),
    "undo": st.tuples(users, number),
    "hold": st.tuples(users, pair, slot),
    "release": st.tuples(users, desks, pair, slot),
    "leave": st.tuples(users, pair, slot, flag),
    "wait": st.tuples(st.sampled_from([30, 119, 120, 121])),
}
OFTEN = ["book"] * 5 + ["move"] * 3 + ["reschedule"] * 2 + list(KINDS)
STEP = st.sampled_from(OFTEN).flatmap(lambda verb: st.tuples(st.just(verb), KINDS[verb]))
STEPS = st.lists(STEP, min_size=25, max_size=40)


class Drive:
    """Runs each step in the application and in the model."""

    def __init__(self, doctors: list[Any], patients: list[Any], users: dict[str, Any], clock: Any) -> None:
        self.doctors, self.patients, self.users, self.clock = doctors, patients, users, clock
        self.model = Model()
        self.ids: list[int] = []
        self.began = clock.now

    def at(self, slot: int) -> datetime:
        return at(TUESDAY, time(9)) + slot * QUARTER

    def outcome(self, verb: Any) -> tuple[str, Any]:
        try:
            with transaction.atomic():
                return "ok", verb()
        except Refusal as refusal:
            return REFUSALS[type(refusal)][1], None
        except Hold.DoesNotExist:
            return "not_found", None

    def stored(self, index: int) -> Appointment:
        return Appointment.objects.get(pk=self.ids[index])

    def book(self, user: str, doctor: int, patient: int, slot: int, overbook: bool, reason: bool) -> None:
        code, row = (
            "forbidden",
            Row(doctor, patient, slot, overbooked=overbook, made=self.model.now, moved=self.model.now),
        )
        if "book" in RIGHTS[user]:
            code, row = self.model.place(user, row, reason)
        got, made = self.outcome(
            lambda: booking.book(
                by=self.users[user],
                doctor=self.doctors[doctor],
                patient=self.patients[patient],
                start=self.at(slot),
                complaint="x",
                overbook=overbook,
                reason="Because" if reason else "",
            )
        )
        assert got == code
        if made:
            self.model.rows.append(row)
            self.model.used(user, row)
            self.ids.append(made.pk)

    def reschedule(
        self, user: str, index: int, doctor: int, slot: int, overbook: bool | None, reason: bool, stale: bool
    ) -> None:
        if not self.ids:
            return
        index %= len(self.ids)
        before = self.model.rows[index]
        row = replace(before, doctor=doctor, start=slot)
        if overbook is not None or (doctor, slot) != (before.doctor, before.start):
            row = replace(row, overbooked=bool(overbook))
        moved = (row.doctor, row.start, row.overbooked) != (before.doctor, before.start, before.overbooked)
        if stale:
            code = "stale"
        elif "reschedule" not in RIGHTS[user]:
            code = "forbidden"
        elif not moved:
            code = "ok"
        elif before.status not in {"SCHEDULED", "CHECKED_IN"}:
            code = "invalid"
        else:
            code, row = self.model.place(user, row, reason, but=index)
        got, made = self.outcome(
            lambda: booking.reschedule(
                by=self.users[user],
                appointment=self.stored(index),
                version=len(before.versions) - stale,
                start=self.at(slot),
                doctor=self.doctors[doctor],
                overbook=overbook,
                reason="Because" if reason else "",
            )
        )
        assert got == code
        if made:
            self.model.rows[index] = row.now()
            self.model.used(user, row)

    def status(self, user: str, index: int, status: str, stale: bool = False) -> None:
        if not self.ids:
            return
        index %= len(self.ids)
        row = self.model.rows[index]
        actions = {
            str(to): action for to, action in {**RULES[row.status].transitions, **RULES[row.status].undo}.items()
        }
        actions.pop("NO_SHOW", None)  # nothing has begun at 08:00
        comes_back = row.status not in TAKES_TIME and status in TAKES_TIME
        if stale:
            code = "stale"
        elif status not in actions:
            code = "transition"
        elif actions[status] not in RIGHTS[user]:
            code = "forbidden"
        elif comes_back:
            code = self.model.comes_back(user, row, index)
        else:
            code = "ok"
        allowed = sorted(to for to, action in actions.items() if action in RIGHTS[user])
        assert sorted(transitions.allowed(self.users[user], self.stored(index))) == allowed
        got, made = self.outcome(
            lambda: transitions.change_status(
                by=self.users[user],
                appointment=self.stored(index),
                status=status,
                version=len(row.versions) - stale,
            )
        )
        assert got == code
        if made:
            self.model.rows[index] = row.now(status=status, moved=self.model.now)

    def move(self, user: str, index: int, which: int) -> None:
        """One of the possible transitions."""
        if self.ids:
            row = self.model.rows[index % len(self.ids)]
            onward = sorted(map(str, {**RULES[row.status].transitions, **RULES[row.status].undo}))
            if onward:
                self.status(user, index, onward[which % len(onward)])

    def undo(self, user: str, index: int) -> None:
        if self.ids:
            back = RULES[self.model.rows[index % len(self.ids)].status].undo
            if back:
                self.status(user, index, str(next(iter(back))))

    def hold(self, user: str, doctor: int, slot: int) -> None:
        taken = any((row.doctor, row.start) == (doctor, slot) for row in self.model.active())
        if "book" not in RIGHTS[user]:
            code = "forbidden"
        elif (doctor, slot) in self.model.off and "override_hours" not in RIGHTS[user]:
            code = "closed"
        elif taken:
            code = "clash"
        else:
            code = "held" if self.model.held(user, doctor, slot) else "ok"
        start = self.at(slot)
        got, made = self.outcome(
            lambda: holds.hold(by=self.users[user], doctor=self.doctors[doctor], start=start, end=start + QUARTER)
        )
        assert got == code
        if made:
            mine = [key for key, until in self.model.holds.items() if key[0] == user and until > self.model.now]
            mine = [key for key in mine if key != (user, doctor, slot)]
            if len(mine) >= holds.HOLDS_PER_WINDOW:
                self.model.holds.pop(min(mine, key=lambda key: self.model.holds[key]))
            self.model.holds.pop((user, doctor, slot), None)
            self.model.holds[user, doctor, slot] = self.model.now + 120

    def release(self, user: str, owner: str, doctor: int, slot: int) -> None:
        held = Hold.objects.filter(user=self.users[owner], doctor=self.doctors[doctor], start=self.at(slot)).last()
        if held is None:
            return
        got, _ = self.outcome(lambda: holds.release(by=self.users[user], pk=held.pk))
        assert got == ("ok" if user == owner else "not_found")
        if user == owner:
            self.model.holds.pop((owner, doctor, slot), None)

    def leave(self, user: str, doctor: int, slot: int, keep: bool) -> None:
        hit = [
            n
            for n, row in enumerate(self.model.rows)
            if (row.doctor, row.start) == (doctor, slot) and row.status in {"SCHEDULED", "CHECKED_IN"}
        ]
        code = "forbidden" if "time off" not in RIGHTS[user] else "clash" if hit and not keep else "ok"
        choices = {self.ids[n]: time_off.Choice(len(self.model.rows[n].versions)) for n in hit if keep}
        start = self.at(slot)
        got, _ = self.outcome(
            lambda: time_off.enter(
                by=self.users[user], doctor=self.doctors[doctor], start=start, end=start + QUARTER, choices=choices
            )
        )
        assert got == code
        if code == "ok":
            self.model.off.add((doctor, slot))

    def wait(self, seconds: int) -> None:
        self.model.now += seconds
        self.clock.advance(timedelta(seconds=seconds))

    def check(self) -> None:
        """The tables contain what the model contains, and nothing else."""
        stored = {row.pk: row for row in Appointment.objects.all()}
        assert list(stored) == sorted(self.ids, key=lambda pk: (stored[pk].start, pk))
        for pk, row in zip(self.ids, self.model.rows, strict=True):
            there = stored[pk]
            assert (there.doctor, there.patient) == (self.doctors[row.doctor], self.patients[row.patient])
            assert (there.start, there.end) == (self.at(row.start), self.at(row.start) + QUARTER)
            assert (there.status, there.overbooked, there.version) == (row.status, row.overbooked, len(row.versions))
            history = there.history.order_by("history_id").values_list("version", "status")
            assert list(history) == list(enumerate(row.versions, start=1))
        running = Hold.objects.running(self.clock.now).values_list("user__username", "doctor_id", "start")
        names = {user.username: role for role, user in self.users.items()}
        assert sorted((names[name], doctor, start) for name, doctor, start in running) == sorted(
            (user, self.doctors[doctor].pk, self.at(slot))
            for (user, doctor, slot), until in self.model.holds.items()
            if until > self.model.now
        )
        assert TimeOff.objects.values("doctor", "start").distinct().count() == len(self.model.off)
        for channel, seq in Stream.objects.values_list("channel", "seq"):
            told = StreamEvent.objects.filter(channel=channel).order_by("seq").values_list("seq", flat=True)
            assert list(told) == list(range(1, seq + 1))


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(steps=STEPS)
def test_the_rules_hold_for_any_sequence_of_actions(
    steps, doctor, other_doctor, receptionist, manager, opd_clerk, clock
):
    began = clock.now
    try:
        run(
            steps,
            [doctor, other_doctor],
            {"receptionist": receptionist, "manager": manager, "opd_clerk": opd_clerk},
            clock,
        )
    finally:
        clock.now = began


def run(steps, doctors, people, clock):
    with transaction.atomic():
        patients = [Patient.objects.create(mrn=f"9{n:05d}", name=f"P {n}", phone=f"555 {n}") for n in range(6)]
        drive = Drive(doctors, patients, people, clock)
        for verb, details in steps:
            getattr(drive, verb)(*details)
        drive.check()
        transaction.set_rollback(True)
