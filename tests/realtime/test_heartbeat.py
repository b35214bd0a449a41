"""A silent peer is pinged, then closed."""

import time

import pytest

from realtime import consumer as consumer_module
from realtime import frames
from realtime.consumer import DEAD_AFTER_SECONDS, DEAD_LINGER_SECONDS, PING_AFTER_SECONDS, PusherConsumer
from realtime.hub import HEARTBEAT_SECONDS


class RecordingTransport:
    """Records what is written to it."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.closed: list[tuple[int, float]] = []

    def write(self, frame: bytes) -> None:
        self.frames.append(frame)

    def close(self, last_frame: bytes, code: int, linger: float) -> None:
        self.closed.append((code, linger))

    def unsent_bytes(self) -> int:
        return 0

    def detach(self) -> None:
        """Nothing to release."""


class EmptyHub:
    """A hub with no other socket."""

    def discard(self, socket: PusherConsumer) -> None:
        """There is no other socket."""


@pytest.fixture
def transport() -> RecordingTransport:
    return RecordingTransport()


@pytest.fixture
def socket(transport: RecordingTransport, monkeypatch: pytest.MonkeyPatch) -> PusherConsumer:
    """Open, with a signed-in user."""
    monkeypatch.setattr(consumer_module, "get_hub", EmptyHub)
    socket = PusherConsumer()
    socket._transport, socket.push = transport, transport.write
    socket.rights.user_id = 7
    return socket


def heartbeats_for(socket: PusherConsumer, seconds: float) -> None:
    now = time.monotonic()
    for beats in range(1, int(seconds / HEARTBEAT_SECONDS) + 1):
        socket.heartbeat(now + beats * HEARTBEAT_SECONDS)


def test_a_peer_that_sent_a_frame_recently_is_not_pinged(socket: PusherConsumer, transport: RecordingTransport) -> None:
    heartbeats_for(socket, PING_AFTER_SECONDS - 1)

    assert (transport.frames, transport.closed) == ([], [])


def test_a_silent_peer_is_pinged_before_it_is_closed(socket: PusherConsumer, transport: RecordingTransport) -> None:
    heartbeats_for(socket, DEAD_AFTER_SECONDS - 1)
    assert (set(transport.frames), transport.closed) == ({frames.frame("pusher:ping", {})}, [])

    heartbeats_for(socket, 120)
    assert transport.closed == [(frames.NO_PONG, DEAD_LINGER_SECONDS)]


def test_a_dead_peer_is_closed_within_a_minute_of_its_last_frame() -> None:
    """It counts as dead, is found at the next heartbeat, and its transport is then aborted."""
    assert DEAD_AFTER_SECONDS + HEARTBEAT_SECONDS + DEAD_LINGER_SECONDS < 60
