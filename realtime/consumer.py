"""The socket at `/app/{key}`: the Pusher Channels protocol, versions 5 to 7.

Every handshake is accepted. A socket that may not stay gets a `pusher:error` with the reason and is then closed: a
browser does not see why a handshake was refused.
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

from common import client_address, refusals
from common.limits import Bucket
from realtime import channels, frames, handshake, metrics
from realtime.hub import get_hub, socket_numbers
from realtime.socket_rights import Rights
from realtime.transport import Send, Transport, open_transport

AUTHORISE_WITHIN_SECONDS = 10.0
PING_AFTER_SECONDS = 30.0
DEAD_AFTER_SECONDS = 45.0
PONG_WITHIN_SECONDS = 5.0  # after a long pause of this process, peers are pinged before any is closed
LINGER_SECONDS = 10.0  # in which a slow peer can read as far as the close frame
DEAD_LINGER_SECONDS = 2.0  # for a silent peer: it is closed within 60 s of its last frame
MAX_REFUSED_FRAMES = 200  # refused frames after which the socket is closed


Receive = Callable[[], Awaitable[dict[str, Any]]]


class ProtocolError(Exception):
    """A frame of the client is answered with `pusher:error`; the socket stays open."""

    def __init__(self, code: int, message: str, channel: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.channel = code, message, channel


class PusherConsumer(AsyncWebsocketConsumer):
    """One browser tab or program. The hub pushes frames to it; it uses no channel of the channel layer itself."""

    channel_layer_alias = None  # only the hub receives from the layer
    push: Callable[[bytes], None]  # for the hub: the `write` of the transport, which does not wait

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aliases: set[str] = set()
        self.address = ""  # for the log
        self.network = ""  # for the limits
        self.socket_id = f"{secrets.randbelow(10**9) + 1}.{next(socket_numbers)}"
        self.rights = Rights(self.socket_id)
        self._opened_at = self._last_frame_at = time.monotonic()
        self._bucket = Bucket(settings.REALTIME_MAX_FRAMES_AT_ONCE, settings.REALTIME_MAX_FRAMES_PER_SECOND)
        self._refused_frames = 0
        self._pinged_at = 0.0
        self._rights_seen: int | None = None
        self._closing = False
        self._transport: Transport

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Handles the messages one by one in a single task; Channels itself uses two for each socket."""
        self.scope, self.base_send = scope, send
        try:
            with contextlib.suppress(StopConsumer):
                while True:
                    await self.dispatch(await receive())
        finally:  # also when the server cancels the task, or a handler fails
            get_hub().discard(self)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """Calls the handler without Channels' thread for old database connections: `query` has threads of its own."""
        await getattr(self, message["type"].replace(".", "_"))(message)

    # Handshake

    async def connect(self) -> None:
        await self.accept()
        self._transport = open_transport(self.scope, self.base_send, self)
        self.push = self._transport.write
        code, message = await self._check_handshake()
        if self._closing:  # the peer left while the database was read
            return
        if code:
            refusals.count(f"socket_{code}", "a socket", self.address)
            self.close_with_error(code, message)
            return
        hub = get_hub()
        hub.add(self)
        self.send_frame(frames.established(self.socket_id))
        if hub.rights.seen != self._rights_seen:
            hub.rights.mark_stale(self)
        if self.user_id is None:
            asyncio.get_running_loop().call_later(AUTHORISE_WITHIN_SECONDS, self._close_if_unauthorised)
        # The handshake is not needed any more, and takes memory in thousands of idle sockets. The routers keep a
        # reference to the scope, so its headers are removed.
        self.scope["headers"].clear()
        self.scope = {"type": "websocket"}

    async def _check_handshake(self) -> tuple[int, str]:
        """(close code, reason), or (0, '') for a socket that may stay."""
        scope: dict[str, Any] = self.scope
        self.address = client_address.of_socket(scope)
        self.network = client_address.network(self.address)
        if scope["url_route"]["kwargs"]["key"] != settings.REALTIME_APP_KEY:
            return frames.UNKNOWN_KEY, "There is no application with this key."
        if not handshake.protocol_spoken(scope):
            return frames.UNSUPPORTED_PROTOCOL, "Only the protocol versions 5 to 7 are supported."
        if not handshake.origin_allowed(scope):
            return frames.UNAUTHORISED, "This origin is not allowed."
        session_key = handshake.session_key(scope)
        if full := self._limit_reached(has_rights=session_key is not None):
            return frames.TRY_LATER, full
        if get_hub().draining:
            return frames.RESTARTING, frames.RESTARTING_TEXT
        self._rights_seen = get_hub().rights.seen
        try:
            await get_hub().sign_in.ask((self.rights, session_key))
        except DatabaseError:
            return frames.TRY_LATER, "The database cannot be reached; try again."
        # Once more: other sockets may have connected, and a stop may have begun, while the database was read.
        if get_hub().draining:
            return frames.RESTARTING, frames.RESTARTING_TEXT
        full = self._limit_reached(has_rights=self.has_rights)
        return (frames.TRY_LATER, full) if full else (0, "")

    def _limit_reached(self, *, has_rights: bool) -> str:
        """Which limit of sockets is reached; '' for none. Sockets without rights have a budget of their own: they must
        not keep out the signed-in users behind the same address.
        """
        hub = get_hub()
        if len(hub.sockets) >= settings.REALTIME_MAX_SOCKETS:
            return "This process has its highest number of connections."
        if not has_rights and hub.without_rights[self.network] >= settings.REALTIME_MAX_SOCKETS_WITHOUT_RIGHTS:
            return "There are too many connections from this address that are not signed in."
        if has_rights and hub.per_address[self.network] >= settings.REALTIME_MAX_SOCKETS_PER_ADDRESS:
            return "There are too many connections from this address."
        if self.user_id and hub.per_user[self.user_id] >= settings.REALTIME_MAX_SOCKETS_PER_USER:
            return "You have too many connections."
        return ""

    @property
    def user_id(self) -> int | None:
        """The user who is signed in by the session of the handshake."""
        return self.rights.user_id

    @property
    def has_rights(self) -> bool:
        """Whether it is signed in or has a subscription."""
        return self.user_id is not None or bool(self.aliases)

    async def disconnect(self, code: int) -> None:
        get_hub().discard(self)
        self._transport.detach()

    # Frames from the client

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        self._last_frame_at = time.monotonic()
        if self._closing:
            return
        try:
            self._check_allowance(bytes_data or (text_data or "").encode(errors="replace"))
            event, data = _message(text_data or "")
            await HANDLERS[event](self, data)
        except ProtocolError as error:
            refusals.count(f"frame_{error.code}", "a frame", self.address)
            self.send_frame(frames.error(error.code, error.message, error.channel))
        except DatabaseError:
            self.close_with_error(frames.TRY_LATER, "The database cannot be reached; try again.")

    def _check_allowance(self, message: bytes) -> None:
        if len(message) > settings.REALTIME_MAX_MESSAGE_BYTES:
            self.close_with_error(frames.TOO_BIG, "The message is too big.")
            raise ProtocolError(frames.TOO_BIG, "The message is too big.")
        if not self._bucket.take():
            self._refused_frames += 1
            if self._refused_frames >= MAX_REFUSED_FRAMES:
                self.close_with_error(frames.TRY_LATER, "Too many messages.")
            raise ProtocolError(frames.REFUSED_FRAME, "Too many messages; slow down.")

    async def _ping(self, data: dict[str, Any]) -> None:
        self.send_frame(frames.frame("pusher:pong", {}))

    async def _pong(self, data: dict[str, Any]) -> None:
        """Nothing to do: any frame shows that the peer is alive."""

    async def _subscribe(self, data: dict[str, Any]) -> None:
        channel, auth = _channel(data), data.get("auth")
        if channel not in self.aliases and len(self.aliases) >= settings.REALTIME_MAX_CHANNELS:
            raise ProtocolError(frames.REFUSED_FRAME, _("Too many channels on one connection."), channel)
        hub = get_hub()
        seen = hub.rights.seen
        try:
            await hub.admit.ask((self.rights, channel, auth if isinstance(auth, str) else ""))
        except (channels.UnknownChannel, channels.Refused):
            raise ProtocolError(frames.UNAUTHORISED, _("You don't have access to this channel."), channel) from None
        if not self.has_rights and (full := self._limit_reached(has_rights=True)):
            self.close_with_error(frames.TRY_LATER, full)
            return
        await hub.subscribe(channel, self)
        if hub.rights.seen != seen:
            hub.rights.mark_stale(self)

    async def _unsubscribe(self, data: dict[str, Any]) -> None:
        channel = _channel(data)
        self.rights.drop(channel)
        get_hub().unsubscribe(channel, self)

    # Frames to the client

    def send_frame(self, frame: bytes) -> None:
        """Sends a frame, unless this socket is closing."""
        if not self._closing:
            self.push(frame)

    def peer_too_slow(self) -> None:
        """More than 1 MiB is unsent: closes the socket; the client reconnects and catches up."""
        if not self._closing:
            metrics.SLOW_CLOSES.inc()
            self.close_with_error(frames.TRY_LATER, "You read too slowly; reconnect and catch up.")

    def peer_gone(self) -> None:
        """The peer has disconnected; `disconnect` follows."""
        self._closing = True
        get_hub().discard(self)

    def close_with_error(self, code: int, message: str, linger: float = LINGER_SECONDS) -> None:
        """Sends `pusher:error`, then closes; nothing is sent after it."""
        if self._closing:
            return
        self._closing = True
        self._transport.close(frames.error(code, message), code, linger)
        get_hub().discard(self)

    def heartbeat(self, now: float) -> None:
        """Every 10 s: pings a silent peer; closes a dead one, and one that has neither a session nor a subscription."""
        silent = now - self._last_frame_at
        asked = self._pinged_at > self._last_frame_at
        if silent > DEAD_AFTER_SECONDS and asked and now - self._pinged_at > PONG_WITHIN_SECONDS:
            self.close_with_error(frames.NO_PONG, "No pong came.", DEAD_LINGER_SECONDS)
        elif silent > PING_AFTER_SECONDS and not asked:
            self._pinged_at = now
            self.send_frame(frames.frame("pusher:ping", {}))
        elif now - self._opened_at > AUTHORISE_WITHIN_SECONDS:
            self._close_if_unauthorised()

    def _close_if_unauthorised(self) -> None:
        if not self.has_rights:
            self.close_with_error(frames.UNAUTHORISED, "Nobody is signed in on this connection.")

    async def revalidate(self) -> None:
        """Checks the rights again; closes the socket if they no longer cover its channels. Raises database errors."""
        if not await get_hub().still_valid.ask((self.rights, self.rights.with_signers(self.aliases))):
            metrics.REVOKED.inc()
            self.close_with_error(frames.UNAUTHORISED, "Your session or your rights have ended.")


def _message(text: str) -> tuple[str, dict[str, Any]]:
    """(event, data) of a client's frame; `data` may also be a JSON string. Raises ProtocolError."""
    try:
        message = orjson.loads(text)
        event = message["event"]
        data = message.get("data")
        data = orjson.loads(data) if isinstance(data, str) and data else data
    except (orjson.JSONDecodeError, TypeError, KeyError, AttributeError):
        raise ProtocolError(frames.BAD_FRAME, "The message is not a JSON object with an event.") from None
    if not isinstance(event, str):
        raise ProtocolError(frames.BAD_FRAME, "The message names no event.")
    if event.startswith("client-"):
        raise ProtocolError(frames.REFUSED_FRAME, "Client events are not supported.")
    if event not in HANDLERS:
        raise ProtocolError(frames.BAD_FRAME, "There is no such event.")
    return event, data if isinstance(data, dict) else {}


def _channel(data: dict[str, Any]) -> str:
    channel = data.get("channel")
    if not isinstance(channel, str) or not channel:
        raise ProtocolError(frames.BAD_FRAME, "No channel is named.")
    return channel


Handler = Callable[[PusherConsumer, dict[str, Any]], Coroutine[Any, Any, None]]
HANDLERS: dict[str, Handler] = {
    "pusher:ping": PusherConsumer._ping,
    "pusher:pong": PusherConsumer._pong,
    "pusher:subscribe": PusherConsumer._subscribe,
    "pusher:unsubscribe": PusherConsumer._unsubscribe,
}


class UnknownAddress(AsyncWebsocketConsumer):
    """Any other address: closed with the code of an unknown key."""

    channel_layer_alias = None

    async def connect(self) -> None:
        await self.accept()
        await self.send(frames.text_in(frames.error(frames.UNKNOWN_KEY, "There is no socket at this address.")))
        await self.close(frames.UNKNOWN_KEY)
