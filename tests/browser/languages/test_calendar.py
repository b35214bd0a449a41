"""Every state of the calendar and the day sheet, in an invented language that is written from right to left."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Case
from tests.browser.languages.looks import look
from tests.browser.stops import OF_THE_CALENDAR, Stop, opened
from tests.support.processes import Server

pytestmark = pytest.mark.more

PHONE = 390  # pixels; at 320 English fits (tests/browser/test_accessibility.py), longer sentences do not


@pytest.mark.parametrize("stop", OF_THE_CALENDAR, ids=lambda stop: stop.name)
def test_each_state_is_translated_accessible_and_fits(
    stop: Stop, browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case
) -> None:
    desk = opened(stop, browser, browser_context_args, server, case)
    look(desk, stop, PHONE)
    desk.page.context.close()
