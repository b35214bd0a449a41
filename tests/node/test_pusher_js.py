"""Unmodified pusher-js and laravel-echo, run by Node, against a real server process."""

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from tests.paths import clinic
from tests.processes import ROOT, SERVERS, Instance, Server

NODE = next((str(p) for p in [ROOT / ".venv/bin/node"] if p.exists()), None) or shutil.which("node")
PATIENCE = 15.0  # seconds

pytestmark = [
    pytest.mark.skipif(NODE is None, reason="Node is missing: make build installs it"),
    pytest.mark.skipif(not (ROOT / "node_modules/pusher-js").exists(), reason="pusher-js is missing: npm ci"),
]


class Listener:
    """The Node process; `said` are the lines of JSON that it wrote so far."""

    def __init__(self, server: Server, channel: str, event: str, **options: Any) -> None:
        host, _, port = server.url.removeprefix("http://").partition(":")
        given = {"host": host, "port": int(port), "key": os.environ["REALTIME_APP_KEY"], "origin": server.url}
        command = [
            str(NODE),
            "tests/node/listener.mjs",
            json.dumps({**given, "channel": channel, "event": event, **options}),
        ]
        self.said: list[dict[str, Any]] = []
        self._change = threading.Condition()
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The end of its input ends it; a signal would reach only PyPI's wrapper around Node."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            with self._change:
                self.said.append(json.loads(line))
                self._change.notify_all()

    def heard(self, what: str, count: int = 1, **fields: Any) -> list[dict[str, Any]]:
        """Waits until it said this so many times."""

        def found() -> list[dict[str, Any]]:
            wanted = {"what": what, **fields}
            return [said for said in self.said if wanted.items() <= said.items()]

        with self._change:
            assert self._change.wait_for(lambda: len(found()) >= count, PATIENCE), self.said
            return found()


@pytest.fixture(params=["uvicorn", pytest.param("daphne", marks=pytest.mark.more)])
def server(request: pytest.FixtureRequest, instance: Instance) -> Iterator[Server]:
    with instance.serving(request.param) as server:
        yield server


def test_echo_hears_a_booking_as_the_page_listens_to_it(server: Server) -> None:
    desk = server.signed_in("reception")
    doctor, patient = clinic.a_doctor(desk), clinic.register(desk, "Elena Novak")
    slot = clinic.free_slots(desk, doctor)[0]
    cookie = f"sessionid={desk.cookies['sessionid']}"
    with Listener(server, "appointments", ".appointment.updated", cookie=cookie) as echo:
        (subscribed,) = echo.heard("subscribed")
        booked = clinic.book(desk, doctor, slot, patient)
        (event,) = echo.heard("event")

        assert set(subscribed["data"]) == {"seq", "epoch"}
        assert event["data"]["seq"] == subscribed["data"]["seq"] + 1
        assert (event["data"]["action"], event["data"]["appointment"]) == ("created", booked)
        (heads,) = echo.heard("heads")[:1]
        assert heads["heads"] == {"appointments": event["data"]["seq"]}
        assert len(echo.heard("event")) == 1


def test_pusher_js_comes_back_after_a_restart_and_subscribes_again(instance: Instance) -> None:
    with instance.serving() as server:
        manager = server.signed_in("manager")
        cookie = f"sessionid={manager.cookies['sessionid']}"
        with Listener(server, "realtime-test", ".realtime.test", cookie=cookie) as echo:
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


@pytest.mark.parametrize(
    ("options", "code"), [({"origin": "http://evil.example.org", "cookie": "a=b"}, 4009), ({"key": "another"}, 4001)]
)
def test_who_is_turned_away_for_good_ends_disconnected(server: Server, options: dict[str, str], code: int) -> None:
    with Listener(server, "realtime-test", ".realtime.test", **options) as echo:
        echo.heard("error", code=code)
        echo.heard("state", state="disconnected")

        assert echo.said[-1] == {"what": "state", "state": "disconnected"}
