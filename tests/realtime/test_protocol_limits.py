"""The limits of sockets, set low, against a real server process; and a database that is away."""

import contextlib
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.support.databases import Database
from tests.support.processes import Instance, Server, until
from tests.support.wire import Wire, listening

LIMITS = {
    "REALTIME_MAX_SOCKETS": "9",
    "REALTIME_MAX_SOCKETS_PER_USER": "3",
    "REALTIME_MAX_SOCKETS_PER_ADDRESS": "6",
    "REALTIME_MAX_SOCKETS_WITHOUT_RIGHTS": "4",
    "REALTIME_MAX_CHANNELS": "3",
    "REALTIME_MAX_FRAMES_AT_ONCE": "10",
    "REALTIME_MAX_FRAMES_PER_SECOND": "1",
    "REALTIME_MAX_MESSAGE_BYTES": "500",
    "REALTIME_MAX_PINGS_PER_SECOND": "2",
}

MANAGER = """
from django.contrib.auth.models import Group, User
User.objects.create_user("manager", password="demo").groups.add(Group.objects.get(name="manager"))
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("limits")
    shutil.copy(seeded, folder / "hospital.sqlite3")
    with Instance(folder, redis_url=valkey, env=LIMITS).serving() as server:
        yield server


@pytest.fixture(scope="module")
def manager(server: Server) -> httpx.Client:
    return server.signed_in("manager")


@pytest.fixture(autouse=True)
def _all_sockets_of_the_last_test_are_gone(server: Server, manager: httpx.Client) -> None:
    def room() -> bool:
        with contextlib.ExitStack() as stack:
            wires = [stack.enter_context(Wire(server.socket_url)) for _ in range(4)]
            wires += [stack.enter_context(Wire.of(manager, server.socket_url)) for _ in range(3)]
            return all(wire.next()["event"] == "pusher:connection_established" for wire in wires)

    until(room)


def opened_at_once(count: int, server: Server, client: httpx.Client | None, stack: contextlib.ExitStack) -> list[Wire]:
    def open_one(_: int) -> Wire:
        return Wire.of(client, server.socket_url) if client else Wire(server.socket_url)

    with ThreadPoolExecutor(count) as pool:
        wires = list(pool.map(open_one, range(count)))
    for wire in wires:
        stack.enter_context(wire)
    return wires


@pytest.mark.parametrize(("signed_in", "room"), [(True, 3), (False, 4)])
def test_sockets_over_the_limit_are_closed_with_4100(
    server: Server, manager: httpx.Client, signed_in: bool, room: int
) -> None:
    """All connect at once: the limit holds while sessions are being read."""
    with contextlib.ExitStack() as stack:
        wires = opened_at_once(12, server, manager if signed_in else None, stack)
        first = [wire.next() for wire in wires]
        refused = [wire for wire, frame in zip(wires, first, strict=True) if frame["event"] == "pusher:error"]

        assert len(wires) - len(refused) == room
        assert {wire.close_code for wire in refused} == {4100}
        assert {wire.frames[0]["data"]["code"] for wire in refused} == {4100}


def test_sockets_without_rights_keep_no_signed_in_user_behind_the_same_address_out(
    server: Server, manager: httpx.Client
) -> None:
    with contextlib.ExitStack() as stack:
        opened_at_once(12, server, None, stack)
        with listening(manager, server.socket_url, "appointments") as wire:
            wire.wait_for_pong()


def test_all_addresses_of_one_ipv6_network_count_as_one(tmp_path: Path, seeded: Path, valkey: str) -> None:
    """A host owns the 64 bits behind its network: it must not get the limit once more for each address."""
    shutil.copy(seeded, tmp_path / "hospital.sqlite3")
    env = LIMITS | {"BEHIND_TLS_PROXY": "1"}
    with Instance(tmp_path, redis_url=valkey, env=env).serving() as server, contextlib.ExitStack() as stack:

        def first_event(address: str) -> str:
            wire = stack.enter_context(Wire(server.socket_url, forwarded_for=address))
            return str(wire.next()["event"])

        same = [first_event(f"2001:db8:0:1::{host}") for host in range(1, 6)]
        assert same == ["pusher:connection_established"] * 4 + ["pusher:error"]
        assert first_event("2001:db8:0:2::1") == "pusher:connection_established"


def test_a_private_subscription_frees_the_place_of_a_socket_without_rights(
    server: Server, manager: httpx.Client
) -> None:
    """A program signs in by its signature: it may have as many sockets as a page, whatever its first ones wait for."""
    with contextlib.ExitStack() as stack:
        for _ in range(6):
            wire = stack.enter_context(Wire(server.socket_url))
            name = "private-appointments"
            asked = {"socket_id": wire.established(), "channel_name": name}
            wire.subscribe(name, **manager.post("/broadcasting/auth", json=asked).json())
        with Wire(server.socket_url) as over:
            asked = {"socket_id": over.established(), "channel_name": name}
            signed = manager.post("/broadcasting/auth", json=asked).json()
            over.send("pusher:subscribe", {"channel": name, **signed})
            assert over.close_code == 4100


def test_a_closed_socket_frees_its_place(server: Server, manager: httpx.Client) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            stack.enter_context(listening(manager, server.socket_url))
        with Wire.of(manager, server.socket_url) as over:
            assert over.close_code == 4100

    def room() -> bool:
        with Wire.of(manager, server.socket_url) as wire:
            return wire.next()["event"] == "pusher:connection_established"

    until(room)


def test_channels_over_the_limit_are_refused_until_one_is_left(server: Server, manager: httpx.Client) -> None:
    with listening(manager, server.socket_url, "appointments", "opd-appointments", "realtime-test") as wire:
        wire.send("pusher:subscribe", {"channel": "doctor-schedule.1"})
        frame = wire.next("pusher:error")
        assert (frame["data"]["code"], frame["data"]["channel"]) == (4301, "doctor-schedule.1")
        assert wire.subscribe("appointments")

        wire.send("pusher:unsubscribe", {"channel": "appointments"})
        assert wire.subscribe("doctor-schedule.1")


def test_too_many_frames_are_refused_and_the_socket_stays(server: Server, manager: httpx.Client) -> None:
    with listening(manager, server.socket_url) as wire:
        for _ in range(15):
            wire.send("pusher:ping")
        wire.until(lambda: len(wire.frames) == 16)

        answers = [frame["event"] for frame in wire.frames[1:]]
        assert answers[:10] == ["pusher:pong"] * 10
        assert {frame["data"]["code"] for frame in wire.frames if frame["event"] == "pusher:error"} == {4301}
        assert answers.count("pusher:error") >= 4


def test_repeated_abuse_closes_the_socket(server: Server, manager: httpx.Client) -> None:
    with listening(manager, server.socket_url) as wire:
        with contextlib.suppress(Exception):
            for _ in range(1000):
                wire.send("pusher:ping")

        assert wire.close_code == 4100
        assert wire.frames[-1]["data"]["code"] == 4100


def test_malformed_frames_count_too(server: Server, manager: httpx.Client) -> None:
    with listening(manager, server.socket_url) as wire:
        for _ in range(12):
            wire.send_text("nonsense")
        wire.until(lambda: len(wire.frames) == 13)

        assert [frame["data"]["code"] for frame in wire.frames[1:]][:10] == [4200] * 10
        assert wire.frames[-1]["data"]["code"] == 4301


@pytest.mark.parametrize("binary", [False, True])
def test_the_message_limit_is_the_setting(server: Server, manager: httpx.Client, binary: bool) -> None:
    with listening(manager, server.socket_url) as wire:
        wire.send_text(b"x" * 501 if binary else "x" * 501)

        assert wire.close_code == 1009


def test_pings_over_the_limit_are_throttled(server: Server, manager: httpx.Client) -> None:
    codes = [manager.post("/api/realtime/ping/", json={"message": "hello"}).status_code for _ in range(6)]

    assert set(codes) == {202, 429}
    assert codes[0] == 202


@pytest.mark.more
def test_without_the_database_sockets_are_closed_with_4100(
    tmp_path: Path, postgres_database: Database, valkey: str
) -> None:
    """Never 4009, after which a page does not retry."""
    instance = Instance(tmp_path, postgres_database.url, valkey)
    instance.manage("migrate", "--verbosity", "0")
    instance.manage("shell", "-c", MANAGER)
    with instance.serving() as server:
        manager = server.signed_in("manager")
        with listening(manager, server.socket_url, "realtime-test") as wire:
            postgres_database.disconnect()
            with Wire.of(manager, server.socket_url) as late:
                assert late.close_code == 4100
            wire.send("pusher:subscribe", {"channel": "appointments"})
            assert wire.close_code == 4100
            postgres_database.reconnect()

        def back() -> bool:
            with Wire.of(manager, server.socket_url) as wire:
                return wire.next()["event"] == "pusher:connection_established" and bool(wire.subscribe("appointments"))

        until(back)
