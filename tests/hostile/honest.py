"""An honest client: makes a change every so often, and measures when it reaches another desk's socket.

It is a process of its own (`python -m tests.hostile.honest`), so that the attackers' work does not slow its clock.
"""

import contextlib
import json
import subprocess
import sys
import threading
import time
from typing import Any, Self

import httpx

from tests.hostile.target import Target
from tests.support.processes import ROOT, until
from tests.support.wire import Wire, listening

EVERY_SECONDS = 0.5
LOST_SECONDS = 20.0  # a change that takes longer counts with this time


class HonestClient:
    """`seconds` are the times from sending a change to its frame at another desk, in their order."""

    def __init__(self, target: Target) -> None:
        self.seconds: list[float] = []
        server = target.server
        desks = [
            {
                "cookies": dict(client.cookies),
                "headers": {name: client.headers[name] for name in ("X-CSRFToken", "Origin")},
            }
            for client in (server.client_of("manager"), server.client_of("reception"))
        ]
        given = {"url": server.url, "socket_url": server.socket_url, "appointment": target.appointment, "desks": desks}
        command = [sys.executable, "-m", "tests.hostile.honest", json.dumps(given)]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self._reader = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> Self:
        self._reader.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._reader.join(LOST_SECONDS)
        self._process.wait()

    def wait_for_more_than(self, already: int) -> None:
        """Waits until more changes than this have arrived."""
        until(lambda: len(self.seconds) > already, 2 * LOST_SECONDS)

    def _read(self) -> None:
        assert self._process.stdout
        with self._process.stdout as lines:
            for line in lines:
                self.seconds.append(float(line))


def work(url: str, socket_url: str, appointment: int, desks: list[dict[str, Any]]) -> None:
    """Changes the appointment as the first desk, and prints the seconds until the second has heard of it; for ever."""
    here, there = (httpx.Client(base_url=url, timeout=LOST_SECONDS, **desk) for desk in desks)
    wire, address = listening(there, socket_url, "appointments"), f"/api/appointments/{appointment}/"
    version = here.get(address).json()["extendedProps"]["appointment"]["version"]
    while True:
        sent = time.monotonic()
        answer = here.patch(address, json={"version": version, "notes": f"Change {version}"})
        assert answer.status_code == 200, answer.text
        version += 1
        with contextlib.suppress(AssertionError):  # it is late: its time says so
            wire.until(lambda version=version: version in versions(wire), LOST_SECONDS)
        print(time.monotonic() - sent, flush=True)
        wire.send("pusher:pong")  # a socket that sends nothing is closed
        time.sleep(EVERY_SECONDS)


def versions(wire: Wire) -> list[int]:
    """The versions that the last frames show."""
    changes = [frame["data"] for frame in wire.frames[-20:] if frame["event"] == "appointment.updated"]
    return [change["appointment"]["extendedProps"]["appointment"]["version"] for change in changes]


if __name__ == "__main__":
    work(**json.loads(sys.argv[1]))
