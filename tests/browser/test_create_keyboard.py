"""Booking by keyboard alone, days that are full, and the slip that the patient takes along."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Case
from tests.browser.desk import ANSWER_MS, Desk, desks
from tests.support.processes import Server

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
OPENING, BREAK, AFTERNOON, CLOSING = ("08:30", "12:30", "13:15", "18:00")


def at(case: Case, wall: str) -> datetime:
    hour, minute = map(int, wall.split(":"))
    return case.ten.replace(hour=hour, minute=minute)


def fill(case: Case, keep: int = 0) -> None:
    """Other patients take the doctor's whole day, but for its last `keep` quarters of an hour."""
    last = at(case, CLOSING) - keep * QUARTER
    for start, end in ((at(case, OPENING), at(case, BREAK)), (at(case, AFTERNOON), last)):
        someone = case.register("Yann Abel")["id"]
        body = {"patient": someone, "doctor": case.doctor_id, "complaint": "Surgery"}
        times = {"start": start.isoformat(), "end": end.isoformat()}
        assert case.client.post("/api/appointments/", json=body | times).status_code == 201


def test_a_visit_is_booked_from_the_first_field_to_the_last_by_keyboard(desk: Desk, case: Case) -> None:
    desk.open_create(date=case.day)
    desk.expect_focus("#id_q")
    desk.type(case.mrn)
    desk.expect_found(case.patient)
    desk.press("Enter")
    desk.expect_focus("#id_department")
    desk.press("Tab")
    desk.type(case.doctor)
    desk.expect_slot(at(case, OPENING), "free")
    desk.press("Tab", "Tab")
    desk.expect_focus("#id_date")
    tab_to_times(desk, case)
    desk.press("ArrowRight", "ArrowDown")
    expect(desk.page.get_by_test_id("book")).to_contain_text("Book 10:15 – 10:30")
    desk.press("Tab")
    desk.expect_focus("#id_complaint")
    desk.type("Back pain")
    desk.press("Control+Enter")
    desk.expect_booked(case.patient)


def tab_to_times(desk: Desk, case: Case) -> None:
    """The parts of a date are tab stops of their own; after them come the earliest times, then the first free time."""
    first = desk.slot(at(case, OPENING)).get_by_role("radio")
    for _ in range(5):
        if first.evaluate("node => node === document.activeElement"):
            break
        desk.press("Tab")
    expect(first).to_be_focused()


def test_a_time_that_cannot_be_taken_is_reached_and_says_why(desk: Desk, case: Case) -> None:
    case.book(case.ten, patient=case.register("Yann Abel")["id"])
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    desk.choose_slot(case.ten - QUARTER)
    desk.press("ArrowRight")
    taken = desk.slot(case.ten).get_by_role("radio")
    expect(taken).to_be_focused()
    expect(taken).to_be_disabled()
    expect(taken).not_to_be_checked()
    expect(desk.page.get_by_test_id("slot-reason")).to_have_text("10:00 – 10:15: taken by Yann Abel")
    expect(desk.page.get_by_role("radio", name=re.compile("10:00 ?, taken by Yann Abel"))).to_be_focused()
    desk.press("Space")
    expect(desk.page.get_by_test_id("book")).to_contain_text("Book 09:45 – 10:00")
    desk.press("ArrowRight")
    expect(desk.page.get_by_test_id("slot-reason")).to_be_hidden()
    expect(desk.page.get_by_test_id("book")).to_contain_text("Book 10:15 – 10:30")


def test_what_is_missing_gets_the_focus_first(desk: Desk, case: Case) -> None:
    desk.open_create(doctor=case.doctor_id, date=case.day)
    desk.expect_slot(case.ten, "free")
    desk.press("Control+Enter")
    desk.expect_focus("#id_q")
    expect(desk.page.locator("#id_patient_error")).not_to_be_empty()
    desk.type(case.mrn)
    desk.expect_found(case.patient)
    desk.press("Enter")
    expect(desk.slot(at(case, OPENING)).get_by_role("radio")).to_be_focused(timeout=ANSWER_MS)
    desk.press("Space")
    expect(desk.page.get_by_test_id("book")).to_contain_text("Book 08:30 – 08:45")
    desk.press("Control+Enter")
    desk.expect_focus("#id_complaint")


def test_the_duplicate_question_is_answered_by_keyboard(desk: Desk, case: Case) -> None:
    known = case.register(f"Known {case.mrn}")
    phone = f"+46 32 {known['id']:07}"
    case.client.patch(f"/api/patients/{known['id']}/", json={"phone": phone})
    desk.open_create()
    desk.type("Somebody New")
    expect(desk.page.locator("#patient-hint")).to_contain_text("No patient found")
    desk.press("Tab")
    desk.expect_focus("#registration > summary")
    desk.press("Enter", "Tab")
    expect(desk.page.locator("#id_new-name")).to_have_value("Somebody New")
    desk.press("Tab")
    desk.type(phone)
    desk.press("Enter")
    desk.expect_focus("#matches")
    expect(desk.page.get_by_test_id("matches")).to_contain_text(known["name"])
    expect(desk.page.locator("#matches mark")).to_have_text([known["name"]])
    expect(desk.page.locator("#matches .match-why")).to_have_text("Same phone")
    expect(desk.page.locator("#matches .match-different")).to_have_text("Different: name")
    desk.press("Tab")
    expect(desk.page.get_by_role("button", name="Use this patient")).to_be_focused()
    desk.press("Enter")
    expect(desk.page.locator("#patient-name")).to_have_text(known["name"])
    desk.expect_focus("#id_department")


@pytest.mark.more
def test_a_full_day_leads_to_the_next_free_ones(desk: Desk, case: Case) -> None:
    fill(case)
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    days = desk.page.get_by_test_id("next-days")
    expect(days).to_contain_text("Next free days")
    expect(days.get_by_test_id("next-day")).to_have_count(3)
    expect(desk.page.get_by_test_id("next-free").get_by_test_id("offer")).to_have_count(3)
    days.get_by_test_id("next-day").first.focus()
    desk.press("Enter")
    expect(desk.page.locator("#id_date")).to_have_value((case.ten + DAY).date().isoformat())
    expect(desk.slot(at(case, OPENING)).get_by_role("radio")).to_be_focused()
    expect(days).to_be_hidden()


@pytest.mark.more
def test_a_day_with_little_room_names_one_with_more(desk: Desk, case: Case) -> None:
    fill(case, keep=2)
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    days = desk.page.get_by_test_id("next-days")
    expect(days).to_contain_text("Next day with more free times")
    expect(days.get_by_test_id("next-day")).to_have_text(re.compile(rf"{case.ten + DAY:%a}.* free"))


@pytest.mark.more
def test_the_next_free_days_are_reached_without_a_script(
    browser: Browser, browser_context_args: dict[str, object], server: Server, case: Case
) -> None:
    fill(case)
    [desk] = desks(browser, {**browser_context_args, "java_script_enabled": False}, server, "reception")
    page = desk.page
    page.goto(f"{server.url}/appointments/create?patient={case.patient_id}&doctor={case.doctor_id}&date={case.day}")
    page.get_by_label("Reason for visit").fill("Back pain")
    page.get_by_test_id("next-days").get_by_role("button").first.click()
    expect(page.locator("#id_date")).to_have_value((case.ten + DAY).date().isoformat())
    expect(page.get_by_label("Reason for visit")).to_have_value("Back pain")
    desk.expect_slot(case.ten, "free")
    page.context.close()


@pytest.mark.more
def test_a_dragged_time_comes_with_its_length(desk: Desk, case: Case) -> None:
    start, end = (moment.isoformat().replace("+", "%2B") for moment in (case.ten, case.ten + 2 * QUARTER))
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, start=start, end=end)
    desk.expect_focus("#id_complaint")
    expect(desk.page.get_by_test_id("book")).to_contain_text("Book 10:00 – 10:30")


@pytest.mark.more
def test_the_slip_says_what_the_patient_needs_and_nothing_else(desk: Desk, case: Case) -> None:
    booked = case.book(case.ten)
    desk.page.goto(f"{desk.server.url}/appointments/create?booked={booked['id']}")
    expect(desk.page.get_by_test_id("print-slip")).to_be_visible()
    desk.page.emulate_media(media="print")
    slip = desk.page.get_by_test_id("booked")
    for text in ("City Hospital", case.patient, case.mrn, case.doctor, "10:00 – 10:15"):
        expect(slip.get_by_text(text).first).to_be_visible()
    expect(slip.get_by_text("Cough")).to_be_hidden()
    for other in ("#day", ".topbar", ".booking-actions", "#realtime-badge", "#site-search"):
        expect(desk.page.locator(other)).to_be_hidden()
