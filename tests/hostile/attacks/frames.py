"""Frames that are too many, too long, or none at all; each socket must be closed, or each frame refused."""

import contextlib
import json
from concurrent.futures import ThreadPoolExecutor

import httpx

from tests.hostile.raw_socket import CONTINUATION, PING, TEXT, RawSocket
from tests.hostile.target import Tally, Target

BINARY = 2
FINAL, COMPRESSED = 0x80, 0x40
SECONDS = 30.0  # within which the server must have closed a socket


def attack(target: Target) -> Tally:
    tally = Tally()
    subscribe = json.dumps({"event": "pusher:subscribe", "data": {"channel": "users"}}).encode()
    part = RawSocket.frame(b"x" * 1_000, opcode=CONTINUATION, final=False)
    streams = {
        "flood of subscribe": RawSocket.frame(subscribe) * target.scale.frames,
        "flood of pings": RawSocket.frame(b"", opcode=PING) * target.scale.frames + b"\xff" * 20,
        "flood of empty frames": RawSocket.frame(b"") * target.scale.frames,
        "a giant frame": RawSocket.frame(b"x" * 20_000_000),
        "a giant frame announced": bytes([FINAL | TEXT, 0xFF]) + (1 << 40).to_bytes(8, "big"),
        "a message in endless parts": RawSocket.frame(b"", final=False) + part * target.scale.frames,
        "a compressed frame": RawSocket.frame(b"\xaa" * 20, reserved=COMPRESSED),
        "binary frames": RawSocket.frame(b"\0" * 100, opcode=BINARY) * target.scale.frames,
        "broken UTF-8": RawSocket.frame(b"\xff\xfe\xfd"),
        "an unmasked frame": RawSocket.frame(b"{}", masked=False),
        "an unknown opcode": RawSocket.frame(b"{}", opcode=3),
        "a ping over 125 bytes": RawSocket.frame(b"x" * 126, opcode=PING),
        "no frames at all": b"\0" * 100_000,
        "deep JSON": RawSocket.frame(b"[" * 9_000 + b"]" * 9_000),
        "a client event flood": RawSocket.frame(b'{"event":"client-x","data":{}}') * target.scale.frames,
    }
    client = target.insider("reception")
    with ThreadPoolExecutor(len(streams)) as pool:
        closed = list(pool.map(lambda stream: _closed_after(target, client, stream), streams.values()))
    for what, refused in zip(streams, closed, strict=True):
        tally.note(what, refused=refused)
    return tally


def _closed_after(target: Target, client: httpx.Client, stream: bytes) -> bool:
    """Whether the server closes the socket that sends this."""
    with contextlib.closing(RawSocket.of(client, target.server)) as attacker:
        try:
            attacker.send(stream)
            attacker.read_to_the_end(SECONDS)
        except TimeoutError:
            return False
        except ConnectionError:
            return True
    return True
