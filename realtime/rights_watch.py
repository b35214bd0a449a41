"""Lets go of sockets whose rights have ended."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import orjson
from django.db import Error as DatabaseError

from realtime import frames, metrics, revocation
from realtime.database import query
from realtime.local_stream import InternalStream
from realtime.socket import Socket

logger = logging.getLogger("realtime")


class RightsWatch:
    """Listens to the internal stream of ended rights, for all sockets of a hub.

    A socket in doubt is asked anew as soon as the database answers.
    """

    def __init__(self, sockets: set[Socket], start: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._sockets, self._start = sockets, start
        self._doubted: set[Socket] = set()
        self.stream = InternalStream(revocation.CHANNEL, self._on_ended)

    @property
    def seen(self) -> int | None:
        """Changes with every end of rights that was acted upon: an answer from before must be asked anew."""
        return self.stream.delivered

    def doubt(self, socket: Socket) -> None:
        self._doubted.add(socket)
        self._start(self.settle())

    def doubt_all(self) -> None:
        self._doubted |= self._sockets
        self._start(self.settle())

    async def doubt_old_sessions(self) -> None:
        """Every 10 s: whose session has ended by its age is asked anew, in one question for all."""
        keys = {key for socket in self._sockets if (key := socket.rights.session_key)}
        try:
            over = await query(revocation.ended_by_age, keys)
        except DatabaseError:
            return
        for socket in list(self._sockets):
            if socket.rights.session_key in over:
                self.doubt(socket)

    async def settle(self) -> None:
        """Asks each socket in doubt; while the database is away they stay in doubt."""
        asked = [socket for socket in self._doubted if socket in self._sockets]
        self._doubted.clear()
        answers = await asyncio.gather(*(socket.keep_rights() for socket in asked), return_exceptions=True)
        for socket, answer in zip(asked, answers, strict=True):
            if isinstance(answer, Exception):
                self._doubted.add(socket)
                if not isinstance(answer, DatabaseError):
                    logger.error("a socket's rights could not be asked for", exc_info=answer)

    def _on_ended(self, data: str) -> None:
        ended = orjson.loads(data)
        for socket in list(self._sockets):
            if ended["session"]:
                if socket.rights.rest_on(ended["session"]):
                    metrics.REVOKED.inc()
                    socket.shut(frames.UNAUTHORISED, "You have signed out.")
            elif socket.rights.are_of(ended["user"]):
                self.doubt(socket)
