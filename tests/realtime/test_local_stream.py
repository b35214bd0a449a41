"""A feed hands out its stream's numbers in order, each once."""

import random

import orjson
import pytest

from realtime.local_stream import Feed
from tests.realtime.said import Ear, row


@pytest.fixture
def feed() -> Feed:
    feed = Feed("here")
    feed.restart(5)
    return feed


@pytest.fixture
def ear(feed: Feed) -> Ear:
    ear = Ear()
    feed.add("here", ear)
    return ear


def numbers(ear: Ear) -> list[int]:
    return [orjson.loads(orjson.loads(frame)["data"])["seq"] for frame in ear.frames]


def offer(feed: Feed, seq: int) -> bool:
    return feed.offer(seq, "said", f'{{"seq":{seq}}}')


def test_the_next_number_is_delivered_once_to_each_listener(feed: Feed, ear: Ear) -> None:
    other = Ear()
    feed.add("here", other)

    assert offer(feed, 6)

    assert ear.frames == other.frames == ['{"event":"said","data":"{\\"seq\\":6}","channel":"here"}']
    assert feed.delivered == feed.head == 6


@pytest.mark.parametrize("seq", [1, 4, 5])
def test_an_older_number_is_dropped(feed: Feed, ear: Ear, seq: int) -> None:
    assert offer(feed, seq)

    assert ear.frames == []
    assert feed.delivered == 5


def test_a_number_said_twice_is_delivered_once(feed: Feed, ear: Ear) -> None:
    offer(feed, 6)
    offer(feed, 6)

    assert numbers(ear) == [6]


def test_a_number_after_a_hole_is_held_back(feed: Feed, ear: Ear) -> None:
    assert not offer(feed, 7)

    assert ear.frames == []
    assert feed.delivered == 5


def test_a_repair_fills_the_hole_in_order(feed: Feed, ear: Ear) -> None:
    offer(feed, 8)
    feed.repair([row(6), row(7), row(8)])

    assert numbers(ear) == [6, 7, 8]


def test_a_repair_that_comes_late_delivers_nothing_again(feed: Feed, ear: Ear) -> None:
    offer(feed, 6)
    offer(feed, 7)
    feed.repair([row(6), row(7), row(8)])

    assert numbers(ear) == [6, 7, 8]


def test_where_rows_were_pruned_the_rest_is_delivered_and_the_client_sees_the_hole(feed: Feed, ear: Ear) -> None:
    feed.repair([row(9), row(10)])

    assert numbers(ear) == [9, 10]
    assert feed.delivered == 10


def test_before_its_head_was_read_a_feed_delivers_nothing() -> None:
    feed, ear = Feed("here"), Ear()
    feed.add("here", ear)

    assert offer(feed, 1)
    assert ear.frames == []
    assert feed.delivered is None


def test_a_restart_goes_on_from_the_new_head(feed: Feed, ear: Ear) -> None:
    feed.restart(2)
    offer(feed, 3)

    assert numbers(ear) == [3]
    assert feed.delivered == feed.head == 3


def test_every_listener_hears_the_channel_under_the_name_it_used(feed: Feed, ear: Ear) -> None:
    private = Ear()
    feed.add("private-here", private)
    offer(feed, 6)

    assert orjson.loads(ear.frames[0])["channel"] == "here"
    assert orjson.loads(private.frames[0])["channel"] == "private-here"


def test_who_subscribes_twice_under_one_name_hears_once(feed: Feed, ear: Ear) -> None:
    feed.add("here", ear)
    offer(feed, 6)

    assert numbers(ear) == [6]


def test_who_left_hears_nothing_more(feed: Feed, ear: Ear) -> None:
    feed.remove("here", ear)
    offer(feed, 6)

    assert ear.frames == []
    assert feed.idle


def test_leaving_twice_or_under_another_name_harms_nobody(feed: Feed, ear: Ear) -> None:
    feed.remove("private-here", ear)
    feed.remove("here", Ear())
    offer(feed, 6)

    assert numbers(ear) == [6]
    assert not feed.idle


def test_a_feed_that_somebody_waits_for_is_not_idle() -> None:
    feed = Feed("here")
    assert feed.idle
    feed.waiting += 1
    assert not feed.idle


def test_a_listener_that_leaves_while_it_is_told_harms_nobody(feed: Feed) -> None:
    class Leaver(Ear):
        def push(self, frame: bytes) -> None:
            super().push(frame)
            feed.remove("here", self)

    leavers = [Leaver() for _ in range(5)]
    for leaver in leavers:
        feed.add("here", leaver)
    offer(feed, 6)

    assert [len(leaver.frames) for leaver in leavers] == [1] * 5


@pytest.mark.parametrize("seed", range(20))
def test_in_whatever_order_numbers_come_each_is_delivered_once_in_order(seed: int) -> None:
    """Offers shuffled, doubled and partly lost; a repair from the rows at every hole, as the hub does."""
    chance = random.Random(seed)
    feed, ear = Feed("here"), Ear()
    feed.restart(0)
    feed.add("here", ear)
    offered = [seq for seq in range(1, 101) for _ in range(chance.choice([0, 1, 1, 2]))]
    chance.shuffle(offered)
    for seq in [*offered, 100]:
        if not offer(feed, seq):
            feed.repair([row(missed) for missed in range((feed.delivered or 0) + 1, seq + chance.randrange(3))])
    feed.repair([row(seq) for seq in range((feed.delivered or 0) + 1, 101)])

    assert numbers(ear) == list(range(1, feed.delivered + 1))
    assert feed.delivered >= 100
