"""Signing in and out with real processes: a socket closes with the session that opened it."""

import re
import time

import httpx
import pytest

from tests.support.oidc_provider import LOGOUT, identity_provider
from tests.support.processes import Instance, Server, free_port
from tests.support.second_factor import AUTHENTICATE, SECRET, SIGN_IN, code
from tests.support.wire import Wire

CLOSES_WITHIN = 5.0  # seconds


def closes_in_time(wire: Wire, since: float) -> bool:
    assert wire.close_code == 4009
    return wire.closed_at - since < CLOSES_WITHIN


def test_a_person_signed_out_at_the_provider_is_signed_out_here(instance: Instance) -> None:
    port = free_port()
    with identity_provider(f"http://127.0.0.1:{port}") as provider:
        instance.env = provider.environment
        with instance.serving(port=port) as server, httpx.Client(base_url=server.url) as client:
            way = provider.sign_in(client.get("/accounts/oidc/login/").headers["location"], "e1")
            assert client.get(way).headers["location"] == "/"
            assert client.get("/appointments/calendar").status_code == 200
            with Wire.of(client, server.socket_url) as wire:
                wire.established()
                wire.subscribe("appointments")
                since = time.monotonic()
                provider.sign_out("e1")
                assert closes_in_time(wire, since)
            assert client.get("/appointments/calendar").status_code == 302
            assert client.post(LOGOUT, data={"logout_token": "x"}).status_code == 400


def test_the_socket_of_a_session_that_is_ended_closes(instance: Instance) -> None:
    with instance.serving() as server:
        here, there = server.signed_in("reception"), server.signed_in("reception")
        page = here.get("/accounts/sessions/").text
        [other] = re.findall(r'name="session" value="(\d+)"', page)
        with Wire.of(here, server.socket_url) as kept, Wire.of(there, server.socket_url) as ended:
            for wire in (kept, ended):
                wire.established()
                wire.subscribe("appointments")
            since = time.monotonic()
            assert here.post("/accounts/sessions/", data={"session": other}).status_code == 200
            assert closes_in_time(ended, since)
            assert kept.subscribe("opd-appointments")["seq"] >= 0


SET_UP = f"""
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
TOTP.activate(User.objects.get(username="reception"), {SECRET!r})
"""


@pytest.mark.more
def test_a_code_is_accepted_by_one_server_process_alone(instance: Instance) -> None:
    with instance.serving() as one, instance.serving() as other:
        instance.shell(SET_UP)
        desks = [asked_for_the_code(server) for server in (one, other)]
        form = {"code": code()}
        ends = [
            desk.post(AUTHENTICATE, data=form | {"csrfmiddlewaretoken": desk.cookies["csrftoken"]}) for desk in desks
        ]
    assert [answer.status_code for answer in ends] == [302, 200]
    assert "Wrong code." in ends[1].text


def asked_for_the_code(server: Server) -> httpx.Client:
    """A client whose password was right."""
    client = httpx.Client(base_url=server.url)
    server.clients.append(client)
    client.get(SIGN_IN)
    form = {"username": "reception", "password": "demo", "csrfmiddlewaretoken": client.cookies["csrftoken"]}
    assert client.post(SIGN_IN, data=form).headers["location"] == AUTHENTICATE
    return client
