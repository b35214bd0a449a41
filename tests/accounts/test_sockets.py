"""What managers end closes sockets within 5 s, on every process, with and without Redis."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import copied
from tests.paths.clinic import program_token
from tests.support.processes import Instance, Server
from tests.support.wire import Wire

WITHIN_SECONDS = 5.0
CHANNEL = "private-appointments"

REVOKED = "t.revoked_at = timezone.now(); t.save()"
ENDS = {
    "revoked": REVOKED,
    "deleted": "t.delete()",
    "deleted in bulk": "ProgramToken.objects.filter(pk=t.pk).delete()",
    "expired": "ProgramToken.objects.filter(pk=t.pk).update(expires_at=timezone.now())",
    "user deactivated in bulk": "User.objects.filter(pk=t.user_id).update(is_active=False)",
}


@pytest.fixture(scope="module", params=["redis", pytest.param("no redis", marks=pytest.mark.more)])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str
) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("ends")
    copied(seeded, folder)
    instance = Instance(folder, redis_url=valkey if request.param == "redis" else f"unix://{folder}/nobody.sock")
    with instance.serving() as server:
        yield server


@pytest.fixture
def manager(server: Server) -> httpx.Client:
    return server.client_of("manager")


def sign(server: Server, secret: str, socket_id: str) -> httpx.Response:
    form = {"socket_id": socket_id, "channel_name": CHANNEL}
    headers = {"Authorization": f"Token {secret}"}
    return httpx.post(f"{server.url}/broadcasting/auth", data=form, headers=headers)


def listening(server: Server, secret: str) -> Wire:
    """A program's socket, subscribed with its token."""
    wire = Wire(server.socket_url)
    wire.subscribe(CHANNEL, auth=sign(server, secret, wire.established()).json()["auth"])
    return wire


def with_token(server: Server, name: str, how: str) -> str:
    """Runs this code in another process, with the token as `t`; returns what it prints."""
    return server.instance.shell(
        f"""
from django.utils import timezone
from django.contrib.auth.models import User
from accounts.models import ProgramToken
t = ProgramToken.objects.get(name={name!r})
{how}
"""
    )


def expect_closed(wire: Wire, since: float) -> None:
    assert wire.close_code == 4009
    assert wire.closed_at - since < WITHIN_SECONDS


# Without Redis one way is enough: no way sends an event.
@pytest.mark.parametrize(
    ("server", "how"),
    [pytest.param("no redis", "revoked", marks=pytest.mark.more), *(("redis", how) for how in ENDS)],
    indirect=["server"],
    scope="module",
)
def test_an_ended_token_closes_its_sockets_and_no_other(server: Server, manager: httpx.Client, how: str) -> None:
    ending, staying = f"{how}, ending", f"{how}, staying"
    secret = program_token(manager, "opd", name=ending)
    with (
        listening(server, secret) as wire,
        listening(server, program_token(manager, "reception", name=staying)) as kept,
    ):
        since = time.monotonic()
        with_token(server, ending, ENDS[how])
        expect_closed(wire, since)
        kept.send("pusher:ping")
        kept.next("pusher:pong")


with_redis = pytest.mark.parametrize("server", ["redis"], indirect=True, scope="module")


@with_redis
def test_a_signature_of_an_ended_token_is_refused(server: Server, manager: httpx.Client) -> None:
    secret = program_token(manager, "reception", name="signing")
    with Wire(server.socket_url) as wire:
        auth = sign(server, secret, wire.established()).json()["auth"]
        with_token(server, "signing", REVOKED)
        wire.send("pusher:subscribe", {"channel": CHANNEL, "auth": auth})
        assert wire.next("pusher:error")["data"]["code"] == 4009


@with_redis
def test_a_revocation_on_the_page_closes_the_tokens_sockets(server: Server, manager: httpx.Client) -> None:
    secret = program_token(manager, "reception", name="on the page")
    with listening(server, secret) as wire:
        pk = with_token(server, "on the page", "print(t.pk)").strip()
        since = time.monotonic()
        assert manager.post(f"/accounts/tokens/{pk}/revoke/").status_code == 200
        expect_closed(wire, since)


@with_redis
def test_a_deactivation_on_the_page_closes_the_persons_sockets(server: Server, manager: httpx.Client) -> None:
    leaving, staying = server.signed_in("reception2"), server.client_of("reception")
    pk = server.instance.shell(
        "from django.contrib.auth.models import User; print(User.objects.get(username='reception2').pk)"
    ).strip()
    with Wire.of(leaving, server.socket_url) as wire, Wire.of(staying, server.socket_url) as kept:
        for each in (wire, kept):
            each.established()
            each.subscribe("appointments")
        since = time.monotonic()
        assert manager.post(f"/accounts/staff/{pk}/active/", data={"active": "no"}).status_code == 200
        expect_closed(wire, since)
        assert kept.subscribe("opd-appointments")["seq"] >= 0
        assert leaving.get("/api/doctors/").status_code == 401
