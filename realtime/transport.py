"""How a frame is sent: by the server's own transport where the server offers it, else by ASGI's `send`.

Neither waits for the peer. Where a server offers `READY_FRAMES` in `scope["extensions"]` (realtime/server.py does),
the bytes of a frame are written unchanged to every socket. Elsewhere each socket has a send queue and a task that
empties it, so that a slow socket does not delay the others.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from realtime.frames import text_in

logger = logging.getLogger("realtime")

READY_FRAMES = "realtime.ready_frames"
MAX_UNSENT_BYTES = 1024 * 1024

Send = Callable[[dict[str, Any]], Awaitable[None]]


class TransportListener(Protocol):
    """What a transport reports to its socket."""

    def peer_too_slow(self) -> None:
        """More than MAX_UNSENT_BYTES wait for the peer."""

    def peer_gone(self) -> None:
        """The peer closes or has disconnected: nothing more may be written."""


class Transport(Protocol):
    """Sends frames to one peer without waiting for it."""

    @property
    def write(self) -> Callable[[bytes], None]:
        """Sends a frame. Not allowed after `close` or `peer_gone`."""

    def unsent_bytes(self) -> int:
        """Bytes that the peer has not read, as far as this process knows."""

    def close(self, last_frame: bytes, code: int, linger: float) -> None:
        """Sends the last frame, then closes; aborts after `linger` seconds if the peer has not answered."""

    def detach(self) -> None:
        """Stops reporting; the application no longer uses this socket."""


def open_transport(scope: dict[str, Any], send: Send, listener: TransportListener) -> Transport:
    """The server's transport where it offers one, else a send queue."""
    offered = scope.get("extensions", {}).get(READY_FRAMES)
    if not offered:
        return SendQueue(send, listener)
    transport: Transport = offered["open"](MAX_UNSENT_BYTES, listener)
    return transport


class SendQueue:
    """A transport for any ASGI server.

    It does not see what the server itself buffers for a slow peer and cannot abort; the server decides on `linger`.
    """

    def __init__(self, send: Send, listener: TransportListener) -> None:
        self._send, self._listener = send, listener
        self._waiting: deque[bytes] = deque()
        self._unsent = 0
        self._code: int | None = None
        self._wake = asyncio.Event()
        self._writer = asyncio.get_running_loop().create_task(self._drain())

    def write(self, frame: bytes) -> None:
        self._put(frame)
        if self._unsent > MAX_UNSENT_BYTES:
            self._waiting.clear()
            self._listener.peer_too_slow()

    def unsent_bytes(self) -> int:
        return self._unsent

    def close(self, last_frame: bytes, code: int, linger: float) -> None:
        self._put(last_frame)
        self._code = code

    def _put(self, frame: bytes) -> None:
        self._waiting.append(frame)
        self._unsent += len(frame)
        self._wake.set()

    def detach(self) -> None:
        self._writer.cancel()

    async def _drain(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    frame = self._waiting.popleft()
                    await self._send({"type": "websocket.send", "text": text_in(frame)})
                    self._unsent -= len(frame)
                if self._code:
                    return await self._close(self._code)
        except Exception as error:  # the peer is gone; each server raises another exception
            logger.debug("a socket ended while being written to: %r", error)

    async def _close(self, code: int) -> None:
        try:
            await self._send({"type": "websocket.close", "code": code})
        except Exception:  # Daphne's Autobahn closes with 1000 and 3000–4999 alone, not with 1009
            await self._send({"type": "websocket.close", "code": 4100})
