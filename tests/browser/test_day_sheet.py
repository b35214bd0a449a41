"""The day on paper."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk

HOUR = timedelta(hours=1)
PAPER = 703  # CSS pixels: the width of A4 without the margins of the page, 186 mm
RIGHTMOST = "() => Math.max(...[...document.querySelectorAll('.sheet *')].map(e => e.getBoundingClientRect().right))"
PRINTED = "window.print = () => { window.printed = true }"


def test_paper_carries_the_sheet_and_nothing_else(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.open_calendar(f"?view=day&date={case.day}&doctor={case.doctor_id}")
    desk.page.get_by_role("link", name="Print day sheet").click()
    sheet = desk.page.get_by_test_id("day-sheet")
    expect(sheet).to_contain_text(f"10:00 – 10:15 {case.patient} {case.mrn} Cough", use_inner_text=True)
    desk.page.emulate_media(media="print", color_scheme="dark")
    for frame in (".topbar", ".sheets-bar", ".skip-link"):
        expect(desk.page.locator(frame)).to_be_hidden()
    expect(sheet).to_have_css("color", "rgb(0, 0, 0)")
    expect(desk.page.locator("body")).to_have_css("background-color", re.compile(r"rgba\(0, 0, 0, 0\)|rgb\(255"))


def test_every_doctor_begins_a_page(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/day-sheet")
    desk.page.emulate_media(media="print")
    sheets = desk.page.get_by_test_id("day-sheet")
    assert sheets.count() > 1
    expect(sheets.first).to_have_css("break-after", "page")
    expect(sheets.last).to_have_css("break-after", "auto")


def test_ctrl_p_on_a_day_prints_its_sheet(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.page.add_init_script(PRINTED)
    desk.open_calendar(f"?view=day&date={case.day}&doctor={case.doctor_id}")
    desk.page.keyboard.press("Control+p")
    expect(desk.page.get_by_test_id("day-sheet")).to_contain_text(case.patient)
    desk.page.wait_for_function("() => window.printed")
    desk.page.evaluate("dispatchEvent(new Event('afterprint'))")
    desk.expect_appointment(case.patient)


def test_words_longer_than_their_columns_wrap_and_every_column_stays_on_the_paper(desk: Desk, case: Case) -> None:
    word = "A" * 100
    visit = case.book(case.ten)["id"]
    case.client.patch(f"/api/patients/{case.patient_id}/", json={"name": word})
    version = case.client.get(f"/api/appointments/{visit}/").json()["extendedProps"]["appointment"]["version"]
    case.client.patch(f"/api/appointments/{visit}/", json={"complaint": word.lower(), "version": version})
    desk.page.set_viewport_size({"width": PAPER, "height": 1000})
    desk.page.goto(f"{desk.server.url}/appointments/day-sheet?date={case.day}&doctor={case.doctor_id}")
    desk.page.emulate_media(media="print")
    sheet = desk.page.get_by_test_id("day-sheet")
    expect(sheet).to_contain_text(word)
    expect(sheet).to_contain_text(word.lower())
    assert desk.page.evaluate(RIGHTMOST) <= PAPER
