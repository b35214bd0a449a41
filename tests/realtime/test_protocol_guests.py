"""A wall board's socket, on real servers: it hears its department's channel and no other, until its link is revoked."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.conftest import copied
from tests.realtime.test_protocol_revocation import Servers, closed_4009, refuse
from tests.support.processes import Instance, Server
from tests.support.wire import Wire

CHANNEL = "private-opd-board.cardiology"
EVENTS = f"/api/channels/{CHANNEL}/events/"
CALL = """
from django.utils import timezone
from appointments.events.board import BoardUpdated
from realtime.broadcasting import atomic, broadcast
with atomic():
    broadcast(BoardUpdated({slug!r}, "OP-C-{number:03}", "called", "Room 3", timezone.now(), waiting=2))
"""
# Without the event that revoking sends, as a code of a patient dies at midnight.
END_SILENTLY = """
from django.utils import timezone
from appointments.models import BoardLink
BoardLink.objects.filter(pk={pk}).update(revoked_at=timezone.now())
"""


@pytest.fixture(scope="module", params=["redis", pytest.param("no redis", marks=pytest.mark.more)])
def servers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str
) -> Iterator[Servers]:
    """Two processes on one database."""
    folder = tmp_path_factory.mktemp("guests")
    copied(seeded, folder)
    instance = Instance(folder, redis_url=valkey if request.param == "redis" else f"unix://{folder}/nobody.sock")
    with instance.serving() as one, instance.serving() as other:
        yield one, other


with_redis = pytest.mark.parametrize("servers", ["redis"], indirect=True, scope="module")


class Board:
    """A browser that has opened a new link to the board of cardiology."""

    def __init__(self, server: Server, client: httpx.Client | None = None) -> None:
        self.server, self.manager = server, server.client_of("manager")
        departments = {each["department"]["slug"]: each["department"]["id"] for each in self._doctors()}
        made = self.manager.post("/api/boards/", json={"department": departments["cardiology"]})
        assert made.status_code == 201, made.text
        self.pk, url = made.json()["id"], made.json()["url"]
        self.client = client or httpx.Client(base_url=server.url)
        server.clients.append(self.client)
        assert self.client.get(url).status_code in {200, 302}
        self.secret = self.client.cookies["board"]

    def _doctors(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.manager.get("/api/doctors/").json()
        return found

    def wire(self, server: Server | None = None) -> Wire:
        """A subscribed socket, as the page of this browser opens it."""
        server = server or self.server
        cookies = {"board": self.secret, **dict(self.client.cookies)}
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        wire = Wire(server.socket_url, origin=server.url, cookie=header)
        asked = {"socket_id": wire.established(), "channel_name": CHANNEL}
        wire.subscribe(CHANNEL, auth=self.client.post("/broadcasting/auth", data=asked).json()["auth"])
        return wire

    def revoke(self) -> None:
        assert self.manager.delete(f"/api/boards/{self.pk}/").status_code == 204


def call(server: Server, number: int, slug: str = "cardiology") -> None:
    server.instance.shell(CALL.format(slug=slug, number=number))


def test_a_board_hears_its_channel_and_no_other(servers: Servers) -> None:
    one, other = servers
    board = Board(one)
    with board.wire() as here, board.wire(other) as there:
        for wire in (here, there):
            for channel in ("appointments", "opd-appointments", "opd-board.cardiology", "private-appointments"):
                refuse(wire, channel)
        call(one, 7, "dermatology")
        call(one, 8)
        for wire in (here, there):
            frame = wire.next("board.updated")
            assert (frame["channel"], frame["data"]["token"]) == (CHANNEL, "OP-C-008")
            assert set(frame["data"]) == {"token", "state", "room", "at", "waiting", "seq"}

        head = frame["data"]["seq"]
        call(one, 9)
        missed = board.client.get(EVENTS, params={"after": head}).json()["events"]
        assert [event["data"]["token"] for event in missed] == ["OP-C-009"]


def test_a_board_gets_no_signature_for_another_channel(servers: Servers) -> None:
    board = Board(servers[0])
    with board.wire() as wire:
        socket_id = wire.frames[0]["data"]["socket_id"]
        for channel in ("private-appointments", "private-opd-board.dermatology", "private-department.cardiology"):
            asked = {"socket_id": socket_id, "channel_name": channel}
            answer = board.client.post("/broadcasting/auth", data=asked)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        wire.wait_for_pong()


def test_revoking_a_link_closes_its_boards_on_every_process(servers: Servers) -> None:
    one, other = servers
    ending, staying = Board(one), Board(one)
    with ending.wire() as here, ending.wire(other) as there, staying.wire(other) as kept:
        since = time.monotonic()
        ending.revoke()
        assert closed_4009(here, since)
        assert closed_4009(there, since)
        kept.wait_for_pong()
    assert "revoked" in ending.client.get("/appointments/board/cardiology").text
    assert ending.client.get(EVENTS, params={"after": 0}).status_code == 401
    assert staying.client.get(EVENTS, params={"after": 0}).status_code == 200


@with_redis
def test_a_link_that_ended_without_an_event_is_noticed(servers: Servers) -> None:
    """At the check every 10 s."""
    server, _ = servers
    ending, staying = Board(server), Board(server)
    with ending.wire() as wire, staying.wire() as kept:
        server.instance.shell(END_SILENTLY.format(pk=ending.pk))
        assert wire.close_code == 4009
        kept.wait_for_pong()


@with_redis
def test_a_signature_from_before_the_end_is_refused(servers: Servers) -> None:
    board = Board(servers[0])
    with Wire(board.server.socket_url) as wire:
        asked = {"socket_id": wire.established(), "channel_name": CHANNEL}
        auth = board.client.post("/broadcasting/auth", data=asked).json()["auth"]
        board.revoke()
        wire.send("pusher:subscribe", {"channel": CHANNEL, "auth": auth})
        assert wire.next("pusher:error")["data"]["code"] == 4009


@with_redis
def test_a_developers_browser_may_be_a_board(servers: Servers) -> None:
    """The handshake carries the developer's session, which may not hear the channel."""
    server, _ = servers
    board = Board(server, server.signed_in("developer"))
    with board.wire() as wire:
        call(server, 10)
        assert wire.next("board.updated")["data"]["token"] == "OP-C-010"
        since = time.monotonic()
        board.revoke()
        assert closed_4009(wire, since)
