"""The channel layer's publish(), through a real Valkey."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from redis.exceptions import RedisError

from realtime.layer import StreamChannelLayer


@pytest.fixture
async def layer(valkey: str) -> AsyncIterator[StreamChannelLayer]:
    layer = StreamChannelLayer(hosts=[{"address": valkey, "socket_timeout": 2}])
    yield layer
    await layer.flush()
    for client in layer._clients:
        client.close()


async def member(layer: StreamChannelLayer, *groups: str) -> str:
    name = await layer.new_channel()
    for group in groups:
        await layer.group_add(group, name)
    return name


async def heard(layer: StreamChannelLayer, name: str) -> Any:
    return await asyncio.wait_for(layer.receive(name), 5)


async def test_a_published_message_reaches_every_member_of_its_group(layer: StreamChannelLayer) -> None:
    one, two = await member(layer, "here"), await member(layer, "here", "there")
    await asyncio.to_thread(layer.publish, [("here", {"n": 1}), ("there", {"n": 2}), ("nowhere", {"n": 3})])

    assert await heard(layer, one) == {"n": 1}
    assert [await heard(layer, two) for _ in range(2)] == [{"n": 1}, {"n": 2}]


async def test_five_hundred_messages_arrive_in_order_and_none_is_dropped(layer: StreamChannelLayer) -> None:
    name = await member(layer, "here")
    await asyncio.to_thread(layer.publish, [("here", {"n": number, "text": "ü" * 700}) for number in range(500)])

    assert [(await heard(layer, name))["n"] for _ in range(500)] == list(range(500))


async def test_stock_group_send_reaches_the_same_group(layer: StreamChannelLayer) -> None:
    name = await member(layer, "here")
    await layer.group_send("here", {"n": 1})

    assert await heard(layer, name) == {"n": 1}


async def test_several_shards_each_get_their_groups(valkey: str) -> None:
    layer = StreamChannelLayer(hosts=[valkey, valkey, valkey])
    groups = [f"group-{number}" for number in range(20)]
    name = await member(layer, *groups)
    await asyncio.to_thread(layer.publish, [(group, {"group": group}) for group in groups])

    assert {(await heard(layer, name))["group"] for _ in groups} == set(groups)
    await layer.flush()
    for client in layer._clients:
        client.close()


def test_an_unreachable_redis_raises_within_its_timeout() -> None:
    layer = StreamChannelLayer(hosts=[{"address": "unix:///nowhere/valkey.sock", "socket_timeout": 2}])
    started = time.monotonic()

    with pytest.raises((RedisError, OSError)):
        layer.publish([("here", {"n": 1})])
    assert time.monotonic() - started < 5
