"""Closes sockets whose rights have ended."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import orjson
from django.db import Error as DatabaseError

from realtime import frames, guests, metrics, program_tokens, revocation
from realtime.database import query
from realtime.local_stream import InternalStream
from realtime.socket import Socket

logger = logging.getLogger("realtime")


class RightsWatch:
    """Follows the internal stream of ended rights, for all sockets of a hub.

    A stale socket is checked again as soon as the database answers.
    """

    def __init__(self, sockets: set[Socket], start: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._sockets, self._start = sockets, start
        self._stale: set[Socket] = set()
        self.stream = InternalStream(revocation.CHANNEL, self._on_ended)

    @property
    def seen(self) -> int | None:
        """Changes with every end of rights that was handled; an answer read before is out of date."""
        return self.stream.delivered

    def mark_stale(self, socket: Socket) -> None:
        """Its rights may have changed: checks them again."""
        self._stale.add(socket)
        self._start(self.recheck())

    def mark_all_stale(self) -> None:
        self._stale |= self._sockets
        self._start(self.recheck())

    async def mark_expired(self) -> None:
        """Every 10 s: marks the sockets that depend on an expired session or an ended guest.

        One query finds the sessions of all sockets, one the guests of each kind.
        """
        sessions = {key for socket in self._sockets for key in socket.rights.sessions()}
        keys = {key for socket in self._sockets for key in socket.rights.guests()}
        try:
            expired = await query(revocation.expired_sessions, sessions)
            ended = await query(guests.ended, keys) if keys else set()
        except DatabaseError:
            return
        for socket in list(self._sockets) if expired or ended else ():
            if expired & socket.rights.sessions() or ended & socket.rights.guests():
                self.mark_stale(socket)

    async def close_ended_tokens(self) -> None:
        """Once a second: closes the sockets of programs whose token has ended. Raises database errors."""
        in_use = {token for socket in self._sockets if socket.rights.signed for token in socket.rights.tokens()}
        ended = await query(program_tokens.ended, in_use) if in_use else set()
        for socket in list(self._sockets) if ended else ():
            if ended & socket.rights.tokens():
                metrics.REVOKED.inc()
                socket.close_with_error(frames.UNAUTHORISED, "The program's token has ended.")

    async def recheck(self) -> None:
        """Revalidates the stale sockets; while the database is away they stay stale."""
        asked = [socket for socket in self._stale if socket in self._sockets]
        self._stale.clear()
        answers = await asyncio.gather(*(socket.revalidate() for socket in asked), return_exceptions=True)
        for socket, answer in zip(asked, answers, strict=True):
            if isinstance(answer, Exception):
                self._stale.add(socket)
                if not isinstance(answer, DatabaseError):
                    logger.error("a socket's rights could not be checked", exc_info=answer)

    def _on_ended(self, data: str) -> None:
        ended = orjson.loads(data)
        for socket in list(self._sockets):
            if ended["session"]:
                if socket.rights.relies_on_session(ended["session"]):
                    metrics.REVOKED.inc()
                    socket.close_with_error(frames.UNAUTHORISED, "You have signed out.")
            elif guest := ended.get("guest"):  # missing in what an older version sent
                if guest in socket.rights.guests():
                    metrics.REVOKED.inc()
                    socket.close_with_error(frames.UNAUTHORISED, "The link or code has ended.")
            elif socket.rights.belongs_to(ended["user"]):
                self.mark_stale(socket)
