"""A shared desk locks itself after IDLE_MINUTES, and goes on after the password with everything that was typed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import watched
from tests.browser.desk import Desk
from tests.browser.test_session import expect_nothing_shown
from tests.conftest import copied
from tests.support.badge import LIVE
from tests.support.processes import Instance, Server

IDLE = 15  # minutes


@pytest.fixture
def server(tmp_path: Path, seeded: Path, valkey: str) -> Iterator[Server]:
    """The demo clinic with the idle limit as shipped."""
    copied(seeded, tmp_path)
    with Instance(tmp_path, redis_url=valkey, env={"IDLE_MINUTES": str(IDLE)}).serving() as served:
        yield served


@pytest.fixture
def desk(browser: Browser, browser_context_args: dict[str, Any], server: Server) -> Iterator[Desk]:
    """A receptionist's window whose clock the test moves."""
    with watched(browser, browser_context_args, server, "reception") as [reception]:
        reception.page.clock.install()
        yield reception


@pytest.fixture
def managers_desk(browser: Browser, browser_context_args: dict[str, Any], server: Server) -> Iterator[Desk]:
    with watched(browser, browser_context_args, server, "manager") as [manager]:
        yield manager


def pass_time(page: Page, minutes: float) -> None:
    """Nobody touches the page for so long."""
    page.clock.fast_forward(round(minutes * 60_000))
    page.clock.run_for(3_000)


def unlock(page: Page) -> None:
    page.locator("#session-password").fill("demo")
    page.locator("#session-dialog").get_by_role("button", name="Sign in").click()
    expect(page.locator("#session-dialog")).to_be_hidden()


def test_a_desk_locks_itself_while_a_booking_is_typed_and_goes_on_after_the_password(desk: Desk) -> None:
    page = desk.open_create().page
    page.locator("#id_complaint").fill("Chest pain, left")
    ended = page.context.cookies()

    pass_time(page, IDLE)
    expect(page.locator("#session-dialog")).to_be_visible()
    expect_nothing_shown(page)
    [session] = [cookie["value"] for cookie in ended if cookie["name"] == "sessionid"]
    answer = page.request.get(f"{desk.server.url}/api/doctors/", headers={"Cookie": f"sessionid={session}"})
    assert answer.status == 401

    unlock(page)
    expect(page.locator("#id_complaint")).to_have_value("Chest pain, left")
    desk.expect_badge(LIVE)
    patient = desk.server.client_of("manager").get("/api/patients/", params={"q": "a"}).json()[0]
    desk.find_patient(patient["mrn"], patient["name"])


@pytest.mark.more
def test_an_idle_desk_in_the_admin_sees_the_login_page(
    browser: Browser, browser_context_args: dict[str, Any], server: Server
) -> None:
    with watched(browser, browser_context_args, server, "admin") as [admin]:
        page = admin.page
        page.clock.install()
        page.goto(f"{server.url}/admin/appointments/patient/")
        ended = page.context.cookies()
        pass_time(page, IDLE)
        page.wait_for_url("**/accounts/login/?next=/admin/appointments/patient/")

        [session] = [cookie["value"] for cookie in ended if cookie["name"] == "sessionid"]
        answer = page.request.get(f"{server.url}/api/doctors/", headers={"Cookie": f"sessionid={session}"})
        assert answer.status == 401


@pytest.mark.more
def test_a_desk_that_is_touched_stays_signed_in(desk: Desk) -> None:
    page = desk.open_create().page
    for _ in range(3):
        pass_time(page, IDLE - 1)
        page.locator("#id_complaint").press("a")

    expect(page.locator("#session-dialog")).to_be_hidden()
    expect(page.locator("#id_complaint")).to_have_value("aaa")


@pytest.mark.more
def test_a_touch_in_one_tab_keeps_the_others_open(desk: Desk) -> None:
    page = desk.open_create().page
    other = page.context.new_page()
    other.goto(f"{desk.server.url}/appointments/day-sheet")

    pass_time(page, IDLE - 1)
    other.mouse.click(5, 5)
    pass_time(page, IDLE - 1)
    expect(page.locator("#session-dialog")).to_be_hidden()


@pytest.mark.more
def test_a_form_without_scripts_of_its_own_is_sent_after_the_password(desk: Desk) -> None:
    """Signing in makes a new CSRF token."""
    page = desk.page
    page.goto(f"{desk.server.url}/accounts/")
    page.get_by_label("New password", exact=True).fill("quite a long one")
    pass_time(page, IDLE)
    unlock(page)

    page.get_by_label("Current password").fill("demo")
    page.get_by_label("New password again").fill("quite a long one")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password has been changed.")).to_be_visible()


@pytest.mark.more
def test_a_locked_account_says_when_to_try_again_and_a_manager_unlocks_it(desk: Desk, managers_desk: Desk) -> None:
    """At the login page of a browser that the user has never used, and in the dialog of one that is known."""
    server, page = desk.server, desk.page
    server.guess("reception", times=10)
    page.context.clear_cookies()
    page.goto(f"{server.url}/accounts/login/")
    try_to_sign_in(page)
    wait = re.compile(r"Too many wrong passwords\. Try again in \d+ min, or ask a manager to unlock your account\.")
    expect(page.get_by_text(wait)).to_be_visible()

    unlock_account(managers_desk)
    page.get_by_role("link", name="Go to sign-in").click()
    try_to_sign_in(page)
    expect(page.locator("#user-menu")).to_be_visible()

    server.guess("reception", times=10)
    desk.open_create()
    pass_time(page, IDLE)
    for _ in range(10):
        page.locator("#session-password").fill("wrong")
        page.locator("#session-dialog").get_by_role("button", name="Sign in").click()
        expect(page.locator("#session-error")).to_have_text("Wrong password.")
        page.evaluate("document.getElementById('session-error').textContent = ''")
    page.locator("#session-dialog").get_by_role("button", name="Sign in").click()
    expect(page.locator("#session-error")).to_have_text(wait)

    unlock_account(managers_desk)
    unlock(page)
    desk.expect_badge(LIVE)


def unlock_account(desk: Desk) -> None:
    """On the manager's page of the receptionist's account."""
    desk.page.goto(f"{desk.server.url}/accounts/staff?q=reception")
    desk.page.get_by_test_id("account").filter(has_text="Locked").get_by_role("link").click()
    desk.page.get_by_role("button", name="Unlock account").click()
    expect(desk.page.get_by_text("Account unlocked.")).to_be_visible()


def try_to_sign_in(page: Page) -> None:
    page.get_by_label("User name").fill("reception")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.more
def test_the_first_touch_after_sleep_does_not_open_the_desk(desk: Desk) -> None:
    """A computer that sleeps runs no timer."""
    page = desk.open_create().page
    page.evaluate("localStorage.setItem('touched-at', String(Date.now() - 16 * 60_000))")
    page.mouse.click(5, 5)

    expect(page.locator("#session-dialog")).to_be_visible()
    expect_nothing_shown(page)
