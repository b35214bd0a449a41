"""`make screenshots`: the pictures in docs/images/, taken from a fresh demo clinic."""

import tempfile
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from appointments.clock import today
from tests.browser.chromium import CHROMIUM, FLAGS
from tests.browser.desk import LIVE, Desk
from tests.processes import ROOT, Instance, Server

IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1440, "height": 900}


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        instance = Instance(Path(folder))
        instance.manage("migrate", "--verbosity", "0")
        instance.manage("seed_demo", "--verbosity", "0")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        with instance.serving("uvicorn") as server:
            take_calendar(browser, server)
            take_create(browser, server)
            take_realtime_test(browser, server)
        browser.close()


def desk(browser: Browser, server: Server, username: str) -> Desk:
    return Desk(browser.new_context(viewport=SIZE).new_page(), server).sign_in(username)  # type: ignore[arg-type]


def save(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")


def take_calendar(browser: Browser, server: Server) -> None:
    reception = desk(browser, server, "reception").open_calendar("?view=week&doctor=1")
    reception.page.locator(".visit.state-scheduled").first.click()
    reception.page.get_by_test_id("history").wait_for()
    save(reception.page, "calendar")


def take_create(browser: Browser, server: Server) -> None:
    reception = desk(browser, server, "reception")
    day = today() + timedelta(days=3 if today().weekday() < 3 else 7)
    reception.open_create(doctor=2, patient=12, date=day)
    reception.page.locator("[data-slot=free]").nth(1).click()
    reception.page.get_by_label("Complaint").fill("Palpitations")
    save(reception.page, "create")


def take_realtime_test(browser: Browser, server: Server) -> None:
    developer = desk(browser, server, "developer")
    developer.page.goto(f"{server.url}/appointments/realtime-test")
    developer.expect_badge(LIVE)
    developer.page.get_by_test_id("send-ping").click()
    developer.page.locator("#messages-table tbody tr").wait_for()
    save(developer.page, "realtime-test")


if __name__ == "__main__":
    main()
