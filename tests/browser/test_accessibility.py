"""Every page in every state, at a desk and on a phone, in light and in dark: axe finds nothing to mend."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import faults, overflow
from tests.browser.conftest import Case
from tests.browser.desk import Desk, desks
from tests.browser.states import NOBODY, STATES
from tests.processes import Server

SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
NARROWEST = 320  # WCAG 1.4.10: a window of 1280 pixels, magnified four times


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_to_mend(
    browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case, state: str, size: str
) -> None:
    user, bring_about = STATES[state]
    context_args = {**browser_context_args, "viewport": SIZES[size]}
    [desk] = (
        [Desk(browser.new_context(**context_args).new_page(), server)]
        if user == NOBODY
        else desks(browser, context_args, server, user)
    )
    try:
        bring_about(desk, case)
        assert faults(desk.page) == []
        assert overflow(desk.page, NARROWEST) <= 0
    finally:
        desk.page.context.close()
