"""Thousands of WebSocket clients in one process, cheap enough that they measure the server and not themselves.

Frames are recognised by their first bytes and counted; only those that need an answer are decoded.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

DELIVERIES = (b'{"event":"realtime.test"', b'{"event":"appointment.updated"')


@dataclass(frozen=True)
class Dialect:
    """How the clients of one server subscribe, and which frames they count.

    `is_delivery` gets a client and a frame's payload, answers the frame if needed, and returns whether it is one.
    """

    path: str
    is_delivery: Callable[["Client", bytes], bool]
    headers: dict[str, str] = field(default_factory=dict)


class Client(asyncio.Protocol):
    """One WebSocket client of a pool."""

    __slots__ = ("_buffer", "_open", "_pool", "answers", "dialect", "subscribed", "transport")

    def __init__(self, pool: "ClientPool", dialect: Dialect) -> None:
        self._pool, self.dialect = pool, dialect
        self._buffer = b""
        self.answers = 0
        self._open = self.subscribed = False
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        headers = "".join(f"{name}: {value}\r\n" for name, value in self.dialect.headers.items())
        transport.write(
            f"GET {self.dialect.path} HTTP/1.1\r\nHost: {self._pool.host}:{self._pool.port}\r\nUpgrade: websocket\r\n"
            "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            f"{headers}\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        at = 0
        if not self._open:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                self._buffer = buffer
                return
            if not buffer.startswith(b"HTTP/1.1 101"):
                self._pool.failed(buffer[:end].decode("latin-1"))
                return
            self._open = True
            at = end + 4
        while len(buffer) >= at + 2:
            size, header = buffer[at + 1], 2
            if size == 126:
                size, header = int.from_bytes(buffer[at + 2 : at + 4], "big"), 4
            elif size == 127:
                size, header = int.from_bytes(buffer[at + 2 : at + 10], "big"), 10
            end = at + header + size
            if len(buffer) < end:
                break
            opcode = buffer[at] & 0x0F
            if opcode == 8:
                self._pool.failed(f"closed: {buffer[at + header : end]!r}")
            elif opcode == 9:
                self._write(0x8A, buffer[at + header : end])
            elif self.dialect.is_delivery(self, buffer[at + header : end]):
                self._pool.delivered()
            at = end
        self._buffer = buffer[at:]

    def connection_lost(self, error: Exception | None) -> None:
        if not self._pool.leaving:
            self._pool.failed(f"lost: {error!r}")

    def send(self, text: str) -> None:
        self._write(0x81, text.encode())

    def is_subscribed(self) -> None:
        if not self.subscribed:
            self.subscribed = True
            self._pool.one_subscribed()

    def _write(self, first: int, payload: bytes) -> None:
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + size.to_bytes(2, "big")
        self.transport.write(bytes([first]) + length + b"\0\0\0\0" + payload)


class ClientPool:
    """All clients of one server. `subscribe` and the future of `expect` raise the error of any of them."""

    def __init__(self, port: int, dialects: list[Dialect], host: str = "127.0.0.1") -> None:
        self.host, self.port, self._dialects = host, port, dialects
        self.clients: list[Client] = []
        self.leaving = False
        self.deliveries = 0
        self._subscribed = self._wanted = 0
        self._done: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def subscribe(self, at_once: int) -> float:
        """Connects all, `at_once` at the same time; returns the seconds until the last is subscribed."""
        started = time.perf_counter()
        loop, room = asyncio.get_running_loop(), asyncio.Semaphore(at_once)

        async def connect(dialect: Dialect) -> None:
            async with room:
                _, client = await loop.create_connection(lambda: Client(self, dialect), self.host, self.port)
                self.clients.append(client)

        await asyncio.gather(*map(connect, self._dialects))
        async with asyncio.timeout(120):
            await self._done
        return time.perf_counter() - started

    def one_subscribed(self) -> None:
        self._subscribed += 1
        if self._subscribed == len(self._dialects):
            self._finish()

    def expect(self, deliveries: int) -> asyncio.Future[float]:
        """Resolves with the time (`time.monotonic`) of the last of so many further deliveries."""
        self._done = asyncio.get_running_loop().create_future()
        self.deliveries, self._wanted = 0, deliveries
        return self._done

    def delivered(self) -> None:
        self.deliveries += 1
        if self.deliveries == self._wanted:
            self._finish()

    def failed(self, why: str) -> None:
        if not self._done.done():
            self._done.set_exception(ConnectionError(why))

    def _finish(self) -> None:
        if not self._done.done():
            self._done.set_result(time.monotonic())

    async def leave(self) -> None:
        self.leaving = True
        for client in self.clients:
            client.transport.abort()
        await asyncio.sleep(0.5)


def pusher(key: str, channels: list[str], headers: dict[str, str] | None = None) -> Dialect:
    """Pusher protocol 7: subscribes to the channels once the connection is established."""

    def is_delivery(client: Client, payload: bytes) -> bool:
        if payload.startswith(DELIVERIES):  # everything else is parsed
            return True
        event = orjson.loads(payload)["event"]
        if event == "pusher:connection_established":
            for channel in channels:
                client.send(orjson.dumps({"event": "pusher:subscribe", "data": {"channel": channel}}).decode())
        elif event == "pusher_internal:subscription_succeeded":
            client.answers += 1
            if client.answers == len(channels):
                client.is_subscribed()
        elif event == "pusher:ping":
            client.send('{"event":"pusher:pong","data":{}}')
        elif event == "pusher:error":
            raise ConnectionError(payload.decode())
        return not event.startswith(("pusher", "realtime.heads"))

    return Dialect(f"/app/{key}?protocol=7&client=bench", is_delivery, headers or {})


def plain() -> Dialect:
    """The server says `ready`; everything else is a delivery."""

    def is_delivery(client: Client, payload: bytes) -> bool:
        if payload == b"ready":
            client.is_subscribed()
            return False
        return True

    return Dialect("/", is_delivery)


def socket_io(room: str) -> Dialect:
    """Engine.IO 4 over WebSocket; joins a room with an event, as Socket.IO's documentation does."""

    def is_delivery(client: Client, payload: bytes) -> bool:
        if payload.startswith(b'42["said"'):
            return True
        if payload.startswith(b"0"):
            client.send("40")
        elif payload.startswith(b"40"):
            client.send(f'42["join","{room}"]')
        elif payload.startswith(b'42["joined"'):
            client.is_subscribed()
        elif payload == b"2":
            client.send("3")
        return False

    return Dialect("/socket.io/?EIO=4&transport=websocket", is_delivery)
