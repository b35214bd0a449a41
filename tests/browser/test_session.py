"""A session that ended in another tab: the page shows nobody's name until the same person is back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.support.badge import LIVE

# The dialog is closed, and opened again by its `close` event, which comes a moment later.
ESCAPES_IN_BETWEEN = """() => {
    document.getElementById("session-dialog").close();
    for (const key of ["Escape", "Escape", "Escape"])
        document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def asked(desk: Desk, case: Case) -> Desk:
    """A receptionist with half a sentence typed, who signed out in another tab and is asked for the password."""
    case.book(case.ten)
    desk.page.context.clear_cookies()  # its own session, which no other test shares
    desk.sign_in("reception").open_calendar(case.week)
    desk.open_details(case.patient)
    desk.begin_correction()
    desk.correct(notes="Half a senten")
    sign_out_elsewhere(desk)
    desk.move_to("CHECKED_IN")
    expect(desk.page.locator("#session-dialog")).to_be_visible()
    return desk


def sign_out_elsewhere(desk: Desk) -> None:
    tab = desk.page.context.new_page()
    tab.goto(f"{desk.server.url}/appointments/create")
    tab.locator("#user-menu").click()
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_label("Password")).to_be_visible()
    tab.close()


def expect_nothing_shown(page: Page) -> None:
    """Whatever text the window shows is the dialog's own."""
    shown = page.evaluate(
        """[...document.querySelectorAll("body *")].filter((each) => each.checkVisibility({visibilityProperty: true}))
        .filter((each) => !each.closest("#session-dialog")).map((each) => each.outerHTML)"""
    )
    assert shown == []


@pytest.mark.today
def test_no_name_is_on_the_screen_while_the_password_is_asked_for(asked: Desk, case: Case) -> None:
    page = asked.page
    expect_nothing_shown(page)
    asked.press("Escape", "Escape", "Escape")
    expect(page.locator("#session-dialog")).to_be_visible()
    expect_nothing_shown(page)
    page.evaluate(ESCAPES_IN_BETWEEN)
    expect(page.locator("#session-dialog")).to_be_visible()

    page.locator("#session-password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    asked.expect_details_state("Checked in")
    asked.expect_appointment(case.patient, "CHECKED_IN")
    expect(page.locator("#correct-notes")).to_have_value("Half a senten")
    asked.expect_badge(LIVE)


@pytest.mark.today
def test_somebody_else_gets_a_page_of_their_own(asked: Desk, case: Case) -> None:
    page = asked.page
    page.get_by_role("link", name="Sign in as another user").click()
    page.get_by_label("User name").fill("manager")
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    asked.open_details(case.patient)
    asked.expect_details_state("Scheduled")
    asked.begin_correction()
    expect(page.locator("#correct-notes")).to_have_value("")


def test_the_tab_names_no_patient(desk: Desk, case: Case) -> None:
    page = desk.open_patient(case.patient_id).page
    expect(page).to_have_title("Patient · City Hospital")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Edit details").click()
    page.locator("#correction-save").click()
    expect(page).to_have_title("Your session has ended")
    page.locator("#session-password").fill("demo")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title("Patient · City Hospital")
