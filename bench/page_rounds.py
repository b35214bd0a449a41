"""What is measured in a window of Debian's Chromium, with a CPU four times slower and an empty cache."""

import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.support.badge import LIVE
from tests.support.pool import World
from tests.support.processes import Server

SLOWER = 4  # CPU throttling factor
PROBE = Path(__file__).with_name("pages_probe.js")
DAY, WEEK = 500, 2_000  # appointments
DRAWN_MS = 60_000
QUIET_MS = 2_000
CALENDAR = "/appointments/calendar"
DOCTORS = "?view=doctors"
SETTLED_SECONDS = 60  # for the last event to be painted
LOOK_MS = 500


def first_open(browser: Browser, server: Server, slower: int = SLOWER) -> dict[str, Any]:
    """The day with 500 appointments, doctors side by side."""
    with window(browser, server, slower) as desk:
        desk.open(DOCTORS, DAY)
        return {
            "largest paint": desk.ask("probe.largest"),
            "blocking": desk.ask("probe.blocking()"),
            **desk.sizes(),
            "largest": desk.ask("probe.what"),
            "tasks": desk.ask("probe.tasks"),
        }


def drawing(browser: Browser, server: Server, slower: int = SLOWER) -> float:
    """Milliseconds from the arrival of next week's 2,000 appointments until they are painted."""
    with window(browser, server, slower) as desk:
        desk.open("?view=week", DAY)
        before = desk.ask("probe.arrived()")
        desk.page.locator("#go-on").click()
        painted = desk.drawn(WEEK)
        arrived = cast("float", desk.ask("probe.arrived()"))
        assert arrived != before
        return painted - arrived


def stream(
    browser: Browser, server: Server, world: World, *, rate: int, seconds: float, slower: int = SLOWER
) -> dict[str, Any]:
    """`rate` changes a second from another process, on a day with 500 appointments."""
    with window(browser, server, slower) as desk:
        desk.open(DOCTORS, DAY)
        desk.ask("probe.tasks.length = 0")
        [writer] = world.desks
        writer.send({"verb": "write", "at": 0, "rate": rate, "seconds": seconds})
        written = writer.answer()
        ended = time.monotonic()
        while (wrong := different(desk)) and time.monotonic() - ended < SETTLED_SECONDS:
            desk.page.wait_for_timeout(LOOK_MS)
        tasks = desk.ask("probe.tasks")
        return {
            "longest task": max((duration for _, duration in tasks), default=0.0),
            "long tasks": len(tasks),
            "wrong": wrong,
            "behind": time.monotonic() - ended,
            **written,
        }


def different(desk: "Window") -> int:
    """The number of appointments that the page shows differently from what the API answers to its query."""
    feed = urlsplit(desk.ask("probe.feed()"))
    events = desk.server.client_of("reception").get(f"{feed.path}?{feed.query}").json()["events"]
    shown, stored = Counter(desk.ask("probe.shown()")), Counter(map(line, events))
    return max((shown - stored).total(), (stored - shown).total())


def line(event: dict[str, Any]) -> str:
    """An appointment in the words of its title in the calendar."""
    visit, patient = event["extendedProps"]["appointment"], event["extendedProps"]["patient"]
    span = f"{event['start'][11:16]} – {event['end'][11:16]}"
    name = f"{patient['name']}, MRN {patient['mrn']}"
    return f"{event['status']} {name} – {visit['complaint']}, {span}, {visit['doctor']['name']}"


class Window:
    """A throttled window with measurements."""

    def __init__(self, page: Page, server: Server, slower: int) -> None:
        self.page, self.server = page, server
        self.received: dict[str, list[Any]] = {}
        self.cdp: CDPSession = page.context.new_cdp_session(page)
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        self.cdp.send("Network.enable")
        self.cdp.on("Network.responseReceived", self._note_response)
        self.cdp.on("Network.loadingFinished", self._note_size)

    def open(self, query: str, expected: int) -> None:
        """Opens the calendar; waits until `expected` appointments are painted and the page is idle."""
        self.page.goto(f"{self.server.url}{CALENDAR}{query}")
        self.drawn(expected)
        expect(self.page.locator("#realtime-status")).to_have_text(LIVE, timeout=DRAWN_MS)
        self.ask(f"probe.quiet({QUIET_MS})")

    def drawn(self, count: int) -> float:
        return cast("float", self.ask(f"probe.drawn({count})"))

    def ask(self, script: str) -> Any:
        return self.page.evaluate(script)

    def sizes(self) -> dict[str, int]:
        """Bytes received, with headers: {"page": …, "feed": …}."""
        sums = {"page": 0, "feed": 0}
        for event, size in self.received.values():
            sums["feed" if "/api/" in event["response"]["url"] else "page"] += size
        return sums

    def _note_response(self, event: dict[str, Any]) -> None:
        self.received[event["requestId"]] = [event, 0]

    def _note_size(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.received:
            self.received[event["requestId"]][1] = event["encodedDataLength"]


@contextlib.contextmanager
def window(browser: Browser, server: Server, slower: int = SLOWER) -> Iterator[Window]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    session = server.client_of("reception").cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    context.add_init_script(path=PROBE)
    page = context.new_page()
    page.set_default_timeout(DRAWN_MS)
    try:
        yield Window(page, server, slower)
    finally:
        context.close()
