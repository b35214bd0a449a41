"""Unmodified pusher-js and Laravel Echo in Node, against a real server process."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.listener import Listener
from tests.paths import clinic
from tests.support.processes import ROOT, SERVERS, Instance, Server

NODE = next((str(p) for p in [ROOT / ".venv/bin/node"] if p.exists()), None) or shutil.which("node")
pytestmark = [
    pytest.mark.skipif(NODE is None, reason="Node is missing: make build installs it"),
    pytest.mark.skipif(not (ROOT / "node_modules/pusher-js").exists(), reason="pusher-js is missing: npm ci"),
]


def echo_of(server: Server, channel: str, event: str, **options: Any) -> Listener:
    """Laravel Echo over pusher-js, as a browser with these options would run it."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    given = {"host": host, "port": int(port), "key": os.environ["REALTIME_APP_KEY"], "origin": server.url}
    command = json.dumps({**given, "channel": channel, "event": event, **options})
    return Listener(str(NODE), "tests/clients/pusher_js.mjs", command)


def test_echo_gets_a_booking_as_the_page_listens_to_it(server: Server) -> None:
    desk = server.signed_in("reception")
    doctor, patient = clinic.a_doctor(desk), clinic.register(desk, "Elena Novak")
    slot = clinic.free_slots(desk, doctor)[0]
    cookie = f"sessionid={desk.cookies['sessionid']}"
    with echo_of(server, "appointments", ".appointment.updated", cookie=cookie) as echo:
        (subscribed,) = echo.heard("subscribed")
        booked = clinic.book(desk, doctor, slot, patient)
        (event,) = echo.heard("event")

        assert set(subscribed["data"]) == {"seq", "epoch"}
        assert event["data"]["seq"] == subscribed["data"]["seq"] + 1
        assert (event["data"]["action"], event["data"]["appointment"]) == ("created", booked)
        (heads,) = echo.heard("heads")[:1]
        assert heads["heads"] == {"appointments": event["data"]["seq"]}
        assert len(echo.heard("event")) == 1


@pytest.mark.more
def test_pusher_js_reconnects_after_a_restart_and_subscribes_again(instance: Instance) -> None:
    with instance.serving() as server:
        manager = server.signed_in("manager")
        cookie = f"sessionid={manager.cookies['sessionid']}"
        with echo_of(server, "realtime-test", ".realtime.test", cookie=cookie) as echo:
            echo.heard("subscribed")
            server.process.terminate()
            server.process.wait(10)
            echo.heard("state", state="connecting")
            port = int(server.url.rpartition(":")[2])
            with Path(server.log).open("ab") as log:
                server.process = subprocess.Popen(
                    SERVERS["uvicorn"](port), cwd=ROOT, env=instance.environment(), stdout=log, stderr=log
                )
            server.wait_until_up()
            echo.heard("subscribed", count=2)
            seq = manager.post("/api/realtime/ping/", json={"message": "back"}).json()["seq"]
            (event,) = echo.heard("event")

            assert (event["data"]["message"], event["data"]["seq"]) == ("back", seq)


@pytest.mark.more
@pytest.mark.parametrize(
    ("options", "code"), [({"origin": "http://evil.example.org", "cookie": "a=b"}, 4009), ({"key": "another"}, 4001)]
)
def test_a_client_that_is_refused_for_good_ends_disconnected(
    server: Server, options: dict[str, str], code: int
) -> None:
    with echo_of(server, "realtime-test", ".realtime.test", **options) as echo:
        echo.heard("error", code=code)
        echo.heard("state", state="disconnected")

        assert echo.lines[-1] == {"what": "state", "state": "disconnected"}
