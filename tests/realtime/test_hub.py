"""The hub: events from the layer and from the database, in any order, are delivered once and in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson
import pytest
from django.db import OperationalError
from redis.exceptions import ConnectionError as RedisConnectionError

from realtime import hub as hub_module
from realtime import revocation, streams
from realtime.hub import Hub
from realtime.models import StreamEvent
from realtime.restores import renew_epoch
from tests.realtime.doubles import Listener, row


class Layer:
    """A channel layer whose messages the test sends."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[Any] = asyncio.Queue()
        self.joined: list[str] = []
        self.away = False
        self.hung = False

    async def receive(self, name: str) -> Any:
        message = await self.messages.get()
        if isinstance(message, Exception):
            raise message
        return message

    async def group_add(self, group: str, name: str) -> None:
        if self.hung:
            await asyncio.Event().wait()
        if self.away:
            raise RedisConnectionError("refused")
        if group != revocation.CHANNEL:
            self.joined.append(group)

    async def group_discard(self, group: str, name: str) -> None:
        self.joined.remove(group)

    def publish(self, seq: int, channel: str = "here") -> None:
        self.messages.put_nowait(
            {"channel": channel, "seq": seq, "event": "message.sent", "data": f'{{"seq":{seq}}}', "sent_at": 0.0}
        )


class Database:
    """The rows of the streams in memory; `arrives` delays an answer after it was read."""

    def __init__(self) -> None:
        self.epoch = "e1"
        self.rows: dict[str, list[StreamEvent]] = {}
        self.away = False
        self.arrives = asyncio.Event()
        self.arrives.set()
        self.asked = 0

    def number(self, seq: int, channel: str = "here") -> None:
        self.rows.setdefault(channel, []).append(row(seq, channel))

    async def query(self, function: Callable[..., Any], *args: Any) -> Any:
        self.asked += 1
        if self.away:
            raise OperationalError("gone")
        if function is renew_epoch:
            return self.renew_epoch(*args)
        if function.__name__ == "check":
            return None
        answer = self.heads(*args) if function is streams.heads else self.after(*args)
        await self.arrives.wait()
        return answer

    def renew_epoch(self, epoch: str) -> None:
        assert epoch == self.epoch
        self.epoch += "+"

    def heads(self, names: list[str]) -> streams.Heads:
        return streams.Heads(self.epoch, {name: max([0, *(r.seq for r in self.rows.get(name, []))]) for name in names})

    def after(self, name: str, seq: int) -> list[StreamEvent]:
        return [r for r in self.rows.get(name, []) if r.seq > seq]


@pytest.fixture
async def layer(monkeypatch: pytest.MonkeyPatch) -> Layer:
    layer = Layer()
    monkeypatch.setattr(hub_module, "get_channel_layer", lambda: layer)
    return layer


@pytest.fixture
async def database(monkeypatch: pytest.MonkeyPatch) -> Database:
    database = Database()
    monkeypatch.setattr(hub_module, "query", database.query)
    return database


@pytest.fixture
async def hub(layer: Layer, database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hub]:
    """Compares only when the test calls `_compare`."""
    monkeypatch.setattr(hub_module, "COMPARE_SECONDS", 3600)
    hub = Hub()
    yield hub
    for task in list(hub._tasks):
        task.cancel()
    await asyncio.gather(*hub._tasks, return_exceptions=True)


async def run_pending() -> None:
    """Lets every task run that can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def listening(hub: Hub, *aliases: str) -> Listener:
    listener = Listener()
    hub.add(listener)
    for alias in aliases or ("here",):
        await hub.subscribe(alias, listener)
    return listener


def received(listener: Listener, event: str) -> list[dict[str, Any]]:
    frames = map(orjson.loads, listener.frames)
    return [orjson.loads(frame["data"]) for frame in frames if frame["event"] == event]


def numbers(listener: Listener) -> list[int]:
    return [data["seq"] for data in received(listener, "message.sent")]


async def test_a_subscriber_gets_every_event_after_the_number_it_is_told(
    hub: Hub, database: Database, layer: Layer
) -> None:
    database.number(1)
    listener = await listening(hub)
    database.number(2)
    layer.publish(2)
    await run_pending()

    assert received(listener, "pusher_internal:subscription_succeeded") == [{"seq": 1, "epoch": "e1"}]
    assert numbers(listener) == [2]


async def test_an_event_during_the_reading_of_the_first_head_is_not_lost(
    hub: Hub, database: Database, layer: Layer
) -> None:
    database.arrives.clear()
    subscribing = asyncio.ensure_future(listening(hub))
    await run_pending()
    database.number(1)
    layer.publish(1)
    await run_pending()
    database.arrives.set()
    listener = await subscribing
    await hub._compare()
    await run_pending()

    assert received(listener, "pusher_internal:subscription_succeeded") == [{"seq": 0, "epoch": "e1"}]
    assert numbers(listener) == [1]


async def test_an_event_delivered_while_heads_are_read_is_not_repeated(
    hub: Hub, database: Database, layer: Layer
) -> None:
    """The head read is 1, the layer delivers 2 before the answer arrives: that is no restore."""
    database.number(1)
    listener = await listening(hub)
    await hub._compare()
    database.arrives.clear()
    comparing = asyncio.ensure_future(hub._compare())
    await run_pending()
    database.number(2)
    layer.publish(2)
    await run_pending()
    database.arrives.set()
    await comparing
    await run_pending()
    hub._send_heads()
    await hub._compare()
    await run_pending()

    assert numbers(listener) == [2]
    assert received(listener, "realtime.heads")[0]["heads"] == {"here": 2}


async def test_heads_never_fall_within_an_epoch(hub: Hub, database: Database, layer: Layer) -> None:
    listener = await listening(hub)
    for seq in range(1, 30):
        database.arrives.clear()
        comparing = asyncio.ensure_future(hub._compare())
        await run_pending()
        database.number(seq)
        layer.publish(seq)
        await run_pending()
        database.arrives.set()
        await comparing
        hub._send_heads()
        await run_pending()

    heads = [data["heads"]["here"] for data in received(listener, "realtime.heads")]
    assert heads == sorted(heads)
    assert numbers(listener) == list(range(1, 30))


async def test_a_gap_is_read_from_the_database_in_order(hub: Hub, database: Database, layer: Layer) -> None:
    listener = await listening(hub)
    for seq in (1, 2, 3):
        database.number(seq)
    layer.publish(3)
    await run_pending()

    assert numbers(listener) == [1, 2, 3]


async def test_without_redis_the_comparison_delivers(hub: Hub, database: Database, layer: Layer) -> None:
    layer.away = True
    listener = await listening(hub)
    database.number(1)
    database.number(2)
    await hub._compare()
    await run_pending()

    assert numbers(listener) == [1, 2]


async def test_joining_a_group_is_retried_at_each_comparison(hub: Hub, layer: Layer) -> None:
    layer.away = True
    await listening(hub)
    await run_pending()
    await hub._compare()
    await run_pending()
    assert layer.joined == []

    layer.away = False
    await hub._compare()
    await run_pending()
    await hub._compare()
    await run_pending()
    assert layer.joined == ["here"]


async def test_a_hung_redis_does_not_delay_a_subscriber(hub: Hub, layer: Layer) -> None:
    layer.hung = True

    listener = await asyncio.wait_for(listening(hub), 1)
    assert received(listener, "pusher_internal:subscription_succeeded")


async def test_the_hub_receives_again_after_redis_was_away(
    hub: Hub, database: Database, layer: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "REJOIN_SECONDS", 0)
    listener = await listening(hub)
    layer.messages.put_nowait(RedisConnectionError("refused"))
    layer.messages.put_nowait(OSError("gone"))
    layer.publish(1)
    await run_pending()

    assert numbers(listener) == [1]


@pytest.mark.parametrize(
    "message",
    [{}, {"type": "x"}, {"channel": "here"}, {"channel": "here", "seq": "9", "event": "message.sent", "data": "{}"}],
)
async def test_a_malformed_message_does_not_stop_the_hub(hub: Hub, layer: Layer, message: dict[str, Any]) -> None:
    listener = await listening(hub)
    layer.messages.put_nowait(message)
    layer.publish(1)
    await run_pending()

    assert numbers(listener) == [1]


async def test_a_listener_that_a_push_closes_does_not_stop_the_hub(hub: Hub, layer: Layer) -> None:
    class Slow(Listener):
        def push(self, frame: bytes) -> None:
            super().push(frame)
            if b"message.sent" in frame:
                hub.discard(self)

    slow = Slow()
    hub.add(slow)
    await hub.subscribe("private-here", slow)
    listener = await listening(hub)
    layer.publish(1)
    layer.publish(2)
    await run_pending()

    assert (numbers(slow), numbers(listener)) == ([1], [1, 2])


async def test_a_new_epoch_is_sent_at_once_and_numbers_continue_after_its_head(
    hub: Hub, database: Database, layer: Layer
) -> None:
    for seq in range(1, 10):
        database.number(seq)
    listener = await listening(hub)
    database.epoch, database.rows = "e2", {}
    database.number(1)
    await hub._compare()
    database.number(2)
    layer.publish(2)
    await run_pending()

    assert received(listener, "realtime.heads") == [{"heads": {"here": 1}, "epoch": "e2"}]
    assert numbers(listener) == [2]


async def test_a_restored_database_with_lower_heads_gets_a_new_epoch_which_is_sent_at_once(
    hub: Hub, database: Database, layer: Layer
) -> None:
    for seq in range(1, 10):
        database.number(seq)
    listener = await listening(hub)
    await hub._compare()
    database.rows["here"] = database.rows["here"][:4]
    await hub._compare()
    database.number(5)
    layer.publish(5)
    await run_pending()

    assert received(listener, "realtime.heads") == [{"heads": {"here": 4}, "epoch": "e1+"}]
    assert numbers(listener) == [5]


async def test_an_event_known_only_from_redis_shows_that_the_database_was_restored(
    hub: Hub, database: Database, layer: Layer
) -> None:
    """The database was away between the event and the restore, so no comparison saw the number."""
    database.number(1)
    listener = await listening(hub)
    await hub._compare()
    layer.publish(2)
    await run_pending()
    await hub._compare()

    assert numbers(listener) == [2]
    assert received(listener, "realtime.heads") == [{"heads": {"here": 1}, "epoch": "e1+"}]


async def test_subscribing_again_is_answered_again_and_delivers_nothing_twice(hub: Hub, layer: Layer) -> None:
    listener = await listening(hub, "here", "here")
    layer.publish(1)
    await run_pending()

    assert len(received(listener, "pusher_internal:subscription_succeeded")) == 2
    assert numbers(listener) == [1]


async def test_no_event_follows_unsubscribing_or_disconnecting(hub: Hub, layer: Layer) -> None:
    one, two, three = [await listening(hub) for _ in range(3)]
    hub.unsubscribe("here", one)
    hub.discard(two)
    hub.discard(two)
    layer.publish(1)
    await run_pending()

    assert [numbers(listener) for listener in (one, two, three)] == [[], [], [1]]
    assert hub.sockets == {one, three}


async def test_a_group_is_left_after_its_last_listener_and_joined_again_for_the_next(
    hub: Hub, database: Database, layer: Layer
) -> None:
    listener = await listening(hub)
    await run_pending()
    hub.discard(listener)
    await hub._compare()
    await run_pending()
    assert layer.joined == []

    database.number(1)
    later = await listening(hub)
    await run_pending()
    database.number(2)
    layer.publish(2)
    await run_pending()
    assert layer.joined == ["here"]
    assert received(later, "pusher_internal:subscription_succeeded") == [{"seq": 1, "epoch": "e1"}]
    assert numbers(later) == [2]


async def test_a_socket_that_closes_while_it_subscribes_is_not_subscribed(hub: Hub, database: Database) -> None:
    listener = Listener()
    hub.add(listener)
    database.arrives.clear()
    subscribing = asyncio.ensure_future(hub.subscribe("here", listener))
    await run_pending()
    hub.discard(listener)
    database.arrives.set()
    await subscribing

    assert listener.frames == []
    assert listener.aliases == set()


async def test_a_database_that_is_away_refuses_the_first_subscriber_and_serves_the_next(
    hub: Hub, database: Database
) -> None:
    listener = Listener()
    hub.add(listener)
    database.away = True
    with pytest.raises(OperationalError):
        await hub.subscribe("here", listener)
    database.away = False
    await hub.subscribe("here", listener)

    assert received(listener, "pusher_internal:subscription_succeeded") == [{"seq": 0, "epoch": "e1"}]


async def test_a_repair_that_failed_is_made_up_for(hub: Hub, database: Database, layer: Layer) -> None:
    listener = await listening(hub)
    database.number(1)
    database.number(2)
    database.away = True
    layer.publish(2)
    await run_pending()
    assert numbers(listener) == []

    database.away = False
    await hub._compare()
    await run_pending()
    assert numbers(listener) == [1, 2]


async def test_heads_name_channels_as_they_were_subscribed(hub: Hub, database: Database) -> None:
    database.number(3)
    listener = await listening(hub, "here", "private-here", "there")
    await hub._compare()
    hub._send_heads()

    assert received(listener, "realtime.heads") == [
        {"heads": {"here": 3, "private-here": 3, "there": 0}, "epoch": "e1"}
    ]
    assert "channel" not in orjson.loads(listener.frames[-1])


async def test_a_socket_without_channels_gets_heads_too(hub: Hub) -> None:
    listener = Listener()
    hub.add(listener)
    await hub._compare()
    hub._send_heads()

    assert received(listener, "realtime.heads") == [{"heads": {}, "epoch": "e1"}]


async def test_sockets_are_counted_by_user_and_address(hub: Hub) -> None:
    listeners = [Listener() for _ in range(3)]
    for listener in listeners:
        listener.user_id = 7
        hub.add(listener)
    assert (hub.per_user[7], hub.per_address["127.0.0.1"]) == (3, 3)

    for listener in listeners:
        hub.discard(listener)
    assert (dict(hub.per_user), dict(hub.per_address)) == ({}, {})


async def test_a_socket_without_rights_is_counted_apart_until_it_has_a_subscription(hub: Hub) -> None:
    def counted() -> tuple[dict[str, int], dict[str, int]]:
        return dict(hub.per_address), dict(hub.without_rights)

    listener = Listener()
    hub.add(listener)
    assert counted() == ({}, {"127.0.0.1": 1})
    await hub.subscribe("here", listener)
    await hub.subscribe("there", listener)
    assert counted() == ({"127.0.0.1": 1}, {})
    hub.unsubscribe("here", listener)
    assert counted() == ({"127.0.0.1": 1}, {})
    hub.unsubscribe("there", listener)
    assert counted() == ({}, {"127.0.0.1": 1})
    await hub.subscribe("here", listener)
    hub.discard(listener)
    assert counted() == ({}, {})
