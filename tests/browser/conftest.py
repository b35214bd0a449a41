"""Windows, servers and cases for the browser tests."""

import contextlib
import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from appointments.hospital_time import at, today
from tests.browser.desk import ANSWER_MS, Desk, desks
from tests.conftest import copied
from tests.support.chromium import FLAGS, HEADLESS
from tests.support.processes import Instance, Server

expect.set_options(timeout=ANSWER_MS)  # what has a limit of its own says so

MISSING = "no Chromium here: apt-get install -y chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker("browser")
            if HEADLESS is None and os.environ.get("CI") != "true":
                item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    assert HEADLESS, MISSING
    return {**browser_type_launch_args, "executable_path": HEADLESS, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk in another time zone than the hospital's: pages must show the hospital's all the same."""
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "timezone_id": "America/New_York"}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str) -> Iterator[Server]:
    """The demo clinic under uvicorn, for every test that does it no harm; each test has a week of its own (`case`)."""
    folder = tmp_path_factory.mktemp("server")
    copied(seeded, folder)
    with Instance(folder, redis_url=valkey).serving() as served:
        yield served


def watch(context: BrowserContext, server: Server) -> list[str]:
    """What must not happen in a window: a script that fails, a request that leaves the page's own host."""
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(f"script: {error.error}"))

    def look(url: str) -> None:
        if (
            urlsplit(url).scheme in {"http", "https", "ws", "wss"}
            and urlsplit(url).netloc != urlsplit(server.url).netloc
        ):
            wrong.append(f"request to {url}")

    context.on("request", lambda request: look(request.url))
    context.on("page", lambda page: page.on("websocket", lambda socket: look(socket.url)))
    return wrong


@contextlib.contextmanager
def watched(browser: Browser, context_args: dict[str, Any], server: Server, *usernames: str) -> Iterator[list[Desk]]:
    """A window for each of them; nothing may have gone wrong in any when the block ends."""
    opened = desks(browser, context_args, server, *usernames)
    wrong = [watch(desk.page.context, server) for desk in opened]
    yield opened
    for desk in opened:
        desk.page.context.close()
    assert wrong == [[] for _ in opened]


@pytest.fixture
def desk(browser: Browser, browser_context_args: dict[str, Any], server: Server) -> Iterator[Desk]:
    """A receptionist's window."""
    with watched(browser, browser_context_args, server, "reception") as [reception]:
        yield reception


@pytest.fixture
def two_desks(browser: Browser, browser_context_args: dict[str, Any], server: Server) -> Iterator[list[Desk]]:
    """Two windows, a receptionist's and a manager's."""
    with watched(browser, browser_context_args, server, "reception", "manager") as pair:
        yield pair


@dataclass
class Case:
    """A patient whom nobody else has booked, a doctor, and an empty week far ahead of the demo clinic's bookings."""

    patient: str
    patient_id: int
    mrn: str
    doctor: str
    doctor_id: int
    day: str
    ten: datetime
    client: httpx.Client
    manager: httpx.Client

    today: bool = False

    @property
    def week(self) -> str:
        return f"?view=week&date={self.day}&doctor={self.doctor_id}"

    def book(self, start: datetime, patient: int | None = None) -> dict[str, Any]:
        """Books through the API, as another desk."""
        body = {
            "patient": patient or self.patient_id,
            "doctor": self.doctor_id,
            "start": start.isoformat(),
            "complaint": "Cough",
        }
        by = self.client
        if self.today:  # at any hour: in the past or outside hours too
            by, body["reason"] = self.manager, "Test"
        answer = by.post("/api/appointments/", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def walk_in(self, slug: str = "cardiology", patient: int | None = None) -> dict[str, Any]:
        """Gives a token through the API: a manager's, because departments are closed on Sundays."""
        queues = self.manager.get("/api/queues/").json()
        department = next(each["department"]["id"] for each in queues if each["department"]["slug"] == slug)
        body = {"patient": patient or self.patient_id, "department": department, "complaint": "Cough"}
        answer = self.manager.post("/api/opd-appointments/", json=body)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def token(self, slug: str = "cardiology", patient: int | None = None) -> str:
        return str(self.walk_in(slug, patient)["extendedProps"]["appointment"]["token"])

    def register(self, name: str, **fields: str) -> dict[str, Any]:
        """Registers another patient, even if the name is already in use."""
        return register(self.client, name, **fields)


def register(client: httpx.Client, name: str, **fields: str) -> dict[str, Any]:
    person = {"name": name, "phone": "+46 70 555 0101", **fields}
    answer = client.post("/api/patients/", json=person | {"confirm": True})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


weeks = itertools.count(5)


@pytest.fixture
def case(server: Server, request: pytest.FixtureRequest) -> Case:
    """With the mark `today`, its day is today and its `ten` an hour and a half that the doctor has free."""
    client, number = server.client_of("reception"), next(weeks)
    is_today = request.node.get_closest_marker("today") is not None
    patient = register(client, f"Zelda Quist {number}" if is_today else "Zelda Quist")
    doctor = client.get("/api/doctors/").json()[0]
    day = today() + timedelta(weeks=number)
    while day.weekday() != 2:
        day += timedelta(days=1)
    ten = at(day, time(10))
    if is_today:
        day, ten = today(), free_time_today(client, doctor["id"])
    return Case(
        today=is_today,
        patient=patient["name"],
        patient_id=patient["id"],
        mrn=patient["mrn"],
        doctor=doctor["name"],
        doctor_id=doctor["id"],
        day=day.isoformat(),
        ten=ten,
        client=client,
        manager=server.client_of("manager"),
    )


def free_time_today(client: httpx.Client, doctor: int) -> datetime:
    """The first full hour of today from which on the doctor has no appointment for an hour and a half."""
    query: dict[str, str | int] = {"start": today().isoformat(), "end": (today() + timedelta(days=1)).isoformat()}
    events = client.get("/api/calendar/", params=query | {"doctor": doctor}).json()["events"]
    taken = [(datetime.fromisoformat(each["start"]), datetime.fromisoformat(each["end"])) for each in events]
    starts = [at(today(), time(hour)) for hour in range(22)]
    end = timedelta(minutes=90)
    return next(start for start in starts if not any(a < start + end and b > start for a, b in taken))
