"""Ended rights close the sockets that depend on them, within 5 s, on every process, with and without Redis."""

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import copied
from tests.support.processes import Instance, Server
from tests.support.wire import Wire

WITHIN_SECONDS = 5.0

Servers = tuple[Server, Server]

DEACTIVATE = "u.is_active = False; u.save()"
STRIP = "u.groups.clear()"
NEW_PASSWORD = "u.set_password('another'); u.save()"
DELETE = "u.delete()"
STRIP_THE_ROLE = "role.permissions.clear()"
TAKE_OUT_OF_THE_ROLE = "role.user_set.remove(u)"
LIMIT = "set_scope(by=None, user=u, departments=Department.objects.filter(slug='cardiology'))"


@pytest.fixture(scope="module", params=["redis", pytest.param("no redis", marks=pytest.mark.more)])
def servers(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str
) -> Iterator[Servers]:
    """Two processes on one database."""
    folder = tmp_path_factory.mktemp("revocation")
    copied(seeded, folder)
    instance = Instance(folder, redis_url=valkey if request.param == "redis" else f"unix://{folder}/nobody.sock")
    with instance.serving() as one, instance.serving() as other:
        yield one, other


with_redis = pytest.mark.parametrize("servers", ["redis"], indirect=True, scope="module")
numbers = itertools.count()


@pytest.fixture
def clerk(servers: Servers) -> str:
    """The name of a user of this test, with a role of the same name that has the rights of `opd`."""
    name = f"clerk{next(numbers)}"
    servers[0].instance.shell(
        f"""
from django.contrib.auth.models import Group, User
user = User.objects.create_user({name!r}, password="demo")
role = Group.objects.create(name={name!r})
role.permissions.set(Group.objects.get(name="opd").permissions.all())
user.groups.add(role)
"""
    )
    return name


def change(server: Server, name: str, what: str) -> None:
    """Changes the user `u` or its `role` in another process."""
    server.instance.shell(
        f"""
from appointments.models import Department
from appointments.services.department_scope import set_scope
from django.contrib.auth.models import Group, User
u, role = User.objects.get(username={name!r}), Group.objects.get(name={name!r})
{what}
"""
    )


def closed_4009(wire: Wire, since: float) -> bool:
    assert wire.close_code == 4009
    assert wire.closed_at - since < WITHIN_SECONDS
    return True


def test_signing_out_closes_the_sessions_sockets_on_every_process(servers: Servers, clerk: str) -> None:
    one, other = servers
    leaving, staying = one.signed_in(clerk), one.signed_in(clerk)
    with Wire.of(leaving, one.socket_url) as here, _of(leaving, other) as there, _of(staying, other) as kept:
        for wire in (here, there, kept):
            wire.established()
            wire.subscribe("appointments")
        since = time.monotonic()
        leaving.post("/accounts/logout/")
        assert closed_4009(here, since)
        assert closed_4009(there, since)
        assert kept.subscribe("opd-appointments")["seq"] == 0


def _of(client: httpx.Client, server: Server) -> Wire:
    """A socket to this server with a session that another server made."""
    return Wire(server.socket_url, origin=server.url, cookie=f"sessionid={client.cookies['sessionid']}")


# All of them send the same event; the test above shows that it arrives without Redis.
WAYS = [DEACTIVATE, STRIP, NEW_PASSWORD, DELETE, STRIP_THE_ROLE, TAKE_OUT_OF_THE_ROLE, LIMIT]


@pytest.mark.parametrize(
    ("servers", "what"),
    [pytest.param("no redis", DEACTIVATE, marks=pytest.mark.more), *(("redis", what) for what in WAYS)],
    indirect=["servers"],
    scope="module",
)
def test_lost_rights_close_the_users_sockets(servers: Servers, clerk: str, what: str) -> None:
    one, other = servers
    losing, reception = one.signed_in(clerk), one.signed_in("reception")
    with Wire.of(losing, one.socket_url) as here, _of(losing, other) as there, _of(reception, other) as kept:
        for wire in (here, there, kept):
            wire.established()
            wire.subscribe("appointments")
        since = time.monotonic()
        change(one, clerk, what)
        assert closed_4009(here, since)
        assert closed_4009(there, since)
        assert kept.subscribe("opd-appointments")["seq"] == 0


def refuse(wire: Wire, channel: str) -> None:
    wire.send("pusher:subscribe", {"channel": channel})
    assert wire.next("pusher:error")["data"]["code"] == 4009


@with_redis
def test_another_scope_closes_what_it_no_longer_covers(servers: Servers, clerk: str) -> None:
    one, other = servers
    change(one, clerk, LIMIT)
    client = one.signed_in(clerk)
    with Wire.of(client, one.socket_url) as losing, _of(client, other) as keeping:
        for wire in (losing, keeping):
            wire.established()
            refuse(wire, "appointments")
        losing.subscribe("department.cardiology")
        refuse(keeping, "department.dermatology")
        since = time.monotonic()
        change(one, clerk, LIMIT.replace("cardiology", "dermatology"))
        assert closed_4009(losing, since)
        assert keeping.subscribe("department.dermatology")["seq"] >= 0


@with_redis
@pytest.mark.parametrize("changes_password", [False, True])
def test_ending_the_other_sessions_closes_their_sockets(servers: Servers, clerk: str, changes_password: bool) -> None:
    """By "Sign out everywhere", or by a new password."""
    one, other = servers
    leaving, elsewhere, reception = one.signed_in(clerk), other.signed_in(clerk), one.signed_in("reception")
    with Wire.of(elsewhere, other.socket_url) as there, Wire.of(reception, one.socket_url) as kept:
        for wire in (there, kept):
            wire.established()
            wire.subscribe("appointments")
        since = time.monotonic()
        if changes_password:
            new = {"old_password": "demo", "new_password1": "Kestrel-42-fly", "new_password2": "Kestrel-42-fly"}
            assert "Your password has been changed." in leaving.post("/accounts/", data=new).text
        else:
            leaving.post("/accounts/sign-out-everywhere/")
        assert closed_4009(there, since)
        assert kept.subscribe("opd-appointments")["seq"] == 0


@with_redis
def test_an_expired_session_closes_its_sockets(servers: Servers, clerk: str) -> None:
    """At the check every 10 s: expiry sends no event."""
    server, _ = servers
    ending, reception = server.signed_in(clerk), server.signed_in("reception")
    with Wire.of(ending, server.socket_url) as old, Wire.of(reception, server.socket_url) as kept:
        for wire in (old, kept):
            wire.established()
            wire.subscribe("appointments")
        server.instance.shell(
            "from django.contrib.sessions.models import Session; from django.utils import timezone; "
            f"Session.objects.filter(pk='{ending.cookies['sessionid']}').update(expire_date=timezone.now())",
        )
        assert old.close_code == 4009
        assert kept.subscribe("opd-appointments")["seq"] == 0


@with_redis
def test_a_private_channel_ends_with_the_session_that_signed_it(servers: Servers, clerk: str) -> None:
    server, _ = servers
    client = server.signed_in(clerk)
    with Wire(server.socket_url) as wire:
        socket_id = wire.established()
        form = {"socket_id": socket_id, "channel_name": "private-appointments"}
        auth = client.post("/broadcasting/auth", data=form).json()["auth"]
        wire.subscribe("private-appointments", auth=auth)
        since = time.monotonic()
        client.post("/accounts/logout/")
        assert closed_4009(wire, since)


@with_redis
@pytest.mark.parametrize("by_expiry", [False, pytest.param(True, marks=pytest.mark.more)])
def test_what_a_stolen_session_signed_ends_with_the_session(servers: Servers, clerk: str, by_expiry: bool) -> None:
    """The thief has a copy of the cookie, so the new password ends this session too: its key is another then."""
    server, _ = servers
    victim = server.signed_in(clerk)
    key = victim.cookies["sessionid"]
    with Wire(server.socket_url) as wire, Wire(server.socket_url) as again:
        signed = {}
        for each in (wire, again):
            form = {"socket_id": each.established(), "channel_name": "private-appointments"}
            signed[each] = victim.post("/broadcasting/auth", data=form).json()["auth"]
        wire.subscribe("private-appointments", auth=signed[wire])
        if by_expiry:
            server.instance.shell(
                "from django.contrib.sessions.models import Session; from django.utils import timezone; "
                f"Session.objects.filter(pk='{key}').update(expire_date=timezone.now())",
            )
        else:
            new = {"old_password": "demo", "new_password1": "Kestrel-42-fly", "new_password2": "Kestrel-42-fly"}
            assert "Your password has been changed." in victim.post("/accounts/", data=new).text
        again.send("pusher:subscribe", {"channel": "private-appointments", "auth": signed[again]})
        assert again.next("pusher:error")["data"]["code"] == 4009
        assert wire.close_code == 4009


@with_redis
def test_changes_without_effect_on_rights_close_nothing(servers: Servers, clerk: str) -> None:
    server, _ = servers
    client = server.signed_in(clerk)
    with Wire.of(client, server.socket_url) as wire:
        wire.established()
        wire.subscribe("appointments")
        change(server, clerk, "u.first_name = 'Olga'; u.save()")
        server.signed_in(clerk)
        change(server, clerk, "u.groups.add(Group.objects.get(name='manager'))")
        assert wire.subscribe("opd-appointments")["seq"] == 0
        assert wire.subscribe("realtime-test")["seq"] == 0


@with_redis
def test_the_internal_stream_is_unknown_to_all_users(servers: Servers) -> None:
    server, _ = servers
    admin = server.signed_in("admin")
    assert admin.get("/api/channels/_revocations/events/", params={"after": 0}).status_code == 404
    with Wire.of(admin, server.socket_url) as wire:
        wire.established()
        wire.send("pusher:subscribe", {"channel": "_revocations"})
        assert wire.next("pusher:error")["data"]["code"] == 4009
