"""The calendar without a mouse."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk

HOUR = timedelta(hours=1)


def expect_view(desk: Desk, view: str) -> None:
    expect(desk.page.locator(f"#views [data-view={view}]")).to_have_attribute("aria-pressed", "true")


def test_letters_lead_through_views_and_time(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    for key, view in {"m": "month", "l": "list", "d": "day", "w": "week"}.items():
        desk.page.keyboard.press(key)
        expect_view(desk, view)
    desk.page.keyboard.press("d")
    desk.page.keyboard.press("t")
    expect(desk.page).to_have_url(re.compile(r"\?view=day&doctor=\d+$"))
    desk.page.keyboard.press("j")
    expect(desk.page).to_have_url(re.compile(r"date="))
    desk.page.keyboard.press("k")
    expect(desk.page).to_have_url(re.compile(r"\?view=day&doctor=\d+$"))


def test_c_books_with_the_doctor_and_the_date_that_are_shown(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    desk.page.keyboard.press("c")
    expect(desk.page).to_have_url(re.compile(rf"/appointments/create\?doctor={case.doctor_id}&date={case.day}$"))
    expect(desk.page.locator("#id_doctor")).to_have_value(str(case.doctor_id))


@pytest.mark.more
def test_a_letter_that_is_typed_stays_a_letter(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.open_calendar(case.week)
    desk.open_details(case.patient)
    desk.move_to("CANCELLED")
    desk.page.locator("#cancel-reason").press_sequentially("mjl?")
    expect(desk.page.locator("#cancel-reason")).to_have_value("mjl?")
    expect_view(desk, "week")


def test_a_browsers_own_keys_are_left_alone(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    desk.page.keyboard.press("Alt+m")
    desk.page.keyboard.press("Control+m")
    expect_view(desk, "week")


def test_the_help_lists_what_works_here_and_gives_the_focus_back(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    desk.page.locator("#go-on").focus()
    desk.page.keyboard.press("?")
    dialog = desk.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Today")
    desk.page.keyboard.press("m")
    desk.page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(desk.page.locator("#go-on")).to_be_focused()
    expect_view(desk, "week")

    desk.open_create()
    desk.page.locator("#content").focus()
    desk.page.keyboard.press("?")
    expect(dialog).to_be_visible()
    expect(dialog).not_to_contain_text("Today")


@pytest.mark.more
def test_single_keys_can_be_switched_off_for_good(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    desk.page.keyboard.press("?")
    desk.page.get_by_role("switch").uncheck()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("m")
    expect_view(desk, "week")
    desk.open_calendar(case.week)
    desk.page.keyboard.press("m")
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect_view(desk, "week")
    desk.page.locator("#user-menu").click()
    desk.page.get_by_role("button", name="Keyboard shortcuts").click()
    desk.page.get_by_role("switch").check()
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("m")
    expect_view(desk, "month")


@pytest.mark.more
def test_the_list_does_what_the_grid_does(desk: Desk, case: Case) -> None:
    """Opened, moved to another time and checked in, from the list, by keys alone."""
    case.book(case.ten)
    keys = desk.open_calendar(f"{case.week}&view=list".replace("view=week&", "")).page.keyboard
    desk.appointment(case.patient).focus()
    keys.press("Enter")
    expect(desk.page.get_by_test_id("details-name")).to_have_text(case.patient)
    summary = desk.page.get_by_test_id("reschedule").locator("summary")
    summary.focus()
    keys.press("Enter")
    desk.page.locator("#new-start").fill(f"{case.day}T11:00")
    keys.press("Enter")
    desk.expect_appointment_at(case.patient, case.ten + HOUR)
    desk.page.locator("[data-transition=CHECKED_IN]").focus()
    keys.press("Enter")
    expect(desk.page.locator(".details-note")).to_contain_text("Booked for Wednesday")
    desk.page.get_by_role("button", name="Continue anyway").focus()
    keys.press("Enter")
    desk.expect_details_state("Checked in")
    desk.expect_details("Moved from")
    keys.press("Escape")
    expect(desk.page.locator("#details")).to_be_hidden()


def test_arrows_walk_from_one_appointment_to_the_next(desk: Desk, case: Case) -> None:
    other = case.register("Yann Abel")
    case.book(case.ten)
    case.book(case.ten + HOUR, patient=other["id"])
    desk.open_calendar(case.week)
    desk.appointment(case.patient).focus()
    desk.page.keyboard.press("ArrowDown")
    expect(desk.appointment(other["name"])).to_be_focused()
    desk.page.keyboard.press("ArrowUp")
    expect(desk.appointment(case.patient)).to_be_focused()


@pytest.mark.more
def test_the_first_tab_skips_to_the_content(desk: Desk) -> None:
    desk.open_calendar()
    desk.page.keyboard.press("Tab")
    expect(desk.page.get_by_role("link", name="Skip to content")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#content")).to_be_focused()
