"""Unmodified Pysher (protocol 6), used as by a program of the hospital: from its token to an event."""

import json
import os
import sys

import httpx

from tests.clients.listener import Listener
from tests.paths import clinic
from tests.support.processes import Server


def pysher(server: Server, token: str, channel: str, event: str) -> Listener:
    host, _, port = server.url.removeprefix("http://").partition(":")
    options = {"host": host, "port": int(port), "key": os.environ["REALTIME_APP_KEY"], "token": token}
    command = json.dumps({**options, "channel": channel, "event": event})
    return Listener(sys.executable, "tests/clients/pysher_client.py", command)


def test_a_program_gets_a_booking_by_its_token(server: Server) -> None:
    token = clinic.program_token(server.client_of("manager"), "reception")
    with (
        httpx.Client(base_url=server.url, headers={"Authorization": f"Token {token}"}, timeout=20) as program,
        pysher(server, token, "private-appointments", "appointment.updated") as client,
    ):
        doctor, patient = clinic.a_doctor(program), clinic.register(program, "Elena Novak")
        slot = clinic.free_slots(program, doctor)[0]
        (subscribed,) = client.heard("subscribed")
        booked = clinic.book(program, doctor, slot, patient)
        (event,) = client.heard("event")

        assert set(subscribed["data"]) == {"seq", "epoch"}
        assert event["data"]["seq"] == subscribed["data"]["seq"] + 1
        assert (event["data"]["action"], event["data"]["appointment"]) == ("created", booked)
        assert event["data"]["by"]["name"] == "Front Desk"
    assert [line["what"] for line in client.lines] == ["subscribed", "event"]
