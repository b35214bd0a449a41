"""An honest client: makes a change every so often, and measures when it reaches another desk's socket."""

import contextlib
import threading
import time
from typing import Self

from tests.hostile.target import Target
from tests.support.processes import until
from tests.support.wire import listening

EVERY_SECONDS = 0.5
LOST_SECONDS = 20.0  # a change that takes longer counts with this time


class HonestClient:
    """`seconds` are the times from sending a change to its frame at another desk, in their order."""

    def __init__(self, target: Target) -> None:
        self.seconds: list[float] = []
        self._client = target.server.signed_in("manager")
        self._wire = listening(target.server.client_of("reception"), target.server.socket_url, "appointments")
        self._address = f"/api/appointments/{target.appointment}/"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join(2 * LOST_SECONDS)
        self._wire.close()

    def wait_for_more_than(self, already: int) -> None:
        """Waits until more changes than this have arrived."""
        until(lambda: len(self.seconds) > already, 2 * LOST_SECONDS)

    def _work(self) -> None:
        version = self._client.get(self._address).json()["extendedProps"]["appointment"]["version"]
        while not self._ended.wait(EVERY_SECONDS):
            sent = time.monotonic()
            answer = self._client.patch(self._address, json={"version": version, "notes": f"Change {version}"})
            assert answer.status_code == 200, answer.text
            version += 1
            with contextlib.suppress(AssertionError):  # it is late: its time says so
                self._wire.until(lambda version=version: self._shows(version), LOST_SECONDS)
            self.seconds.append(time.monotonic() - sent)
            self._wire.send("pusher:pong")  # a socket that sends nothing is closed

    def _shows(self, version: int) -> bool:
        shown = (f["data"]["appointment"]["extendedProps"]["appointment"]["version"] for f in self._changes())
        return version in shown

    def _changes(self) -> list[dict[str, object]]:
        return [f for f in self._wire.frames[-20:] if f["event"] == "appointment.updated"]  # type: ignore[return-value]
