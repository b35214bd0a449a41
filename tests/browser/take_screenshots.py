"""`make screenshots`: the pictures in docs/images/, taken from a fresh demo clinic on a lively morning.

The Makefile moves the clock to that morning (tests/clock); a Valkey runs, so that latencies are the pipe's.

Each shot is taken at a desk, in the dark, and on a phone: calendar-week.png, -dark.png, -phone.png. A new page is one
more line in SHOTS, and in the README's tour.
"""

import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, expect, sync_playwright

from appointments.hospital_time import today
from tests.browser.desk import Desk, desks
from tests.support.badge import LIVE
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.processes import ROOT, Instance, Server, running_valkey

IMAGES = ROOT / "docs" / "images"
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "": {"viewport": DESK, "locale": "en-GB"},
    "-dark": {"viewport": DESK, "locale": "en-GB", "color_scheme": "dark"},
    "-phone": {"viewport": PHONE, "locale": "en-GB"},
}


def login(desk: Desk) -> None:
    desk.page.goto(f"{desk.server.url}/accounts/login/")


def week_with_details(desk: Desk) -> None:
    desk.open_calendar(f"?view=week&doctor=1&date={today()}")
    desk.page.locator(".appointment[data-state=SCHEDULED]").nth(3).click()
    desk.page.get_by_test_id("history").wait_for()


def create(desk: Desk) -> None:
    desk.open_create(department=1, doctor=2, patient=12, date=today() + timedelta(days=7))
    desk.page.locator("[data-slot=free]").nth(1).click()
    desk.page.get_by_label("Reason for visit").fill("Palpitations")
    desk.expect_held()


def booked(desk: Desk) -> None:
    tomorrow = today() + timedelta(days=1)
    day = desk.server.client_of("reception").get(f"/api/doctors/2/availability/?date={tomorrow}").json()
    start = next(slot["start"] for slot in reversed(day["slots"]) if slot["state"] == "free")
    body = {"patient": 12, "doctor": 2, "start": start, "complaint": "Palpitations"}
    answer = desk.server.client_of("reception").post("/api/appointments/", json=body)
    desk.open_create(booked=answer.json()["id"])
    expect(desk.page.get_by_test_id("booked")).to_be_visible()


def opd_desk(desk: Desk) -> None:
    desk.open_opd("department=cardiology")
    desk.page.locator("[data-control=next]").first.click()
    expect(desk.page.get_by_test_id("toast")).to_be_visible()


def opd_slip(desk: Desk) -> None:
    queue = desk.server.client_of("opd").get("/api/queues/cardiology/").json()["entries"]
    waiting = next(each["id"] for each in reversed(queue) if str(each["id"]).startswith("opd-"))
    desk.page.goto(f"{desk.server.url}/appointments/opd/slip/{waiting}")
    expect(desk.page.get_by_test_id("slip")).to_be_visible()


def room(desk: Desk) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/room")
    desk.expect_badge(LIVE)
    expect(desk.page.get_by_test_id("current")).to_be_visible()


def patient(desk: Desk) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/patients/12")
    desk.expect_badge(LIVE)


def time_off(desk: Desk) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/time-off")
    desk.page.get_by_label("Doctor").select_option(index=2)
    tomorrow = today() + timedelta(days=1)
    desk.page.get_by_label("From").fill(f"{tomorrow}T09:00")
    desk.page.get_by_label("Until").fill(f"{tomorrow}T10:30")
    desk.page.get_by_label("Reason").fill("Conference")
    desk.page.get_by_test_id("enter").click()
    desk.page.get_by_test_id("hits").wait_for()


def realtime_test(desk: Desk) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/realtime-test")
    desk.expect_badge(LIVE)
    for count in (1, 2, 3):
        desk.page.get_by_test_id("send-ping").click()
        expect(desk.page.locator("#messages-table tbody tr")).to_have_count(count)


def day_sheet(desk: Desk) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/day-sheet?doctor=1&date={today()}")


def keyboard(desk: Desk) -> None:
    desk.open_calendar(f"?view=week&doctor=1&date={today()}")
    desk.page.keyboard.press("?")


SHOTS: dict[str, tuple[str, Callable[[Desk], object]]] = {
    "login": ("", login),
    "calendar-week": ("reception", week_with_details),
    "calendar-day": ("reception", lambda desk: desk.open_calendar(f"?view=day&department=1&date={today()}")),
    "calendar-doctors": ("reception", lambda desk: desk.open_calendar(f"?view=doctors&department=3&date={today()}")),
    "calendar-month": ("reception", lambda desk: desk.open_calendar("?view=month")),
    "calendar-list": ("reception", lambda desk: desk.open_calendar("?view=list&department=1")),
    "create": ("reception", create),
    "booked": ("reception", booked),
    "opd-desk": ("opd", opd_desk),
    "room": ("doctor", room),
    "opd-slip": ("opd", opd_slip),
    "patient": ("reception", patient),
    "time-off": ("manager", time_off),
    "day-sheet": ("reception", day_sheet),
    "keyboard": ("reception", keyboard),
    "realtime-test": ("developer", realtime_test),
}


def main(*names: str) -> None:
    """Takes those that are named, or all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_valkey(Path(folder)) as url, sync_playwright() as playwright:
        instance = Instance(Path(folder), redis_url=url)
        instance.manage("migrate", "--verbosity", "0")
        instance.manage("seed_demo", "--verbosity", "0")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with instance.serving("uvicorn") as server:
            for name in names or SHOTS:
                for look, context_args in LOOKS.items():
                    take(browser, server, f"{name}{look}", context_args, *SHOTS[name])
        browser.close()


def take(
    browser: Browser,
    server: Server,
    name: str,
    context_args: dict[str, Any],
    username: str,
    bring_about: Callable[[Desk], object],
) -> None:
    if username:
        [desk] = desks(browser, context_args, server, username)
    else:
        desk = Desk(browser.new_context(**context_args).new_page(), server)
    bring_about(desk)
    desk.page.mouse.move(0, 0)
    desk.page.wait_for_load_state("networkidle")
    desk.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    desk.page.context.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
