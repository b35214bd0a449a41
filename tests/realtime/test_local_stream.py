"""A local stream delivers its numbers in order, each once."""

import random

import orjson
import pytest

from realtime.local_stream import LocalStream
from tests.realtime.doubles import Listener, row


@pytest.fixture
def stream() -> LocalStream:
    stream = LocalStream("here")
    stream.restart(5)
    return stream


@pytest.fixture
def listener(stream: LocalStream) -> Listener:
    listener = Listener()
    stream.add("here", listener)
    return listener


def numbers(listener: Listener) -> list[int]:
    return [orjson.loads(orjson.loads(frame)["data"])["seq"] for frame in listener.frames]


def offer(stream: LocalStream, seq: int) -> bool:
    return stream.offer(seq, "message.sent", f'{{"seq":{seq}}}')


def test_the_next_number_is_delivered_once_to_each_listener(stream: LocalStream, listener: Listener) -> None:
    other = Listener()
    stream.add("here", other)

    assert offer(stream, 6)

    assert listener.frames == other.frames == ['{"event":"message.sent","data":"{\\"seq\\":6}","channel":"here"}']
    assert stream.delivered == stream.head == 6


@pytest.mark.parametrize("seq", [1, 4, 5])
def test_an_older_number_is_ignored(stream: LocalStream, listener: Listener, seq: int) -> None:
    assert offer(stream, seq)

    assert listener.frames == []
    assert stream.delivered == 5


def test_a_number_that_is_offered_twice_is_delivered_once(stream: LocalStream, listener: Listener) -> None:
    offer(stream, 6)
    offer(stream, 6)

    assert numbers(listener) == [6]


def test_a_number_after_a_gap_is_not_delivered(stream: LocalStream, listener: Listener) -> None:
    assert not offer(stream, 7)

    assert listener.frames == []
    assert stream.delivered == 5


def test_a_repair_fills_the_gap_in_order(stream: LocalStream, listener: Listener) -> None:
    offer(stream, 8)
    stream.repair([row(6), row(7), row(8)])

    assert numbers(listener) == [6, 7, 8]


def test_a_late_repair_delivers_nothing_twice(stream: LocalStream, listener: Listener) -> None:
    offer(stream, 6)
    offer(stream, 7)
    stream.repair([row(6), row(7), row(8)])

    assert numbers(listener) == [6, 7, 8]


def test_after_deleted_rows_the_rest_is_delivered_and_the_client_sees_the_gap(
    stream: LocalStream, listener: Listener
) -> None:
    stream.repair([row(9), row(10)])

    assert numbers(listener) == [9, 10]
    assert stream.delivered == 10


def test_a_stream_delivers_nothing_before_its_head_was_read() -> None:
    stream, listener = LocalStream("here"), Listener()
    stream.add("here", listener)

    assert offer(stream, 1)
    assert listener.frames == []
    assert stream.delivered is None


def test_a_restart_continues_after_the_new_head(stream: LocalStream, listener: Listener) -> None:
    stream.restart(2)
    offer(stream, 3)

    assert numbers(listener) == [3]
    assert stream.delivered == stream.head == 3


def test_each_listener_gets_events_under_the_alias_it_subscribed(stream: LocalStream, listener: Listener) -> None:
    private = Listener()
    stream.add("private-here", private)
    offer(stream, 6)

    assert orjson.loads(listener.frames[0])["channel"] == "here"
    assert orjson.loads(private.frames[0])["channel"] == "private-here"


def test_a_listener_added_twice_under_one_alias_gets_an_event_once(stream: LocalStream, listener: Listener) -> None:
    stream.add("here", listener)
    offer(stream, 6)

    assert numbers(listener) == [6]


def test_a_removed_listener_gets_nothing_more(stream: LocalStream, listener: Listener) -> None:
    stream.remove("here", listener)
    offer(stream, 6)

    assert listener.frames == []
    assert stream.idle


def test_removing_twice_or_under_another_alias_changes_nothing(stream: LocalStream, listener: Listener) -> None:
    stream.remove("private-here", listener)
    stream.remove("here", Listener())
    offer(stream, 6)

    assert numbers(listener) == [6]
    assert not stream.idle


def test_a_stream_with_a_waiting_subscriber_is_not_idle() -> None:
    stream = LocalStream("here")
    assert stream.idle
    stream.waiting += 1
    assert not stream.idle


def test_a_listener_may_be_removed_during_a_delivery(stream: LocalStream) -> None:
    class Leaver(Listener):
        def push(self, frame: bytes) -> None:
            super().push(frame)
            stream.remove("here", self)

    leavers = [Leaver() for _ in range(5)]
    for leaver in leavers:
        stream.add("here", leaver)
    offer(stream, 6)

    assert [len(leaver.frames) for leaver in leavers] == [1] * 5


@pytest.mark.parametrize("seed", range(20))
def test_numbers_in_any_order_are_delivered_once_and_in_order(seed: int) -> None:
    """Numbers are offered shuffled, twice and not at all; every gap is repaired from the rows, as the hub does."""
    chance = random.Random(seed)
    stream, listener = LocalStream("here"), Listener()
    stream.restart(0)
    stream.add("here", listener)
    offered = [seq for seq in range(1, 101) for _ in range(chance.choice([0, 1, 1, 2]))]
    chance.shuffle(offered)
    for seq in [*offered, 100]:
        if not offer(stream, seq):
            stream.repair([row(missed) for missed in range((stream.delivered or 0) + 1, seq + chance.randrange(3))])
    stream.repair([row(seq) for seq in range((stream.delivered or 0) + 1, 101)])

    assert numbers(listener) == list(range(1, stream.delivered + 1))
    assert stream.delivered >= 100
