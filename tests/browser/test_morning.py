"""A receptionist's morning at two desks at once: everything by keyboard but the drag."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.columns import Columns
from tests.browser.conftest import Case, watched
from tests.browser.desk import CHANGE_MS, Desk
from tests.browser.keyboard import press, tab_to, write
from tests.support.processes import Server

FIRST_PATIENT, SECOND_PATIENT = "Wilhelmina Ost", "Balthasar West"


@pytest.fixture
def pair(
    browser: Browser, browser_context_args: dict[str, object], server: Server, case: Case
) -> Iterator[tuple[Desk, Desk]]:
    """Two receptionists before the same doctor's same day."""
    with watched(browser, browser_context_args, server, "reception", "reception2") as [first, second]:
        for desk in (first, second):
            desk.open_calendar(f"?view=day&date={case.day}&doctor={case.doctor_id}")
        yield first, second


@pytest.mark.more
def test_a_morning_at_two_desks(pair: tuple[Desk, Desk], case: Case) -> None:
    first, second = pair
    for desk, name, phone in ((first, FIRST_PATIENT, "+91 98 1111 0001"), (second, SECOND_PATIENT, "+91 98 1111 0002")):
        find_nobody(desk, name)
        register(desk, name, phone)
        write_complaint(desk, "Back pain")

    second.page.route("**/availability/**", lambda route: route.abort())  # both choose before either sees the other
    choose(first, case)
    first.expect_held()
    choose(second, case)
    expect(second.page.locator("#id_start_error")).to_contain_text("Front Desk is booking that time")
    second.page.unroute("**/availability/**")
    press(second.page, second.page.get_by_test_id("offer").first)
    second.expect_held()

    for desk, name in ((first, FIRST_PATIENT), (second, SECOND_PATIENT)):
        tab_to(desk.page, desk.page.get_by_label("Reason for visit"), "Shift+Tab" if desk is second else "Tab")
        desk.page.keyboard.press("Control+Enter")
        desk.expect_booked(name)
        press(desk.page, desk.page.get_by_role("link", name="Show in calendar"))
        desk.expect_details(name)
        desk.page.keyboard.press("s")  # side by side: the doctor's column

    times = {FIRST_PATIENT: case.ten, SECOND_PATIENT: case.ten + timedelta(minutes=15)}
    for desk, name in ((first, FIRST_PATIENT), (second, SECOND_PATIENT)):
        later = times[name] + timedelta(hours=1)
        columns = Columns(desk)
        columns.take(name, case.doctor_id, later)
        columns.drop()
        for each in pair:
            each.expect_appointment_at(name, later)
        press(desk.page, desk.page.get_by_role("button", name="Undo", exact=True).last)
        for each in pair:
            each.expect_appointment_at(name, times[name])

        press(desk.page, move_button(desk, "CANCELLED"))
        expect(desk.page.locator("#cancel-reason")).to_be_focused()
        desk.page.keyboard.type("The patient rang")
        desk.page.keyboard.press("Enter")
        desk.expect_details_state("Cancelled")
        desk.expect_details("The patient rang")
        for each in pair:
            each.expect_no_appointment(name)


def find_nobody(desk: Desk, name: str) -> None:
    """`/` searches registered patients and does not find this one; `c` begins a booking with the doctor shown."""
    desk.page.keyboard.press("/")
    desk.page.keyboard.type(name)
    expect(desk.page.locator("#site-search-hint")).to_contain_text("No patient found", timeout=CHANGE_MS)
    for _ in range(2):  # closes the list, then leaves the field
        desk.page.keyboard.press("Escape")
    desk.page.locator("#site-search-q").evaluate("node => node.blur()")
    desk.page.keyboard.press("c")
    expect(desk.page.locator("#id_q")).to_be_focused()


def register(desk: Desk, name: str, phone: str) -> None:
    desk.page.keyboard.type(name)
    expect(desk.page.locator("#patient-hint")).to_contain_text("No patient found", timeout=CHANGE_MS)
    press(desk.page, desk.page.locator("#registration > summary"))
    tab_to(desk.page, desk.page.locator("#id_new-name"))
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.type(name)
    write(desk.page, desk.page.locator("#id_new-phone"), phone)
    press(desk.page, desk.page.get_by_test_id("register"))
    expect(desk.page.locator("#patient-name")).to_have_text(name, timeout=CHANGE_MS)


def write_complaint(desk: Desk, complaint: str) -> None:
    write(desk.page, desk.page.get_by_label("Reason for visit"), complaint)


def choose(desk: Desk, case: Case) -> None:
    """Back to the times, then by arrows to ten. A refusal may take the choice back at once."""
    desk.expect_slot(case.ten, "free")
    ten = desk.slot(case.ten).get_by_role("radio")
    free = desk.page.locator("#time-grid input:enabled")
    tab_to(desk.page, free.first, "Shift+Tab")
    tab_to(desk.page, ten, "ArrowRight")


def move_button(desk: Desk, status: str) -> Locator:
    return desk.page.locator(f"#details [data-transition={status}]")
