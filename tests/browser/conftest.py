"""Chromium for the browser tests: Debian's, because Playwright's own build cannot be fetched everywhere."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.desk import Desk, desks
from tests.processes import Instance, Server

CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in str(item.path):
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium here: apt-get install -y chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk in another time zone than the hospital's: pages must show the hospital's all the same."""
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "timezone_id": "America/New_York"}


@pytest.fixture
def server(instance: Instance) -> Iterator[Server]:
    """The demo clinic, served by uvicorn, with a doctor and two patients whom nobody else has booked."""
    with instance.serving("uvicorn") as served:
        yield served


@pytest.fixture
def two_desks(browser: Browser, browser_context_args: dict[str, Any], server: Server) -> Iterator[list[Desk]]:
    """Two receptionists' windows; nothing may have gone wrong in either when the test ends."""
    pair = desks(browser, browser_context_args, server, "reception", "manager")
    errors: list[str] = []
    for desk in pair:
        desk.page.on("pageerror", lambda error: errors.append(str(error)))
    yield pair
    for desk in pair:
        desk.page.context.close()
    assert errors == []
