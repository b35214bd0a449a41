"""Every page but the calendar, in every state, in an invented language that is written from right to left."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import NARROWEST
from tests.browser.conftest import Case
from tests.browser.languages.looks import look
from tests.browser.stops import OF_PAGES, Stop, opened
from tests.support.processes import Server

pytestmark = pytest.mark.more


@pytest.mark.parametrize("stop", OF_PAGES, ids=lambda stop: stop.name)
def test_each_state_is_translated_accessible_and_fits(
    stop: Stop, browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case
) -> None:
    desk = opened(stop, browser, browser_context_args, server, case)
    look(desk, stop, NARROWEST)
    desk.page.context.close()
