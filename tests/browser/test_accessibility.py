"""Pages in English, at a desk and on a phone: axe finds nothing to mend. tests/browser/languages has all states."""

from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import NARROWEST, faults, overflow
from tests.browser.conftest import Case
from tests.browser.desk import Desk, desks
from tests.browser.states import NOBODY, STATES
from tests.support.processes import Server

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


Meet = Callable[[str, dict[str, int]], Page]

# Where a phone has a layout of its own; colours are the same tokens there.
ON_A_PHONE = [
    "calendar, doctors",
    "calendar, list",
    "calendar, details",
    "calendar, filters",
    "patient",
    "second factor, recovery codes",
    "sessions",
    "create, filled in",
    "create, earliest times",
    "OPD desk",
    "OPD desk, token given",
    "slip",
    "time off, over patients",
    "audit, of a patient",
    "day sheet",
    "board, one called",
    "own page, waiting",
]


# What `make test` looks at, one of each kind; `make test-more` looks at the others.
SHORT = [
    *("login, failed", "calendar, doctors", "calendar, details", "calendar, overbooking", "patient, correcting"),
    *("create, clash", "time off, over patients", "day sheet", "staff, account"),
]
LONG = [
    *("calendar, searching", "audit, refused", "staff, removing a second factor", "new password"),
    *("program tokens, one made", "create, earliest times"),
]
SHORT_ON_A_PHONE = {"calendar, list", "create, filled in"}


def looked_at(states: Iterable[str], short: Container[str]) -> list[Any]:
    return [pytest.param(state, marks=() if state in short else pytest.mark.more) for state in states]


@pytest.fixture
def meet(browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case) -> Iterator[Meet]:
    """Brings a state about in a window of that size."""
    opened: list[Desk] = []

    def meet(state: str, size: dict[str, int]) -> Page:
        user, bring_about = STATES[state]
        context_args = {**browser_context_args, "viewport": size}
        if user == NOBODY:
            opened.append(Desk(browser.new_context(**context_args).new_page(), server))
        else:
            opened.extend(desks(browser, context_args, server, user))
        bring_about(opened[-1], case)
        return opened[-1].page

    yield meet
    for desk in opened:
        desk.page.context.close()


@pytest.mark.parametrize("state", looked_at(SHORT + LONG, SHORT))
def test_axe_finds_nothing_to_mend(meet: Meet, state: str) -> None:
    page = meet(state, DESK)
    assert faults(page, "light", "dark") == []
    assert overflow(page, NARROWEST) <= 0


@pytest.mark.parametrize("state", looked_at(ON_A_PHONE, SHORT_ON_A_PHONE))
def test_axe_finds_nothing_to_mend_on_a_phone(meet: Meet, state: str) -> None:
    page = meet(state, PHONE)
    assert faults(page, "light") == []
    assert overflow(page, NARROWEST) <= 0
