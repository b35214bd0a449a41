"""The Pusher protocol's frames: JSON text with `data` encoded a second time, as pusher-js expects it.

Each is encoded once, as the bytes of a whole WebSocket frame, for any number of sockets.
"""

import struct
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

PROTOCOLS = {"5", "6", "7"}  # their frames are the same for all that is used here
FINAL_TEXT = 0x81  # FIN and opcode 1, the first byte of a WebSocket text frame
ACTIVITY_TIMEOUT_SECONDS = 30

# Error and close codes. pusher-js gives up after 4000–4099, retries after 1 s at 4100–4199, and at once at 4200–4299.
UNKNOWN_KEY = 4001
UNSUPPORTED_PROTOCOL = 4007
UNAUTHORISED = 4009
TRY_LATER = 4100
BAD_FRAME = 4200
RESTARTING = 4200
NO_PONG = 4201
REFUSED_FRAME = 4301
TOO_BIG = 1009

RESTARTING_TEXT = "The server restarts; come back at once."


def json_text(value: Any) -> str:
    return orjson.dumps(value).decode()


def frame(event: str, data: Mapping[str, Any] | str, channel: str | None = None) -> bytes:
    """One frame. `data` is an object, or JSON text."""
    parts: dict[str, Any] = {"event": event, "data": data if isinstance(data, str) else json_text(data)}
    if channel is not None:
        parts["channel"] = channel
    return websocket_frame(orjson.dumps(parts))


def websocket_frame(payload: bytes) -> bytes:
    """One unmasked, uncompressed text frame (RFC 6455, section 5.2)."""
    if len(payload) < 126:
        return struct.pack("!BB", FINAL_TEXT, len(payload)) + payload
    if len(payload) < 1 << 16:
        return struct.pack("!BBH", FINAL_TEXT, 126, len(payload)) + payload
    return struct.pack("!BBQ", FINAL_TEXT, 127, len(payload)) + payload


@lru_cache(maxsize=64)
def text_in(frame: bytes) -> str:
    """The text of a frame, for servers that build frames themselves; decoded once for all sockets."""
    return frame[{126: 4, 127: 10}.get(frame[1], 2) :].decode()


def error(code: int, message: str, channel: str | None = None) -> bytes:
    """`pusher:error`; the channel is inside the data, because pusher-js drops it elsewhere."""
    data: dict[str, Any] = {"code": code, "message": message}
    if channel is not None:
        data["channel"] = channel
    return frame("pusher:error", data)


def established(socket_id: str) -> bytes:
    return frame(
        "pusher:connection_established", {"socket_id": socket_id, "activity_timeout": ACTIVITY_TIMEOUT_SECONDS}
    )


def subscribed(channel: str, seq: int, epoch: str) -> bytes:
    """`subscription_succeeded`: every number above `seq` will be sent on this socket."""
    return frame("pusher_internal:subscription_succeeded", {"seq": seq, "epoch": epoch}, channel)
