"""The ways a frame leaves: straight to the server's transport where the server offers that, else by ASGI's `send`.

Neither waits for the peer. Where a server offers `READY_FRAMES` in `scope["extensions"]` (realtime/server.py does),
the bytes of a frame are written as they are to every socket. Elsewhere each socket has an outbox and a task that
empties it, so that one slow socket holds nobody up.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from realtime.frames import text_of

logger = logging.getLogger("realtime")

READY_FRAMES = "realtime.ready_frames"
MAX_UNSENT_BYTES = 1024 * 1024

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Owner(Protocol):
    """What the way out tells the socket that it belongs to."""

    def reads_too_slowly(self) -> None:
        """More than MAX_UNSENT_BYTES wait for the peer."""

    def has_left(self) -> None:
        """The peer closes, or is gone: nothing more may be written."""


class WayOut(Protocol):
    """What a socket asks of the way out."""

    @property
    def write(self) -> Callable[[bytes], None]:
        """Puts a frame on its way. Not after `end`, and not when the owner was told that the peer has left."""

    def unsent(self) -> int:
        """Bytes that wait for the peer to read, as far as this process can know."""

    def end(self, last: bytes, code: int, linger: float) -> None:
        """Says the last words and closes; a peer that has not answered after `linger` seconds is cut off."""

    def forget(self) -> None:
        """The application is done with this socket."""


def way_out(scope: dict[str, Any], send: Send, owner: Owner) -> WayOut:
    """The fast one where the server offers it."""
    offered = scope.get("extensions", {}).get(READY_FRAMES)
    if not offered:
        return Outbox(send, owner)
    way: WayOut = offered["open"](MAX_UNSENT_BYTES, owner)
    return way


class Outbox:
    """For any ASGI server. What the server itself holds back for a slow reader cannot be seen from here, nor cut off:
    `linger` is the server's own."""

    def __init__(self, send: Send, owner: Owner) -> None:
        self._send, self._owner = send, owner
        self._waiting: deque[bytes] = deque()
        self._unsent = 0
        self._code: int | None = None
        self._wake = asyncio.Event()
        self._writer = asyncio.get_running_loop().create_task(self._empty())

    def write(self, frame: bytes) -> None:
        self._put(frame)
        if self._unsent > MAX_UNSENT_BYTES:
            self._waiting.clear()
            self._owner.reads_too_slowly()

    def unsent(self) -> int:
        return self._unsent

    def end(self, last: bytes, code: int, linger: float) -> None:
        self._put(last)
        self._code = code

    def _put(self, frame: bytes) -> None:
        self._waiting.append(frame)
        self._unsent += len(frame)
        self._wake.set()

    def forget(self) -> None:
        self._writer.cancel()

    async def _empty(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    frame = self._waiting.popleft()
                    await self._send({"type": "websocket.send", "text": text_of(frame)})
                    self._unsent -= len(frame)
                if self._code:
                    return await self._close(self._code)
        except Exception as error:  # the peer is gone; the server has its own name for that
            logger.debug("a socket ended while being written to: %r", error)

    async def _close(self, code: int) -> None:
        try:
            await self._send({"type": "websocket.close", "code": code})
        except Exception:  # Daphne's Autobahn closes with 1000 and 3000–4999 alone, not with 1009
            await self._send({"type": "websocket.close", "code": 4100})
