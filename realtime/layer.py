"""The Redis channel layer, with a synchronous `publish()` over pooled connections.

`async_to_sync(group_send)` opens an event loop and a connection for each call (4–5 ms); this publishes to any number of
groups in one round trip per shard.
"""

from collections.abc import Iterable
from typing import Any

import redis
from channels_redis.pubsub import RedisPubSubChannelLayer
from channels_redis.utils import _consistent_hash, decode_hosts


class StreamChannelLayer(RedisPubSubChannelLayer):
    """`channels_redis` pub/sub, plus `publish()`."""

    def __init__(self, *args: Any, prefix: str = "asgi", hosts: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, prefix=prefix, hosts=hosts, **kwargs)
        self.prefix = prefix
        self._clients = [
            redis.Redis.from_url(**{"url" if key == "address" else key: value for key, value in host.items()})
            for host in decode_hosts(hosts)
        ]

    def publish(self, messages: Iterable[tuple[str, dict[str, Any]]]) -> None:
        """Sends (group, message) pairs to their groups, in order. Raises redis.RedisError."""
        shards: dict[int, list[tuple[str, bytes]]] = {}
        for group, message in messages:
            name = f"{self.prefix}__group__{group}"
            shard = _consistent_hash(name, len(self._clients))
            shards.setdefault(shard, []).append((name, self.serialize(message)))
        for shard, parts in shards.items():
            pipeline = self._clients[shard].pipeline(transaction=False)
            for name, payload in parts:
                pipeline.publish(name, payload)
            pipeline.execute()
