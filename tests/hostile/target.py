"""The hospital under attack, and the tally of an attack."""

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

import httpx

from appointments.hospital_time import at, today
from tests.support.processes import Server

ATTACKER = "127.0.0.2"  # an address of its own, so that its limits are not those of the honest client
SECRET = "Quenby Zephyrine"  # a patient's name that stands nowhere else
DAYS_AHEAD = 400  # beyond what the demo clinic has booked


@dataclass
class Tally:
    """What was tried, and what came of it. `leaks` and `open` say what, for the first few."""

    tried: int = 0
    refused: int = 0
    leaks: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def note(self, what: str, *, refused: bool, leaked: bool = False) -> None:
        self.tried += 1
        self.refused += refused
        if leaked:
            self.leaks.append(what)
        elif not refused:
            self.open.append(what)

    def answer(self, what: str, answer: httpx.Response, *expected: int) -> None:
        """Notes an HTTP answer: refused if its status is one of `expected`, a leak if it names the secret patient."""
        leaked = SECRET in answer.text
        self.note(f"{what}: {answer.status_code}", refused=answer.status_code in expected and not leaked, leaked=leaked)


@dataclass(frozen=True)
class Scale:
    """How much of each attack: in `make test`, or in `make siege`."""

    half_open: int
    idle: int
    calls: int
    frames: int


SHORT = Scale(half_open=50, idle=300, calls=20, frames=500)
FULL = Scale(half_open=2_000, idle=10_000, calls=500, frames=20_000)


@dataclass
class Target:
    """A running server with a patient whose name is a secret, and one appointment of that patient."""

    server: Server
    scale: Scale
    patient: int
    appointment: int
    doctor: int
    start: datetime
    stack: contextlib.ExitStack
    _clients: dict[str, httpx.Client] = field(default_factory=dict)
    _addresses: Iterator[int] = field(default_factory=lambda: itertools.count(10))

    @classmethod
    def prepared(cls, server: Server, scale: Scale, stack: contextlib.ExitStack) -> "Target":
        reception = server.client_of("reception")
        person = {"name": SECRET, "phone": "+91 90 0000 7261", "confirm": True}
        patient = _json(reception.post("/api/patients/", json=person))["id"]
        doctor = _json(reception.get("/api/doctors/"))[-1]["id"]
        for days in range(DAYS_AHEAD, DAYS_AHEAD + 14):
            start = at(today() + timedelta(days=days), time(10))
            booking = {"patient": patient, "doctor": doctor, "start": start.isoformat(), "complaint": "Cough"}
            answer = reception.post("/api/appointments/", json=booking)
            if answer.status_code == 201:
                return cls(server, scale, patient, answer.json()["id"], doctor, start, stack)
        raise AssertionError(answer.text)

    def stranger(self) -> httpx.Client:
        """A client without a session, at the attacker's address."""
        transport = httpx.HTTPTransport(local_address=ATTACKER)
        return self.stack.enter_context(httpx.Client(base_url=self.server.url, transport=transport, timeout=20))

    def insider(self, username: str) -> httpx.Client:
        """A client that is signed in, shared by all attacks; do not sign out with it."""
        if username not in self._clients:
            self._clients[username] = self.signed_in(username)
        return self._clients[username]

    def signed_in(self, username: str) -> httpx.Client:
        client = self.stranger()
        client.get("/accounts/login/")
        form = {"username": username, "password": "demo", "csrfmiddlewaretoken": client.cookies["csrftoken"]}
        answer = client.post("/accounts/login/", data=form)
        assert "sessionid" in client.cookies, answer.text
        client.headers.update({"X-CSRFToken": client.cookies["csrftoken"], "Origin": self.server.url})
        return client

    def fresh_address(self) -> str:
        """A loopback address that no attack has used."""
        number = next(self._addresses)
        return f"127.0.{number // 250}.{number % 250 + 1}"


def _json(answer: httpx.Response) -> Any:
    assert answer.status_code in {200, 201}, answer.text
    return answer.json()
