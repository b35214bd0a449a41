"""The socket at `/app/{key}`: the Pusher Channels protocol, versions 5 to 7, strictly.

Closes only after accepting, and says why in a `pusher:error` first: a browser learns nothing from a handshake that
is refused.
"""

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import orjson
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils.translation import gettext as _

from realtime import channels, frames, handshake, metrics
from realtime.hub import get_hub, socket_numbers
from realtime.limits import Bucket
from realtime.outgoing import Send, WayOut, way_out
from realtime.rights import Rights

AUTHORISE_WITHIN_SECONDS = 10.0
PING_AFTER_SECONDS = 30.0
DEAD_AFTER_SECONDS = 45.0
ANSWER_WITHIN_SECONDS = 5.0  # a server that was itself stopped for long asks first, and closes nobody unasked
LINGER_SECONDS = 10.0  # for a slow reader to come to the closing frame
DEAD_LINGER_SECONDS = 2.0  # for a peer from which nothing came: gone within 60 s of its last sign of life
ABUSE_FRAMES = 200  # refused frames after which the socket is closed


Receive = Callable[[], Awaitable[dict[str, Any]]]


class Complaint(Exception):
    """A frame that is answered with `pusher:error`; the socket stays open."""

    def __init__(self, code: int, message: str, channel: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.channel = code, message, channel


class PusherConsumer(AsyncWebsocketConsumer):
    """One browser tab or program. The hub pushes frames into it; it never uses a channel of the layer itself."""

    channel_layer_alias = None  # the hub alone listens to the layer
    push: Callable[[bytes], None]  # for the hub: the way out's own `write`, which waits for nobody

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aliases: set[str] = set()
        self.address = ""
        self.socket_id = f"{secrets.randbelow(10**9) + 1}.{next(socket_numbers)}"
        self.rights = Rights(self.socket_id)
        self._opened_at = self._heard_at = time.monotonic()
        self._bucket = Bucket(settings.REALTIME_MAX_FRAMES_AT_ONCE, settings.REALTIME_MAX_FRAMES_PER_SECOND)
        self._refused = 0
        self._asked_at = 0.0
        self._rights_seen: int | None = None
        self._closing = False
        self._out: WayOut

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Message after message in one task, where Channels would keep two for each socket."""
        self.scope, self.base_send = scope, send
        try:
            with contextlib.suppress(StopConsumer):
                while True:
                    await self.dispatch(await receive())
        finally:  # also where a server cancels, or a handler fails
            get_hub().discard(self)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Without Channels' hop to a thread for every message: whatever asks the database here has its own threads."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    # Handshake

    async def connect(self) -> None:
        await self.accept()
        self._out = way_out(self.scope, self.base_send, self)
        self.push = self._out.write
        code, message = await self._greet()
        if self._closing:  # gone while the database answered
            return
        if code:
            self.shut(code, message)
            return
        hub = get_hub()
        hub.add(self)
        self.say(frames.established(self.socket_id))
        if hub.rights.seen != self._rights_seen:
            hub.rights.doubt(self)
        if self.user_id is None:
            asyncio.get_running_loop().call_later(AUTHORISE_WITHIN_SECONDS, self._demand_rights)
        # What follows needs no more of the handshake; thousands of idle sockets need not keep it. The routers above
        # hold the scope too, so the headers are taken out of it.
        self.scope["headers"].clear()
        self.scope = {"type": "websocket"}

    async def _greet(self) -> tuple[int, str]:
        """(close code, reason), (0, '') for a welcome guest."""
        scope: dict[str, Any] = self.scope
        if scope["url_route"]["kwargs"]["key"] != settings.REALTIME_APP_KEY:
            return frames.UNKNOWN_KEY, "There is no application with this key."
        if not handshake.protocol_spoken(scope):
            return frames.UNSUPPORTED_PROTOCOL, "Only the protocols 5 to 7 are spoken here."
        if not handshake.origin_allowed(scope):
            return frames.UNAUTHORISED, "This origin is not allowed."
        self.address = scope["client"][0] if scope.get("client") else ""
        if full := self._no_room():
            return frames.TRY_LATER, full
        if get_hub().draining:
            return frames.RESTARTING, frames.COME_BACK
        self._rights_seen = get_hub().rights.seen
        try:
            await get_hub().sign_in.ask((self.rights, handshake.session_key(scope)))
        except DatabaseError:
            return frames.TRY_LATER, "The database is away; try again."
        # Asked again: others may have come in, and a stop may have been asked for, while the database answered.
        if get_hub().draining:
            return frames.RESTARTING, frames.COME_BACK
        full = self._no_room()
        return (frames.TRY_LATER, full) if full else (0, "")

    def _no_room(self) -> str:
        """Which limit of sockets is reached, '' where there is room."""
        hub = get_hub()
        if len(hub.sockets) >= settings.REALTIME_MAX_SOCKETS:
            return "This process has no room for another connection."
        if hub.per_address[self.address] >= settings.REALTIME_MAX_SOCKETS_PER_ADDRESS:
            return "There are too many connections from this address."
        if self.user_id and hub.per_user[self.user_id] >= settings.REALTIME_MAX_SOCKETS_PER_USER:
            return "You have too many connections."
        return ""

    @property
    def user_id(self) -> int | None:
        """Whoever is signed in by the handshake's session."""
        return self.rights.user_id

    async def disconnect(self, code: int) -> None:
        get_hub().discard(self)
        self._out.forget()

    # Frames from the client

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        self._heard_at = time.monotonic()
        if self._closing:
            return
        try:
            self._check_allowance(bytes_data or (text_data or "").encode(errors="replace"))
            event, data = _message(text_data or "")
            await HANDLERS[event](self, data)
        except Complaint as complaint:
            self.say(frames.error(complaint.code, complaint.message, complaint.channel))
        except DatabaseError:
            self.shut(frames.TRY_LATER, "The database is away; try again.")

    def _check_allowance(self, message: bytes) -> None:
        if len(message) > settings.REALTIME_MAX_MESSAGE_BYTES:
            self.shut(frames.TOO_BIG, "The message is too big.")
            raise Complaint(frames.TOO_BIG, "The message is too big.")
        if not self._bucket.take():
            self._refused += 1
            if self._refused >= ABUSE_FRAMES:
                self.shut(frames.TRY_LATER, "Too many messages.")
            raise Complaint(frames.REFUSED_FRAME, "Too many messages; slow down.")

    async def _ping(self, data: dict[str, Any]) -> None:
        self.say(frames.frame("pusher:pong", {}))

    async def _pong(self, data: dict[str, Any]) -> None:
        """Being heard is all that a pong is for."""

    async def _subscribe(self, data: dict[str, Any]) -> None:
        channel, auth = _channel(data), data.get("auth")
        if channel not in self.aliases and len(self.aliases) >= settings.REALTIME_MAX_CHANNELS:
            raise Complaint(frames.REFUSED_FRAME, _("Too many channels on one connection."), channel)
        hub = get_hub()
        seen = hub.rights.seen
        try:
            await hub.admit.ask((self.rights, channel, auth if isinstance(auth, str) else ""))
        except (channels.UnknownChannel, channels.Refused):
            raise Complaint(frames.UNAUTHORISED, _("You don't have access to this channel."), channel) from None
        await hub.subscribe(channel, self)
        if hub.rights.seen != seen:
            hub.rights.doubt(self)

    async def _unsubscribe(self, data: dict[str, Any]) -> None:
        channel = _channel(data)
        self.rights.forget(channel)
        get_hub().unsubscribe(channel, self)

    # Frames to the client

    def say(self, frame: bytes) -> None:
        """Puts a frame on its way, unless this socket is closing."""
        if not self._closing:
            self.push(frame)

    def reads_too_slowly(self) -> None:
        """1 MiB waits for the peer: it is closed, so that nobody pays for it, and catches up later."""
        if not self._closing:
            metrics.SLOW_CLOSES.inc()
            self.shut(frames.TRY_LATER, "You read too slowly; reconnect and catch up.")

    def has_left(self) -> None:
        """The peer is gone; `disconnect` follows."""
        self._closing = True
        get_hub().discard(self)

    def shut(self, code: int, message: str, linger: float = LINGER_SECONDS) -> None:
        """Says why, then closes; nothing is sent after it."""
        if self._closing:
            return
        self._closing = True
        self._out.end(frames.error(code, message), code, linger)
        get_hub().discard(self)

    def beat(self, now: float) -> None:
        """Every 10 s: asks a silent peer for life, closes a dead one, and one that never showed any right."""
        silent = now - self._heard_at
        asked = self._asked_at > self._heard_at
        if silent > DEAD_AFTER_SECONDS and asked and now - self._asked_at > ANSWER_WITHIN_SECONDS:
            self.shut(frames.NO_PONG, "No pong came.", DEAD_LINGER_SECONDS)
        elif silent > PING_AFTER_SECONDS and not asked:
            self._asked_at = now
            self.say(frames.frame("pusher:ping", {}))
        elif now - self._opened_at > AUTHORISE_WITHIN_SECONDS:
            self._demand_rights()

    def _demand_rights(self) -> None:
        if self.user_id is None and not self.aliases:
            self.shut(frames.UNAUTHORISED, "Nobody is signed in on this connection.")

    async def keep_rights(self) -> None:
        """Asks again what this socket may; closes it where that is less than what it hears. Raises database errors."""
        if not await get_hub().still_hold.ask((self.rights, self.rights.of(self.aliases))):
            metrics.REVOKED.inc()
            self.shut(frames.UNAUTHORISED, "Your session or your rights have ended.")


def _message(text: str) -> tuple[str, dict[str, Any]]:
    """(event, data) of a client's frame; `data` may come as a JSON string as well. Raises Complaint."""
    try:
        message = orjson.loads(text)
        event = message["event"]
        data = message.get("data")
        data = orjson.loads(data) if isinstance(data, str) and data else data
    except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
        raise Complaint(frames.BAD_FRAME, "The message is no JSON object with an event.") from None
    if not isinstance(event, str):
        raise Complaint(frames.BAD_FRAME, "The message names no event.")
    if event.startswith("client-"):
        raise Complaint(frames.REFUSED_FRAME, "Client events are not taken.")
    if event not in HANDLERS:
        raise Complaint(frames.BAD_FRAME, "There is no such event.")
    return event, data if isinstance(data, dict) else {}


def _channel(data: dict[str, Any]) -> str:
    channel = data.get("channel")
    if not isinstance(channel, str) or not channel:
        raise Complaint(frames.BAD_FRAME, "No channel is named.")
    return channel


Handler = Callable[[PusherConsumer, dict[str, Any]], Coroutine[Any, Any, None]]
HANDLERS: dict[str, Handler] = {
    "pusher:ping": PusherConsumer._ping,
    "pusher:pong": PusherConsumer._pong,
    "pusher:subscribe": PusherConsumer._subscribe,
    "pusher:unsubscribe": PusherConsumer._unsubscribe,
}


class NoSuchSocket(AsyncWebsocketConsumer):
    """Any other address: closed as an unknown key is."""

    channel_layer_alias = None

    async def connect(self) -> None:
        await self.accept()
        await self.send(frames.text_of(frames.error(frames.UNKNOWN_KEY, "There is no socket at this address.")))
        await self.close(frames.UNKNOWN_KEY)
