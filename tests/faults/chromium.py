"""A window of Chromium on the calendar, in addition to the pages in Node."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright

from appointments.hospital_time import today
from tests.faults.clinic import Clinic
from tests.faults.writer import FIRST_DAY
from tests.support.badge import LIVE
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.processes import until

SHOWN = """[...document.querySelectorAll('.appointment')].map((appointment) => [
  appointment.textContent,
  appointment.querySelector('.appointment-body')?.title,
  appointment.dataset.state,
].join(' | ')).sort()"""


class Window:
    """The calendar of the week into which the desk books, for a manager.

    `new_context` opens a browser context for this window: pages of one context share their connections.
    """

    def __init__(self, new_context: Callable[[], BrowserContext], clinic: Clinic) -> None:
        self._new_context, self._cookie, self._url = new_context, clinic.cookie, clinic.proxies[0].url
        self._page = self._opened()

    def close(self) -> None:
        self._page.context.close()

    def _opened(self) -> Page:
        name, _, value = self._cookie.partition("=")
        context = self._new_context()
        context.add_cookies([{"name": name, "value": value, "url": self._url}])
        page = context.new_page()
        page.goto(f"{self._url}/appointments/calendar?view=list&date={today() + timedelta(days=FIRST_DAY)}")
        page.locator("#realtime-status", has_text=LIVE).wait_for(timeout=60_000)
        return page

    def difference_from_a_new_one(self, seconds: float) -> str:
        """'' if it shows within `seconds` the same as a newly opened window, and is live; else the differences."""
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
            fresh.context.close()
        return ""


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A function that opens a Window in a new context; None without Chromium."""
    if CHROMIUM is None:
        print("No Chromium here (apt-get install -y chromium): without a window.")
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)

        def window(clinic: Clinic) -> contextlib.AbstractContextManager[Window]:
            size = {"width": 1440, "height": 900}
            return contextlib.closing(Window(lambda: browser.new_context(viewport=size), clinic))  # type: ignore[arg-type]

        yield window
        browser.close()
