"""A client that stops reading, against a real server process."""

import socket
import struct
from urllib.parse import urlsplit

import httpx
import pytest

from tests.support.processes import Instance, Server, until
from tests.support.wire import listening

EVENTS = 80
SEND_MANY = f"""
from realtime.broadcasting import atomic, broadcast
from realtime.diagnostics import PingBroadcast
for _ in range({EVENTS}):
    with atomic():
        broadcast(PingBroadcast("realtime-test", "x" * 100_000))
"""
CLOSED_4100 = b"\x88\x02" + struct.pack("!H", 4100)


def masked(text: str) -> bytes:
    return bytes([0x81, 0x80 | len(text)]) + bytes(4) + text.encode()


def who_never_reads(server: Server, client: httpx.Client) -> socket.socket:
    """Subscribes like a page, with the smallest receive buffer, and reads nothing more."""
    address = urlsplit(server.socket_url)
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.connect((address.hostname, address.port))
    peer.sendall(
        f"GET {address.path}?{address.query} HTTP/1.1\r\nHost: {address.netloc}\r\nOrigin: {server.url}\r\n"
        f"Cookie: sessionid={client.cookies['sessionid']}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
    )
    assert b"101" in peer.recv(16)
    peer.sendall(masked('{"event":"pusher:subscribe","data":{"channel":"realtime-test"}}'))
    return peer


def metric(server: Server, name: str) -> float:
    text = httpx.get(f"{server.url}/metrics").text
    return next(float(line.split()[1]) for line in text.splitlines() if line.startswith(f"{name} "))


@pytest.mark.more
def test_a_peer_that_is_a_mebibyte_behind_is_closed_and_others_do_not_wait(instance: Instance) -> None:
    with instance.serving("make run") as server:
        manager = server.signed_in("manager")
        with who_never_reads(server, manager) as peer, listening(manager, server.socket_url, "realtime-test") as wire:
            until(lambda: metric(server, "realtime_subscriptions") == 2)
            instance.shell(SEND_MANY)
            assert wire.heard("realtime-test", EVENTS) == list(range(1, EVENTS + 1))
            until(lambda: metric(server, "realtime_slow_closes_total") == 1)
            assert metric(server, "realtime_sockets") == 1

            received = b""
            while part := peer.recv(1 << 20):
                received = (received + part)[-1000:]
            assert b"You read too slowly" in received
            assert received.endswith(CLOSED_4100)
