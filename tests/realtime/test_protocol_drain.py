"""A server that stops closes its sockets with 4200 and ends."""

import contextlib
import json
import time
from http.client import HTTPConnection

import httpx
import pytest

from tests.paths import clinic
from tests.support.processes import Instance
from tests.support.wire import Wire


def test_on_sigterm_every_socket_is_closed_with_4200_and_the_process_ends(instance: Instance) -> None:
    with instance.serving("make run") as server:
        reception = server.signed_in("reception")
        wires = [Wire.of(reception, server.socket_url) for _ in range(60)]
        for wire in wires:
            wire.established()
        wires[0].subscribe("appointments")
        asked = time.monotonic()
        server.process.terminate()
        assert {wire.close_code for wire in wires} == {4200}
        assert wires[0].next("pusher:error")["data"]["code"] == 4200
        assert server.process.wait(10) in {0, -15}
        assert time.monotonic() - asked < 8
        for wire in wires:
            wire.close()


def test_a_server_without_sockets_ends_cleanly(instance: Instance) -> None:
    with instance.serving("make run") as server:
        reception = server.signed_in("reception")
        assert reception.get("/api/doctors/").status_code == 200
        server.process.terminate()
        assert server.process.wait(10) in {0, -15}
        assert "Traceback" not in server.log.read_text()


def test_a_running_request_is_finished_while_the_server_stops(instance: Instance) -> None:
    """The body arrives in two parts: between them the server closes its sockets and accepts no connection."""
    with instance.serving("make run") as server:
        desk = server.signed_in("reception")
        doctor, patient = clinic.a_doctor(desk), clinic.register(desk, "Elena Novak")
        slot = clinic.free_slots(desk, doctor)[0]
        body = json.dumps({"patient": patient, "doctor": doctor, "start": slot["start"], "complaint": "Cough"}).encode()
        with (
            Wire.of(desk, server.socket_url) as wire,
            contextlib.closing(HTTPConnection(server.url.removeprefix("http://"), timeout=10)) as slow,
        ):
            wire.established()
            slow.putrequest("POST", "/api/appointments/")
            for name, value in {
                "Cookie": "; ".join(f"{name}={value}" for name, value in desk.cookies.items()),
                "X-CSRFToken": desk.cookies["csrftoken"],
                "Content-Type": "application/json",
                "Content-Length": str(len(body)),
                "Expect": "100-continue",
            }.items():
                slow.putheader(name, value)
            slow.endheaders()
            assert slow.sock.recv(100).startswith(b"HTTP/1.1 100")
            server.process.terminate()

            assert wire.close_code == 4200
            with pytest.raises(httpx.ConnectError):
                httpx.get(f"{server.url}/healthz")
            slow.send(body)
            answer = slow.getresponse()
            assert (answer.status, json.load(answer)["status"]) == (201, "SCHEDULED")
        assert server.process.wait(10) in {0, -15}
        assert "Traceback" not in server.log.read_text()
