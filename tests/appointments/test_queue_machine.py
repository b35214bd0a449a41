"""Random sequences of steps in two queues, compared with a simple model after each step."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from appointments.api.errors import REFUSALS
from appointments.exceptions import Refusal
from appointments.models import RULES, Doctor, OpdAppointment
from appointments.services.queue import moves
from realtime.models import Stream, StreamEvent
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import arrive, fresh, set_status, step, waits

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

FROM = {
    "call": {"WAITING", "SKIPPED"},
    "recall": {"CALLED", "SKIPPED"},
    "serve": {"CALLED"},
    "done": {"SERVING"},
    "skip": {"CALLED"},
    "left": {"WAITING", "CALLED", "SKIPPED"},
    "transfer": {"WAITING", "CALLED", "SKIPPED", "SERVING"},
}
STATUS = {"SERVING": "IN_PROGRESS", "DONE": "COMPLETED", "LEFT": "LEFT"}  # else CHECKED_IN
TOKEN = {"IN_PROGRESS": "SERVING", "COMPLETED": "DONE", "CANCELLED": "LEFT", "NO_SHOW": "LEFT", "LEFT": "LEFT"}
CLASS = {"emergency": 0, "pregnant": 1, "elderly": 1, "normal": 2}
HOME = (0, 0, 1)  # the department of each doctor
THERE = ("CHECKED_IN", "IN_PROGRESS")


@dataclass(frozen=True)
class Token:
    """A token in the model. `since`, `called` and `served` are numbers of steps; `before` is what undo restores."""

    number: int
    place: int
    doctor: int | None
    priority: str
    state: str = "WAITING"
    status: str = "CHECKED_IN"
    since: int = 0
    called: int | None = None
    served: int | None = None
    skips: int = 0
    version: int = 1
    before: "Token | None" = None

    def moved(self, **changes: Any) -> "Token":
        """By a step that can be undone."""
        return replace(self, version=self.version + 1, before=self, **changes)

    def changed(self, **changes: Any) -> "Token":
        """In another way."""
        return replace(self, version=self.version + 1, before=None, **changes)

    def meets(self, other: "Token") -> bool:
        return self.place == other.place and (None in {self.doctor, other.doctor} or self.doctor == other.doctor)


@dataclass
class Model:
    """The rules, written as simply as possible."""

    tokens: list[Token] = field(default_factory=list)
    now: int = 0

    def to_come(self, absent: Token) -> int:
        """How many are called before one who was not there."""
        others = [each for each in self.tokens if each.number != absent.number and each.status != "SCHEDULED"]
        firsts = [first for each in others if each.meets(absent) and (first := each.called or each.served)]
        return max(0, 3 - sum(first > absent.since for first in firsts))

    def queue(self, place: int) -> list[Token]:
        here = [each for each in self.tokens if each.place == place and each.status in THERE]
        line = sorted(
            (each for each in here if each.state == "WAITING"), key=lambda each: (CLASS[each.priority], each.number)
        )
        for absent in sorted((each for each in here if each.state == "SKIPPED"), key=lambda each: each.since):
            rivals = [n for n, each in enumerate(line) if each.state == "WAITING" and absent.meets(each)]
            need = self.to_come(absent)
            after = 0 if need == 0 else rivals[need - 1] + 1 if need <= len(rivals) else len(line)
            while after < len(line) and line[after].state == "SKIPPED":
                after += 1
            line.insert(after, absent)
        return line

    def possible(self, token: Token) -> list[str]:
        steps = [action for action, states in FROM.items() if token.state in states and token.status in THERE]
        return [*steps, "undo"] if token.before else steps

    def call(self, token: Token, doctor: int | None) -> None:
        self.set(token.moved(state="CALLED", called=self.now, doctor=doctor if token.doctor is None else token.doctor))
        if token.state != "CALLED":
            for each in self.tokens:
                absent = each.place == token.place and (each.state, each.status) == ("SKIPPED", "CHECKED_IN")
                if absent and not self.to_come(each):
                    self.set(each.changed(state="WAITING", since=self.now))

    def set(self, token: Token) -> None:
        """`since` is when the state began."""
        was = self.tokens[token.number]
        if token.state != was.state and token.version == was.version + 1:
            token = replace(token, since=self.now)
        self.tokens[token.number] = token

    def step(self, token: Token, action: str, target: int) -> str:
        """The outcome: `ok` or the code of the refusal. `target` is a doctor, or, from 3 on, a department."""
        if action not in self.possible(token):
            return "transition"
        if action in {"call", "recall"}:
            self.call(token, None)
            if token.state == "CALLED":
                self.tokens[token.number] = replace(self.tokens[token.number], since=token.since)
        elif action == "undo":
            assert token.before
            self.tokens[token.number] = replace(token.before, version=token.version + 1, before=None)
        elif action == "transfer":
            place, doctor = (HOME[target], target) if target < 3 else (target - 3, None)
            if (place, doctor) == (token.place, token.doctor):
                return "invalid"
            self.set(
                token.moved(place=place, doctor=doctor, state="WAITING", status="CHECKED_IN", called=None, served=None)
            )
        else:
            skips = token.skips + (action == "skip")
            state = {"serve": "SERVING", "done": "DONE", "left": "LEFT", "skip": "LEFT" if skips == 2 else "SKIPPED"}
            served = self.now if action == "serve" else token.served
            after = state[action]
            self.set(token.moved(state=after, status=STATUS.get(after, "CHECKED_IN"), skips=skips, served=served))
        return "ok"

    def set_status(self, token: Token, status: str) -> str:
        rules = RULES[token.status]
        if status not in {**rules.transitions, **rules.undo}:
            return "transition"
        state = TOKEN.get(status, "WAITING")
        if status == "CHECKED_IN" and token.state in {"CALLED", "SKIPPED"}:
            state = token.state
        served = self.now if state == "SERVING" and token.state != "DONE" else token.served
        self.tokens[token.number] = token.changed(status=status, state=state, served=served, since=self.now)
        return "ok"


which = st.integers(0, 30)


class Queues(RuleBasedStateMachine):
    """Two departments without rooms; two doctors in the first, one in the second."""

    world: Any

    def __init__(self) -> None:
        super().__init__()
        self.departments, self.doctors, self.clock = self.world
        self.began = self.clock.now
        self.block = transaction.atomic()
        self.block.__enter__()
        self.model = Model()
        self.ids: list[int] = []

    def teardown(self) -> None:
        told()
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        self.clock.now = self.began

    def passes(self) -> None:
        self.model.now += 1
        self.clock.advance(timedelta(seconds=1))

    def stored(self, number: int) -> OpdAppointment:
        return OpdAppointment.objects.with_people().get(pk=self.ids[number])

    def one(self, number: int) -> Token:
        return self.model.tokens[number % len(self.ids)]

    @rule(doctor=st.sampled_from([None, None, None, 0, 1, 2]), place=st.sampled_from([0, 0, 1]), data=st.data())
    def arrives(self, doctor: int | None, place: int, data: Any) -> None:
        self.passes()
        place = place if doctor is None else HOME[doctor]
        priority = data.draw(st.sampled_from(["normal"] * 4 + ["elderly", "pregnant", "emergency"]))
        who = None if doctor is None else self.doctors[doctor]
        visit = arrive(self.departments[place], doctor=who, priority=priority)
        self.ids.append(visit.pk)
        self.model.tokens.append(Token(len(self.ids) - 1, place, doctor, priority, since=self.model.now))

    @rule(place=st.sampled_from([0, 0, 0, 1]), doctor=st.sampled_from([None, 0, 1]))
    def call_next(self, place: int, doctor: int | None) -> None:
        self.passes()
        doctor = 2 if place == 1 and doctor is not None else doctor
        line = [each for each in self.model.queue(place) if doctor is None or each.doctor in (None, doctor)]
        who = None if doctor is None else self.doctors[doctor]
        got, called = outcome(lambda: moves.call_next(by=None, department=self.departments[place], doctor=who))
        assert got == ("ok" if line else "empty")
        if line:
            assert called.pk == self.ids[line[0].number]
            self.model.call(line[0], doctor)

    @rule(number=which, action=st.sampled_from([*FROM, "undo"]), to=st.integers(0, 4))
    def any_step(self, number: int, action: str, to: int) -> None:
        if self.ids:
            self.passes()
            token = self.one(number)
            asked: dict[str, Any] = {}
            if action == "transfer":
                asked = {"doctor": self.doctors[to]} if to < 3 else {"department": self.departments[to - 3]}
            got, _ = outcome(lambda: step(self.stored(token.number), action, **asked))
            assert got == self.model.step(token, action, to)

    @rule(number=which, pick=which, to=st.integers(0, 4))
    def possible_step(self, number: int, pick: int, to: int) -> None:
        if self.ids and (possible := self.model.possible(self.one(number))):
            self.any_step(number, possible[pick % len(possible)], to)

    @rule(number=which, pick=which)
    def status(self, number: int, pick: int) -> None:
        if self.ids:
            self.passes()
            token = self.one(number)
            following = [*RULES[token.status].transitions, *RULES[token.status].undo, "CHECKED_IN"]
            asked = str(following[pick % len(following)])
            got, _ = outcome(lambda: set_status(self.stored(token.number), asked))
            assert got == self.model.set_status(token, asked)

    @invariant()
    def the_tables_hold_what_the_model_holds(self) -> None:
        for token in self.model.tokens:
            row = self.stored(token.number)
            assert (row.token_state, row.status, row.skips, row.version) == (
                token.state,
                token.status,
                token.skips,
                token.version,
            )
            assert row.department == self.departments[token.place]
            assert row.doctor == (None if token.doctor is None else self.doctors[token.doctor])
            assert moves.allowed(None, row) == self.model.possible(token)

    @invariant()
    def the_queues_have_the_models_order(self) -> None:
        for place, department in enumerate(self.departments):
            line = [fresh_token(self.ids[each.number]) for each in self.model.queue(place)]
            assert waits(department, TUESDAY) == line


def fresh_token(pk: int) -> str:
    return fresh(OpdAppointment(pk=pk)).token[-3:]


def outcome(verb: Any) -> tuple[str, Any]:
    try:
        with transaction.atomic():
            return "ok", verb()
    except Refusal as refusal:
        return REFUSALS[type(refusal)][1], None


def told() -> None:
    """Every stream has its numbers without a hole, and every version its history."""
    for channel, seq in Stream.objects.values_list("channel", "seq"):
        numbers = StreamEvent.objects.filter(channel=channel).order_by("seq").values_list("seq", flat=True)
        assert list(numbers) == list(range(1, seq + 1))
    for visit in OpdAppointment.objects.all():
        versions = visit.history.order_by("history_id").values_list("version", flat=True)
        assert list(versions) == list(range(1, visit.version + 1))


def run(world: Any, examples: int, steps: int) -> None:
    checks = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(type("Here", (Queues,), {"world": world}), settings=checks)


@pytest.fixture
def world(department: Any, other_department: Any, doctor: Any, other_doctor: Any, clock: Any) -> Any:
    third = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    return (department, other_department), (doctor, other_doctor, third), clock


def test_the_queues_rules_hold_for_any_sequence_of_steps(world):
    run(world, examples=4, steps=20)


@pytest.mark.more
def test_the_queues_rules_hold_for_long_sequences(world):
    run(world, examples=12, steps=60)
