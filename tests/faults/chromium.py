"""One real window on the calendar, beside the pages in Node."""

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from appointments.clock import today
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.desk import LIVE
from tests.faults.clinic import Clinic
from tests.faults.writer import FIRST_DAY
from tests.processes import until

SHOWN = """[...document.querySelectorAll('.visit')].map((visit) => [
  visit.textContent,
  visit.querySelector('.visit-body')?.title,
  [...visit.classList].filter((name) => name.startsWith('state-')).join(),
].join(' | ')).sort()"""


class Window:
    """The week into which the desk books, as a manager sees it."""

    def __init__(self, context: BrowserContext, clinic: Clinic) -> None:
        name, _, value = clinic.cookie.partition("=")
        self._url = clinic.proxies[0].url
        context.add_cookies([{"name": name, "value": value, "url": self._url}])
        self._context = context
        self._page = self._opened()

    def _opened(self) -> Page:
        page = self._context.new_page()
        page.goto(f"{self._url}/appointments/calendar?view=week&date={today() + timedelta(days=FIRST_DAY)}")
        page.locator("#realtime-status", has_text=LIVE).wait_for(timeout=60_000)
        return page

    def shows_what_a_new_one_shows(self, seconds: float) -> str:
        """'' where it does within so many seconds and says that it is live; else what differs."""
        fresh = self._opened()
        fresh.wait_for_load_state("networkidle")
        wanted: list[Any] = []

        def same() -> bool:
            wanted[:] = fresh.evaluate(SHOWN)
            live = self._page.locator("#realtime-status").inner_text() == LIVE
            return bool(wanted) and live and self._page.evaluate(SHOWN) == wanted

        try:
            until(same, seconds, 0.1)
        except AssertionError:
            shown = set(self._page.evaluate(SHOWN))
            return f"the window differs from a new one: {list(shown ^ set(wanted))[:4]}"
        finally:
            fresh.close()
        return ""


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A function that opens a Window in a context of its own; None where there is no Chromium."""
    if CHROMIUM is None:
        print("No Chromium here (apt-get install -y chromium): no window looks on.")
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        @contextlib.contextmanager
        def window(clinic: Clinic) -> Iterator[Window]:
            context = browser.new_context(viewport={"width": 1440, "height": 900})
            try:
                yield Window(context, clinic)
            finally:
                context.close()

        yield window
        browser.close()
