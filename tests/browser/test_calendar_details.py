"""The panel beside the calendar: whose it is, what may happen to it, and how a slip is taken back."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.columns import Columns
from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk


@pytest.mark.more
def test_the_patients_page_and_telephone_are_one_click_away(two_desks: list[Desk], case: Case) -> None:
    case.book(case.ten)
    desk = two_desks[0].open_calendar(case.week)
    desk.open_details(case.patient)
    panel = desk.page.locator("#details")
    address = f"/appointments/patients/{case.patient_id}"
    expect(panel.get_by_role("link", name=case.patient)).to_have_attribute("href", address)
    expect(panel.get_by_role("link", name="+46 70 555 01 01")).to_have_attribute("href", "tel:+46705550101")


@pytest.mark.today
def test_the_last_move_is_undone_beside_its_entry_in_the_history(two_desks: list[Desk], case: Case) -> None:
    case.book(case.ten)
    reception, manager = (desk.open_calendar(case.week) for desk in two_desks)
    reception.open_details(case.patient)
    reception.move_to("CHECKED_IN")
    manager.expect_appointment(case.patient, "CHECKED_IN")
    history = reception.page.get_by_test_id("history")
    history.locator("li", has_text="Checked in").get_by_role("button", name="Undo check-in").click()
    manager.expect_appointment(case.patient)
    expect(history.get_by_role("button")).to_have_count(0, timeout=CHANGE_MS)


@pytest.mark.more
@pytest.mark.today
def test_a_move_is_undone_from_its_message_as_well(two_desks: list[Desk], case: Case) -> None:
    case.book(case.ten)
    desk = two_desks[0].open_calendar(case.week)
    desk.open_details(case.patient)
    desk.move_to("CHECKED_IN")
    toast = desk.page.get_by_test_id("toast").last
    expect(toast).to_contain_text(f"{case.patient}: Checked in")
    toast.get_by_role("button", name="Undo").click()
    desk.expect_appointment(case.patient)
    desk.expect_details_state("Scheduled")


def test_cancelling_says_by_whom_and_why_and_can_be_taken_back(two_desks: list[Desk], case: Case) -> None:
    case.book(case.ten)
    desk = two_desks[0].open_calendar(case.week)
    desk.open_details(case.patient)
    desk.move_to("CANCELLED")
    desk.page.get_by_label("Hospital").check()
    desk.page.locator("#cancel-reason").fill("Theatre closed")
    desk.page.locator(".details-form button[type=submit]:visible").click()
    desk.expect_no_appointment(case.patient)
    desk.expect_details("By the hospital: Theatre closed")
    desk.page.get_by_test_id("toast").last.get_by_role("button", name="Undo").click()
    desk.expect_appointment(case.patient)


@pytest.mark.more
def test_a_move_that_came_too_late_says_so_and_shows_how_it_stands(two_desks: list[Desk], case: Case) -> None:
    booked = case.book(case.ten)
    desk = two_desks[0].open_calendar(case.week)
    desk.open_details(case.patient)
    desk.page.route(re.compile("/status/$"), lambda route: (first(case, booked), route.continue_()))
    desk.move_to("CHECKED_IN")
    desk.expect_details("Someone else changed this appointment")
    desk.expect_details_state("Cancelled")


def first(case: Case, booked: dict[str, object]) -> None:
    """Another desk cancels it before this desk's click arrives."""
    body = {"status": "CANCELLED", "version": 1, "reason": "Called"}
    case.client.post(f"/api/appointments/{booked['id']}/status/", json=body)


@pytest.mark.more
def test_todays_totals_are_seen_without_scrolling(two_desks: list[Desk]) -> None:
    page = two_desks[0].open_calendar().page
    for state in ("SCHEDULED", "LEFT"):
        expect(page.locator(f"[data-state-count={state}]")).to_be_in_viewport(ratio=1)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator("[data-drawer-open=filters]").click()
    for state in ("SCHEDULED", "LEFT"):
        expect(page.locator(f"[data-state-count={state}]")).to_be_in_viewport(ratio=1)


def test_another_doctor_is_chosen_by_keyboard_too(two_desks: list[Desk], case: Case) -> None:
    case.book(case.ten)
    other = case.client.get("/api/doctors/").json()[1]
    desk = two_desks[0].open_calendar(f"?view=doctors&date={case.day}&doctor={case.doctor_id}&doctor={other['id']}")
    desk.open_details(case.patient)
    desk.page.get_by_test_id("reschedule").locator("summary").press("Enter")
    desk.page.locator("#new-doctor").select_option(label=other["name"])
    desk.page.locator("#new-doctor").press("Tab")
    desk.page.keyboard.press("Enter")
    desk.expect_details("Moved to")
    Columns(desk).expect_doctor(case.patient, other["id"])


def test_a_manager_says_why_a_visit_goes_outside_working_hours(two_desks: list[Desk], case: Case) -> None:
    case.book(case.ten)
    desk = two_desks[1].open_calendar(case.week)
    desk.open_details(case.patient)
    early = case.ten.replace(hour=5)
    desk.reschedule(early)
    desk.expect_details("Not moved.")
    desk.page.locator("#new-reason").fill("Flies at noon")
    desk.page.get_by_test_id("reschedule").locator("button[type=submit]").click()
    desk.expect_appointment_at(case.patient, early)
    desk.expect_details("Flies at noon")
