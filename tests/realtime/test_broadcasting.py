"""broadcast() and atomic(): numbering, order, rollback, publication."""

import logging
from contextlib import nullcontext
from typing import Any

import orjson
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from common.actor import acting_as
from realtime import broadcasting, publisher
from realtime.broadcasting import ATTEMPTS, atomic, broadcast
from realtime.models import Stream, StreamEvent
from tests.realtime.doubles import MessageSent

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.by_database]


@pytest.fixture(autouse=True)
def published(monkeypatch: pytest.MonkeyPatch) -> list[list[StreamEvent]]:
    """The rows that were passed to the publisher, one list for each transaction."""
    handed: list[list[StreamEvent]] = []
    monkeypatch.setattr(publisher, "publish", handed.append)
    return handed


class Failed(Exception):
    """Raised inside a transaction, to roll it back."""


def broadcast_and_fail(*blocks: Any) -> None:
    """Broadcasts in each of the nested blocks, and fails in the innermost."""
    if not blocks:
        raise Failed
    with blocks[0]:
        broadcast(MessageSent("never", "here"))
        broadcast_and_fail(*blocks[1:])


def events_of(channel: str) -> list[tuple[int, Any]]:
    """(number, text) of every row of the stream."""
    rows = StreamEvent.objects.filter(channel=channel).order_by("seq")
    return [(row.seq, orjson.loads(row.data)["text"]) for row in rows]


def head(channel: str) -> int:
    return Stream.objects.filter(channel=channel).values_list("seq", flat=True).first() or 0


def test_an_event_is_numbered_in_each_of_its_channels(published: list[list[StreamEvent]]) -> None:
    with atomic():
        broadcast(MessageSent("one", "here"))
    with atomic():
        broadcast(MessageSent("two", "there", "here"))

    assert events_of("here") == [(1, "one"), (2, "two")]
    assert events_of("there") == [(1, "two")]
    assert [[(row.channel, row.seq) for row in rows] for rows in published] == [
        [("here", 1)],
        [("here", 2), ("there", 1)],
    ]


def test_the_row_holds_the_data_that_sockets_get(receptionist: Any) -> None:
    with acting_as(receptionist, "page-7"), atomic():
        broadcast(MessageSent("one", "here", nested={"a": [1, None, "ü"]}))

    row = StreamEvent.objects.get()
    assert row.event == "message.sent"
    assert orjson.loads(row.data) == {
        "text": "one",
        "nested": {"a": [1, None, "ü"]},
        "by": {"id": receptionist.pk, "name": "Front Desk"},
        "origin": "page-7",
        "seq": 1,
    }


def test_a_change_without_an_actor_has_by_null() -> None:
    with atomic():
        broadcast(MessageSent("one", "here"))

    assert orjson.loads(StreamEvent.objects.get().data) == {"text": "one", "by": None, "origin": "", "seq": 1}


def test_a_channel_that_is_named_twice_gets_the_event_once() -> None:
    with atomic():
        broadcast(MessageSent("one", "here", "here"))

    assert events_of("here") == [(1, "one")]


def test_an_event_without_channels_is_ignored() -> None:
    with atomic():
        broadcast(MessageSent("to no channel"))
    with atomic():
        broadcast(MessageSent("to no channel"))
        broadcast(MessageSent("one", "here"))

    assert events_of("here") == [(1, "one")]


def test_several_events_of_a_transaction_keep_their_order(published: list[list[StreamEvent]]) -> None:
    with atomic():
        for text in "abc":
            broadcast(MessageSent(text, "here", "there"))

    assert events_of("here") == events_of("there") == [(1, "a"), (2, "b"), (3, "c")]
    assert [[row.seq for row in rows] for rows in published] == [[1, 1], [2, 2], [3, 3]]


def test_events_are_numbered_at_the_end_of_the_outermost_block() -> None:
    with atomic():
        with atomic():
            body = broadcast(MessageSent("one", "here"))
        assert body.rows == []
        assert head("here") == 0

    assert [row.seq for row in body.rows] == [1]


def test_counters_are_locked_in_sorted_order_by_one_statement() -> None:
    statements = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT") and '"realtime_stream"' in sql:
            statements.append(list(params)[::2])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note), atomic():
        broadcast(MessageSent("one", "z", "m"))
        broadcast(MessageSent("two", "a", "m"))

    assert statements == [["a", "m", "z"]]


def test_a_rolled_back_transaction_leaves_neither_event_nor_gap(published: list[list[StreamEvent]]) -> None:
    with pytest.raises(Failed):
        broadcast_and_fail(atomic())
    with atomic():
        broadcast(MessageSent("one", "here"))

    assert events_of("here") == [(1, "one")]
    assert len(published) == 1


@pytest.mark.parametrize("block", [atomic, transaction.atomic])
def test_a_rolled_back_savepoint_drops_its_events(block: Any, published: list[list[StreamEvent]]) -> None:
    with atomic():
        broadcast(MessageSent("before", "here"))
        with pytest.raises(Failed):
            broadcast_and_fail(block(), block())
        broadcast(MessageSent("after", "here"))

    assert events_of("here") == [(1, "before"), (2, "after")]
    assert len(published) == 2


def say_and_break_a_rule() -> None:
    with transaction.atomic():
        broadcast(MessageSent("never", "here"))
        Stream.objects.create(channel="taken")


def test_a_savepoint_with_an_integrity_error_drops_its_events() -> None:
    with atomic():
        Stream.objects.create(channel="taken")
        with pytest.raises(IntegrityError):
            say_and_break_a_rule()
        broadcast(MessageSent("after", "here"))

    assert events_of("here") == [(1, "after")]


def test_a_failed_block_without_savepoint_rolls_back_the_whole_transaction(
    published: list[list[StreamEvent]],
) -> None:
    with atomic():
        broadcast(MessageSent("before", "here"))
        with pytest.raises(Failed):
            broadcast_and_fail(atomic(savepoint=False))

    assert head("here") == 0
    assert published == []


def test_set_rollback_drops_the_events(published: list[list[StreamEvent]]) -> None:
    with atomic():
        broadcast(MessageSent("never", "here"))
        transaction.set_rollback(True)

    assert head("here") == 0
    assert published == []


def test_inside_a_plain_transaction_the_events_wait_for_its_commit(published: list[list[StreamEvent]]) -> None:
    with transaction.atomic():
        with atomic():
            broadcast(MessageSent("one", "here"))
        with atomic():
            broadcast(MessageSent("two", "here"))
        assert published == []

    assert events_of("here") == [(1, "one"), (2, "two")]
    assert len(published) == 2


@pytest.mark.parametrize("block", [nullcontext, transaction.atomic])
def test_outside_a_block_broadcast_raises(block: Any) -> None:
    with atomic():
        pass
    with pytest.raises(Failed):
        broadcast_and_fail(atomic())

    with pytest.raises(RuntimeError, match="atomic"):
        broadcast_and_fail(block())
    assert head("here") == 0


def change_and_broadcast() -> None:
    with atomic():
        Stream.objects.create(channel="a change", seq=1)
        broadcast(MessageSent("never", "here"))


def test_if_numbering_fails_the_change_is_rolled_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("no room on the disk")

    with monkeypatch.context() as patch:
        patch.setattr(broadcasting, "advance", fail)
        with pytest.raises(OperationalError):
            change_and_broadcast()

    assert not Stream.objects.exists()
    assert not connection.in_atomic_block
    with atomic():
        broadcast(MessageSent("one", "here"))
    assert events_of("here") == [(1, "one")]


def test_a_body_that_is_not_json_raises_in_broadcast() -> None:
    with pytest.raises(TypeError), atomic():
        broadcast(MessageSent(object(), "here"))

    assert head("here") == 0


def test_a_failing_publisher_does_not_affect_the_commit(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(rows: Any) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(publisher, "publish", fail)
    done = []
    with caplog.at_level(logging.ERROR), atomic():
        broadcast(MessageSent("one", "here"))
        transaction.on_commit(lambda: done.append("the next callback"))

    assert events_of("here") == [(1, "one")]
    assert done == ["the next callback"]
    assert "can't start new thread" in caplog.text


# Repetition after a database conflict


class Refusing:
    """A service whose first calls fail with this SQLSTATE."""

    def __init__(self, failures: int, sqlstate: str | None) -> None:
        self.failures, self.sqlstate, self.calls = failures, sqlstate, 0

    def __call__(self, text: str) -> str:
        self.calls += 1
        broadcast(MessageSent(f"{text} {self.calls}", "here"))
        if self.calls <= self.failures:
            cause = Exception("from the driver")
            cause.sqlstate = self.sqlstate  # type: ignore[attr-defined]
            raise OperationalError("failed") from cause
        return "done"


def service(refusing: Refusing) -> Any:
    @atomic()
    def send(text: str) -> str:
        """Broadcasts a text."""
        return refusing(text)

    return send


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
@pytest.mark.parametrize("failures", range(ATTEMPTS))
def test_a_service_is_repeated_after_a_deadlock_or_a_serialization_failure(failures: int, sqlstate: str) -> None:
    refusing = Refusing(failures, sqlstate)

    assert service(refusing)("word") == "done"
    assert refusing.calls == failures + 1
    assert events_of("here") == [(1, f"word {failures + 1}")]


def test_a_service_is_repeated_at_most_three_times() -> None:
    refusing = Refusing(ATTEMPTS, "40001")

    with pytest.raises(OperationalError):
        service(refusing)("word")
    assert refusing.calls == 4
    assert head("here") == 0


@pytest.mark.parametrize("sqlstate", ["57014", "08006", "", None])
def test_any_other_failure_is_not_repeated(sqlstate: str | None) -> None:
    refusing = Refusing(1, sqlstate)

    with pytest.raises(OperationalError):
        service(refusing)("word")
    assert refusing.calls == 1


def test_a_service_inside_another_transaction_is_repeated_by_the_outermost() -> None:
    refusing = Refusing(1, "40P01")
    inner = service(refusing)
    outer_calls = []

    @atomic()
    def outer() -> str:
        outer_calls.append(1)
        return inner("word")

    assert outer() == "done"
    assert (len(outer_calls), refusing.calls) == (2, 2)
    assert events_of("here") == [(1, "word 2")]


def test_a_decorated_service_keeps_its_name_and_can_be_called_again() -> None:
    send = service(Refusing(0, None))

    assert (send.__name__, send.__doc__) == ("send", "Broadcasts a text.")
    assert [send("a"), send("b")] == ["done", "done"]
    assert head("here") == 2
