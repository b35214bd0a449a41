"""Live, calmly: what another desk does shows for a moment, and takes nothing away from what one is doing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.change_highlights import expect_highlight, highlights_of, note_highlights
from tests.browser.columns import Columns
from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk, desks
from tests.support.processes import Server

QUARTER = timedelta(minutes=15)
BURST = 20
SCROLLED = """() => {
  let scroller = document.querySelector("#doctors .time-column");
  while (getComputedStyle(scroller).overflowY !== "auto") scroller = scroller.parentElement;
  return scroller.scrollTop;
}"""


def change(case: Case, booked: dict[str, Any], **fields: str) -> None:
    """Changes an appointment through the API, as another desk; it must be its first change."""
    answer = case.client.patch(f"/api/appointments/{booked['id']}/", json={"version": 1, **fields})
    assert answer.status_code == 200, answer.text


def book_many(case: Case) -> list[dict[str, Any]]:
    """Twenty patients, from 13:00 on in the quarters of an hour that the doctor works."""
    names = [case.register(f"Burst {number}")["id"] for number in range(BURST)]
    start = case.ten + timedelta(hours=4)
    days = [timedelta(days=day) for day in (0, 1)]
    slots = [start + day + QUARTER * index for day in days for index in range(BURST // 2)]
    return [case.book(slot, patient) for slot, patient in zip(slots, names, strict=True)]


@pytest.mark.today
def test_a_change_is_highlighted_with_its_author_on_all_screens_but_its_own(two_desks: list[Desk], case: Case) -> None:
    case.book(case.ten)
    reception, manager = (desk.open_calendar(case.week) for desk in two_desks)
    manager.open_details(case.patient)
    note_highlights(*two_desks)
    manager.move_to("CHECKED_IN")
    assert expect_highlight(reception, case.patient)["by"] == "Marta Lindqvist"
    manager.expect_appointment(case.patient, "CHECKED_IN")
    assert highlights_of(manager) == []


@pytest.mark.more
def test_with_less_motion_the_name_shows_and_nothing_moves(
    browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case
) -> None:
    booked = case.book(case.ten)
    [desk] = desks(browser, {**browser_context_args, "reduced_motion": "reduce"}, server, "manager")
    desk.open_calendar(case.week)
    desk.expect_appointment(case.patient)
    note_highlights(desk)
    change(case, booked, complaint="Fever")
    highlight = expect_highlight(desk, case.patient)
    assert (highlight["by"], highlight["ring"]) == ("Front Desk", "none")
    desk.page.context.close()


@pytest.mark.more
@pytest.mark.parametrize("view", ["doctors", "week"])
def test_a_burst_takes_neither_selection_nor_scroll_nor_focus_nor_what_is_being_typed(
    two_desks: list[Desk], case: Case, view: str
) -> None:
    case.book(case.ten)
    many = book_many(case)
    shown = BURST if view == "week" else BURST // 2
    desk = two_desks[0].open_calendar(f"?view={view}&date={case.day}&doctor={case.doctor_id}")
    expect(desk.page.locator(".appointment:visible")).to_have_count(shown + 1)
    desk.open_details(case.patient)
    desk.move_to("CANCELLED")
    desk.page.locator("#cancel-reason").fill("Half a senten")
    scrolled = desk.page.evaluate(SCROLLED) if view == "doctors" else None

    for booked in many:
        change(case, booked, complaint="Fever after travel")

    expect(desk.page.locator(".appointment:visible", has_text="Fever after travel")).to_have_count(
        shown, timeout=CHANGE_MS
    )
    expect(desk.page.locator("#cancel-reason")).to_have_value("Half a senten")
    expect(desk.page.locator("#cancel-reason")).to_be_focused()
    expect(desk.page.locator(".appointment[data-chosen]")).to_contain_text(case.patient)
    assert scrolled is None or desk.page.evaluate(SCROLLED) == scrolled


def test_the_keyboard_stays_on_an_appointment_that_another_desk_moves(two_desks: list[Desk], case: Case) -> None:
    booked = case.book(case.ten)
    desk = Columns(two_desks[0]).open(case.day, case.doctor_id).desk
    desk.appointment(case.patient).focus()
    later: datetime = case.ten + QUARTER
    change(case, booked, start=later.isoformat())
    desk.expect_appointment_at(case.patient, later)
    expect(desk.appointment(case.patient)).to_be_focused()


@pytest.mark.more
def test_a_burst_is_announced_in_one_sentence(two_desks: list[Desk], case: Case) -> None:
    many = book_many(case)
    desk = two_desks[0].open_calendar(case.week)
    expect(desk.page.locator(".appointment")).to_have_count(BURST)
    desk.page.evaluate(LISTEN)
    for booked in many:
        change(case, booked, complaint="Fever")
    announced = desk.page.locator("#announcements")
    expect(announced).to_contain_text("more changes by other desks", timeout=CHANGE_MS)
    assert desk.page.evaluate("window.said.length") < BURST / 2


LISTEN = """() => {
  window.said = [];
  const region = document.getElementById("announcements");
  new MutationObserver(() => window.said.push(region.textContent)).observe(region, {childList: true});
}"""
