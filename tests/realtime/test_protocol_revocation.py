"""Rights that end close the sockets that rest on them, within 5 s, on every process, Redis or not."""

import time
from collections.abc import Iterator

import pytest

from tests.processes import Instance, Server
from tests.realtime.wire import Wire

WITHIN_SECONDS = 5.0

DEACTIVATE = "u.is_active = False; u.save()"
STRIP = "u.groups.clear()"
NEW_PASSWORD = "u.set_password('another'); u.save()"
DELETE = "u.delete()"
STRIP_THE_ROLE = "from django.contrib.auth.models import Group; Group.objects.get(name='opd').permissions.clear()"
TAKE_OUT_OF_THE_ROLE = "from django.contrib.auth.models import Group; Group.objects.get(name='opd').user_set.remove(u)"


@pytest.fixture(params=["redis", "no redis"])
def servers(request: pytest.FixtureRequest, instance: Instance) -> Iterator[tuple[Server, Server]]:
    """Two processes on one database."""
    if request.param == "no redis":
        instance.redis_url = f"unix://{instance.data}/nobody.sock"
    with instance.serving() as one, instance.serving() as other:
        yield one, other


def change(instance: Instance, what: str) -> None:
    instance.manage(
        "shell", "-c", f"from django.contrib.auth.models import User; u = User.objects.get(username='opd'); {what}"
    )


def closed_4009(wire: Wire, since: float) -> bool:
    assert wire.close_code == 4009
    assert wire.closed_at - since < WITHIN_SECONDS
    return True


def test_signing_out_closes_that_sessions_sockets_on_every_process(servers: tuple[Server, Server]) -> None:
    one, other = servers
    leaving, staying = one.signed_in("opd"), one.signed_in("opd")
    with Wire.of(leaving, one.socket_url) as here, _of(leaving, other) as there, _of(staying, other) as kept:
        for wire in (here, there, kept):
            wire.established()
            wire.subscribe("appointments")
        since = time.monotonic()
        leaving.post("/accounts/logout/")
        assert closed_4009(here, since)
        assert closed_4009(there, since)
        assert kept.subscribe("opd-appointments")["seq"] == 0


def _of(client: object, server: Server) -> Wire:
    """A socket to this server with a session that another server made."""
    return Wire(server.socket_url, origin=server.url, cookie=f"sessionid={client.cookies['sessionid']}")  # type: ignore[attr-defined]


# What is said of each is the same event; that it travels without Redis, the first one shows.
WAYS = [DEACTIVATE, STRIP, NEW_PASSWORD, DELETE, STRIP_THE_ROLE, TAKE_OUT_OF_THE_ROLE]


@pytest.mark.parametrize(
    ("servers", "what"), [("no redis", DEACTIVATE), *(("redis", what) for what in WAYS)], indirect=["servers"]
)
def test_lost_rights_close_the_users_sockets(servers: tuple[Server, Server], instance: Instance, what: str) -> None:
    one, other = servers
    opd, reception = one.signed_in("opd"), one.signed_in("reception")
    with Wire.of(opd, one.socket_url) as here, _of(opd, other) as there, _of(reception, other) as kept:
        for wire in (here, there, kept):
            wire.established()
            wire.subscribe("appointments")
        since = time.monotonic()
        change(instance, what)
        since = max(since, time.monotonic() - 1)  # the shell itself takes a second to start
        assert closed_4009(here, since)
        assert closed_4009(there, since)
        assert kept.subscribe("opd-appointments")["seq"] == 0


def test_a_session_that_ends_by_its_age_closes_its_sockets(instance: Instance) -> None:
    """Within the 10 s after which each socket is looked at; nobody says anything on any channel."""
    with instance.serving() as server:
        opd, reception = server.signed_in("opd"), server.signed_in("reception")
        with Wire.of(opd, server.socket_url) as old, Wire.of(reception, server.socket_url) as kept:
            for wire in (old, kept):
                wire.established()
                wire.subscribe("appointments")
            key = opd.cookies["sessionid"]
            instance.manage(
                "shell",
                "-c",
                "from django.contrib.sessions.models import Session; from django.utils import timezone; "
                f"Session.objects.filter(pk='{key}').update(expire_date=timezone.now())",
            )
            assert old.close_code == 4009
            assert kept.subscribe("opd-appointments")["seq"] == 0


def test_a_private_channel_ends_with_the_session_that_signed_it(instance: Instance) -> None:
    with instance.serving() as server:
        opd = server.signed_in("opd")
        with Wire(server.socket_url) as wire:
            socket_id = wire.established()
            form = {"socket_id": socket_id, "channel_name": "private-appointments"}
            auth = opd.post("/broadcasting/auth", data=form).json()["auth"]
            wire.subscribe("private-appointments", auth=auth)
            since = time.monotonic()
            opd.post("/accounts/logout/")
            assert closed_4009(wire, since)


def test_harmless_changes_close_nothing(instance: Instance) -> None:
    with instance.serving() as server:
        opd = server.signed_in("opd")
        with Wire.of(opd, server.socket_url) as wire:
            wire.established()
            wire.subscribe("appointments")
            change(instance, "u.first_name = 'Olga'; u.save()")
            server.signed_in("opd")
            change(
                instance,
                "from django.contrib.auth.models import Group; u.groups.add(Group.objects.get(name='manager'))",
            )
            assert wire.subscribe("opd-appointments")["seq"] == 0
            assert wire.subscribe("realtime-test")["seq"] == 0


def test_the_internal_stream_is_unknown_to_everybody(instance: Instance) -> None:
    with instance.serving() as server:
        admin = server.signed_in("admin")
        assert admin.get("/api/channels/_revocations/events/", params={"after": 0}).status_code == 404
        with Wire.of(admin, server.socket_url) as wire:
            wire.established()
            wire.send("pusher:subscribe", {"channel": "_revocations"})
            assert wire.next("pusher:error")["data"]["code"] == 4009
