"""A minimal loop over picows, the practical limit in Python: `python picows_loop.py PORT REDIS_SOCKET CHANNEL`."""

import sys

import uvloop
from picows import WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server
from redis.asyncio import Redis

everybody: set[WSTransport] = set()


class Listener(WSListener):
    def on_ws_connected(self, transport: WSTransport) -> None:
        everybody.add(transport)
        transport.send(WSMsgType.TEXT, b"ready")

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        everybody.discard(transport)


def listener(request: WSUpgradeRequest) -> Listener:
    return Listener()


async def main(port: str, path: str, channel: str) -> None:
    await ws_create_server(listener, "127.0.0.1", int(port), backlog=8192)
    async with Redis(unix_socket_path=path).pubsub() as pubsub:
        await pubsub.subscribe(channel)
        async for message in pubsub.listen():
            if message["type"] == "message":
                for transport in everybody:
                    transport.send(WSMsgType.TEXT, message["data"])


if __name__ == "__main__":
    uvloop.run(main(*sys.argv[1:]))
