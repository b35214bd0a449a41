"""Any sequence of frames on one socket leaves the server serving the others."""

import contextlib
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import copied
from tests.hostile.raw_socket import CLOSE, CONTINUATION, PING, PONG, TEXT, RawSocket
from tests.support.processes import Instance, Server, until
from tests.support.wire import Wire, listening

EXAMPLES = int(os.environ.get("FRAMES_EXAMPLES", "40"))

CHANNELS = st.sampled_from(
    ["appointments", "private-appointments", "doctor-schedule.1", "realtime-test", "\x00", "x" * 9_000]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | CHANNELS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
EVENTS = st.sampled_from(["pusher:subscribe", "pusher:unsubscribe", "pusher:ping", "pusher:pong", "client-x", "x"])
MESSAGES = st.fixed_dictionaries(
    {"event": EVENTS | VALUES},
    optional={"data": st.fixed_dictionaries({"channel": CHANNELS | VALUES}, optional={"auth": VALUES}) | VALUES},
)
TEXTS = MESSAGES.map(lambda message: json.dumps(message).encode()) | st.sampled_from(
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 9_000, b"{}" * 20_000, b'{"event":1e999}', b"a" * 200_000]
)
OPCODES = st.sampled_from([TEXT, TEXT, TEXT, 2, CONTINUATION, PING, PONG, CLOSE, 3, 11])
FRAMES = st.builds(
    RawSocket.frame,
    TEXTS | st.binary(max_size=140),
    opcode=OPCODES,
    final=st.booleans() | st.just(True),
    masked=st.just(True) | st.booleans(),
    reserved=st.sampled_from([0, 0, 0, 0x40, 0x10]),
)
FLOODS = st.builds(lambda frame, times: frame * times, FRAMES, st.integers(2, 300))
SEQUENCES = st.lists(FRAMES | FRAMES | FLOODS | st.binary(max_size=40), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("frames")
    copied(seeded, folder)
    with Instance(folder, redis_url=valkey).serving("make run") as server:
        yield server
        assert "Traceback" not in server.log.read_text()


@pytest.fixture(scope="module")
def reception(server: Server) -> httpx.Client:
    return server.signed_in("reception")


@pytest.fixture(scope="module")
def other(server: Server) -> Iterator[Wire]:
    """The socket of somebody else, open all the time."""
    with listening(server.signed_in("manager"), server.socket_url, "appointments") as wire:
        yield wire


@pytest.mark.more
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(frames=SEQUENCES)
def test_any_sequence_of_frames_leaves_the_server_serving_others(
    server: Server, reception: httpx.Client, other: Wire, frames: list[bytes]
) -> None:
    with contextlib.closing(RawSocket.of(reception, server)) as attacker:
        for frame in frames:
            with contextlib.suppress(ConnectionError, socket.timeout):  # the server has closed it, or does not read on
                attacker.send(frame)
        other.wait_for_pong()

    assert server.process.poll() is None


def test_after_all_that_the_server_has_let_go_of_the_sockets(server: Server, other: Wire) -> None:
    def sockets() -> Any:
        lines = httpx.get(f"{server.url}/metrics").text.splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("realtime_sockets "))

    other.wait_for_pong()
    until(lambda: sockets() == 1)
