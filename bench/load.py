"""Thousands of WebSocket clients in one process, light enough that they measure the server and not themselves.

Frames are told apart by their first bytes and counted; nothing is decoded that needs no answer.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

OURS = (b'{"event":"realtime.test"', b'{"event":"appointment.updated"')


@dataclass(frozen=True)
class Dialect:
    """What to say and what to wait for. `hears` gets a socket and a frame's payload, True where it is a delivery."""

    path: str
    hears: Callable[["Line", bytes], bool]
    headers: dict[str, str] = field(default_factory=dict)


class Line(asyncio.Protocol):
    """One socket of a crowd."""

    __slots__ = ("_buffer", "_crowd", "_open", "answers", "dialect", "subscribed", "transport")

    def __init__(self, crowd: "Crowd", dialect: Dialect) -> None:
        self._crowd, self.dialect = crowd, dialect
        self._buffer = b""
        self.answers = 0
        self._open = self.subscribed = False
        self.transport: Any = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        headers = "".join(f"{name}: {value}\r\n" for name, value in self.dialect.headers.items())
        transport.write(
            f"GET {self.dialect.path} HTTP/1.1\r\nHost: {self._crowd.host}:{self._crowd.port}\r\nUpgrade: websocket\r\n"
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
                self._crowd.failed(buffer[:end].decode("latin-1"))
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
                self._crowd.failed(f"closed: {buffer[at + header : end]!r}")
            elif opcode == 9:
                self._write(0x8A, buffer[at + header : end])
            elif self.dialect.hears(self, buffer[at + header : end]):
                self._crowd.delivered()
            at = end
        self._buffer = buffer[at:]

    def connection_lost(self, error: Exception | None) -> None:
        if not self._crowd.leaving:
            self._crowd.failed(f"lost: {error!r}")

    def say(self, text: str) -> None:
        self._write(0x81, text.encode())

    def is_subscribed(self) -> None:
        if not self.subscribed:
            self.subscribed = True
            self._crowd.one_subscribed()

    def _write(self, first: int, payload: bytes) -> None:
        size = len(payload)
        length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + size.to_bytes(2, "big")
        self.transport.write(bytes([first]) + length + b"\0\0\0\0" + payload)


class Crowd:
    """All sockets of one peer. Raises in `subscribe` and `hear` what went wrong with any of them."""

    def __init__(self, port: int, dialects: list[Dialect], host: str = "127.0.0.1") -> None:
        self.host, self.port, self._dialects = host, port, dialects
        self.lines: list[Line] = []
        self.leaving = False
        self.deliveries = 0
        self._subscribed = self._wanted = 0
        self._done: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    async def subscribe(self, at_once: int) -> float:
        """Connects all, so many at the same time; seconds until the last is subscribed."""
        started = time.perf_counter()
        loop, room = asyncio.get_running_loop(), asyncio.Semaphore(at_once)

        async def connect(dialect: Dialect) -> None:
            async with room:
                _, line = await loop.create_connection(lambda: Line(self, dialect), self.host, self.port)
                self.lines.append(line)

        await asyncio.gather(*map(connect, self._dialects))
        async with asyncio.timeout(120):
            await self._done
        return time.perf_counter() - started

    def one_subscribed(self) -> None:
        self._subscribed += 1
        if self._subscribed == len(self._dialects):
            self._finish()

    def expect(self, deliveries: int) -> asyncio.Future[float]:
        """Resolves with the time (`time.monotonic`) at which so many more have come."""
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
        for line in self.lines:
            line.transport.abort()
        await asyncio.sleep(0.5)


def pusher(key: str, channels: list[str], headers: dict[str, str] | None = None) -> Dialect:
    """Protocol 7; subscribes to the channels when the server has said its hello."""

    def hears(line: Line, payload: bytes) -> bool:
        if payload.startswith(OURS):  # anything else is looked at
            return True
        event = orjson.loads(payload)["event"]
        if event == "pusher:connection_established":
            for channel in channels:
                line.say(orjson.dumps({"event": "pusher:subscribe", "data": {"channel": channel}}).decode())
        elif event == "pusher_internal:subscription_succeeded":
            line.answers += 1
            if line.answers == len(channels):
                line.is_subscribed()
        elif event == "pusher:ping":
            line.say('{"event":"pusher:pong","data":{}}')
        elif event == "pusher:error":
            raise ConnectionError(payload.decode())
        return not event.startswith(("pusher", "realtime.heads"))

    return Dialect(f"/app/{key}?protocol=7&client=bench", hears, headers or {})


def plain() -> Dialect:
    """The server says `ready`; everything else is a delivery."""

    def hears(line: Line, payload: bytes) -> bool:
        if payload == b"ready":
            line.is_subscribed()
            return False
        return True

    return Dialect("/", hears)


def socket_io(room: str) -> Dialect:
    """Engine.IO 4 over WebSocket; joins a room with an event, as Socket.IO's documentation does."""

    def hears(line: Line, payload: bytes) -> bool:
        if payload.startswith(b'42["said"'):
            return True
        if payload.startswith(b"0"):
            line.say("40")
        elif payload.startswith(b"40"):
            line.say(f'42["join","{room}"]')
        elif payload.startswith(b'42["joined"'):
            line.is_subscribed()
        elif payload == b"2":
            line.say("3")
        return False

    return Dialect("/socket.io/?EIO=4&transport=websocket", hears)
