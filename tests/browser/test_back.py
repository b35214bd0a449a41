"""After signing out, going back shows nothing, and nothing is left on the browser's disk."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.support.chromium import CHROMIUM, FLAGS
from tests.support.processes import Server

PAGES = [
    "/appointments/patients/{patient}",
    "/appointments/calendar?view=week&date={day}&doctor={doctor}",
    "/appointments/day-sheet?date={day}",
]

pytestmark = pytest.mark.more


@pytest.fixture
def profile(playwright: Playwright, tmp_path: Path, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """A browser with a disk cache and the back/forward cache, which Playwright turns off otherwise."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile",
        executable_path=CHROMIUM,  # the headless shell has no such cache
        args=FLAGS,
        ignore_default_args=["--disable-back-forward-cache"],
        extra_http_headers={"Accept-Encoding": "identity"},  # so that a name would be found on the disk
        **browser_context_args,
    )
    yield context
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_going_back_after_signing_out_shows_no_patient(
    profile: BrowserContext, server: Server, case: Case, tmp_path: Path, path: str
) -> None:
    case.book(case.ten)
    desk = Desk(profile.new_page(), server).sign_in("reception")
    page = desk.page
    page.goto(server.url + path.format(patient=case.patient_id, doctor=case.doctor_id, day=case.day))
    expect(page.get_by_text(case.patient).first).to_be_visible()
    page.locator("#user-menu").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Password")).to_be_visible()

    page.evaluate("void setTimeout(() => history.back())")  # `go_back` waits for a navigation, which need not come
    page.wait_for_url("**/accounts/login/?next=**")
    expect(page.get_by_label("Password")).to_be_visible()
    assert case.patient not in page.content()

    profile.close()
    assert [file for file in (tmp_path / "profile").rglob("*") if file.is_file() and has(file, case.patient)] == []


def has(file: Path, text: str) -> bool:
    content = file.read_bytes()
    return text.encode() in content or text.encode("utf-16-le") in content
