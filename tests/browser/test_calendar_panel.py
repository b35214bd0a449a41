"""The panel beside the calendar loses nothing: neither whose it is, nor what is typed, nor the keyboard."""

import itertools
import re
import threading
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.change_highlights import expect_highlight, note_highlights
from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk
from tests.support.processes import until

HOUR = timedelta(hours=1)
OTHER = "Yann Abel"
A_FEW = 6


@pytest.fixture
def open_desk(desk: Desk, case: Case) -> Desk:
    """A week with two appointments, one of them open."""
    other = case.register(OTHER)
    case.book(case.ten)
    case.book(case.ten + HOUR, patient=other["id"])
    desk.open_calendar(case.week)
    desk.open_details(case.patient)
    return desk


def late(desk: Desk, address: str) -> list[Route]:
    """Calls to there are not answered before they are let go on."""
    held: list[Route] = []
    desk.page.route(re.compile(address), lambda route: held.append(route) if not held else route.continue_())
    return held


def last_toast(desk: Desk) -> Locator:
    return desk.page.get_by_test_id("toast").last


@pytest.mark.more
@pytest.mark.today
def test_an_answer_that_comes_late_is_about_its_own_patient(open_desk: Desk, case: Case) -> None:
    desk = open_desk
    held = late(desk, r"/api/appointments/\d+/status/$")
    desk.move_to("CHECKED_IN")
    desk.open_details(OTHER)
    held[0].continue_()
    expect(last_toast(desk)).to_contain_text(f"{case.patient}: Checked in", timeout=CHANGE_MS)
    last_toast(desk).get_by_role("button", name="Undo").click()
    expect(last_toast(desk)).to_contain_text(f"Check-in undone for {case.patient}", timeout=CHANGE_MS)
    desk.expect_appointment(OTHER)


@pytest.mark.more
def test_a_refusal_that_comes_late_waits_in_its_own_patients_panel(open_desk: Desk, case: Case) -> None:
    desk, page, held = open_desk, open_desk.page, list[Route]()
    page.route(re.compile(r"/api/appointments/\d+/$"), lambda route: hold_patch(route, held))
    desk.reschedule(case.ten + HOUR)
    desk.open_details(OTHER)
    held[-1].continue_()
    expect(last_toast(desk)).to_contain_text(f"{case.patient}: Not moved.", timeout=CHANGE_MS)
    expect(last_toast(desk).get_by_role("button")).to_have_count(1)  # closes it
    expect(page.locator(".details-note")).to_be_empty()

    desk.open_details(case.patient)
    expect(page.locator("#new-start")).to_have_value(f"{case.day}T11:00")
    page.locator(".details-note button").first.click()
    desk.expect_details("Moved to")
    desk.expect_appointment_at(OTHER, case.ten + HOUR)


def hold_patch(route: Route, held: list[Route]) -> None:
    if route.request.method == "PATCH" and not held:
        held.append(route)
    else:
        route.continue_()


def test_what_is_typed_outlives_escape_and_a_look_at_somebody_else(open_desk: Desk, case: Case) -> None:
    desk, page = open_desk, open_desk.page
    desk.move_to("CANCELLED")
    reason = page.get_by_label("Reason for cancellation")
    reason.fill("Half a senten")
    desk.press("Escape")
    expect(page.locator("[data-transition=CANCELLED]")).to_be_focused()
    desk.press("Enter")
    expect(reason).to_have_value("Half a senten")
    desk.open_details(OTHER)
    desk.open_details(case.patient)
    expect(reason).to_have_value("Half a senten")
    desk.press("Escape", "Escape")
    expect(page.locator("#details")).to_be_hidden()
    desk.open_details(case.patient)
    desk.move_to("CANCELLED")
    expect(reason).to_have_value("Half a senten")


@pytest.mark.today
def test_enter_leads_into_the_panel_and_escape_back_however_it_was_redrawn(open_desk: Desk, case: Case) -> None:
    desk, page = open_desk, open_desk.page
    desk.press("Escape")
    appointment = desk.appointment(case.patient)
    appointment.focus()
    desk.press("Enter")
    expect(page.get_by_test_id("details-name")).to_be_focused()
    desk.press("Tab")
    expect(page.locator("#details").get_by_role("link", name=case.patient)).to_be_focused()
    change(case, page.url, complaint="Fever")
    desk.expect_details("Fever")
    expect(page.locator("#details").get_by_role("link", name=case.patient)).to_be_focused()

    page.locator("[data-transition=CHECKED_IN]").press("Enter")
    desk.expect_details_state("Checked in")
    expect(page.locator(".details-buttons [data-transition]").first).to_be_focused()
    page.locator("[data-transition=CANCELLED]").press("Enter")
    expect(page.locator("#cancel-reason")).to_be_focused()
    desk.type("Called")
    desk.press("Escape")
    expect(page.locator("[data-transition=CANCELLED]")).to_be_focused()
    desk.press("Escape")
    expect(appointment).to_be_focused()

    desk.press("Enter")
    page.locator("[data-transition=CANCELLED]").press("Enter")
    page.locator("#cancel-reason").press("Enter")
    desk.expect_details_state("Cancelled")
    expect(page.get_by_role("button", name="Undo cancellation")).to_be_focused()
    page.get_by_test_id("details-close").press("Enter")
    expect(page.locator("#content")).to_be_focused()


def change(case: Case, address: str, **fields: str) -> None:
    """Changes the open appointment as another desk; it must be its first change."""
    [pk] = re.findall(r"open=(\d+)", address)
    answer = case.client.patch(f"/api/appointments/{pk}/", json={"version": 1, **fields})
    assert answer.status_code == 200, answer.text


def test_tab_stops_once_among_the_appointments(open_desk: Desk, case: Case) -> None:
    desk, page = open_desk, open_desk.page
    desk.press("Escape")
    desk.appointment(OTHER).focus()
    desk.press("Shift+Tab")
    assert page.evaluate("document.activeElement.closest('.appointment')") is None
    desk.press("Tab")
    expect(desk.appointment(OTHER)).to_be_focused()
    desk.press("Tab")
    assert page.evaluate("document.activeElement.closest('.appointment')") is None


@pytest.mark.more
def test_an_address_of_an_appointment_that_is_not_there_says_so(desk: Desk, case: Case) -> None:
    desk.open_calendar(f"{case.week}&open=99999999")
    desk.expect_details("This appointment does not exist.")
    expect(desk.page.locator(".details-note button")).to_have_count(0)
    expect(desk.page).not_to_have_url(re.compile("open="))


@pytest.mark.more
def test_a_panel_that_failed_is_read_again_when_the_page_is_up_to_date(desk: Desk, case: Case) -> None:
    booked = case.book(case.ten)
    desk.page.route(re.compile(r"/api/appointments/\d+/$"), lambda route: route.abort())
    desk.open_calendar(f"?view=week&doctor={case.doctor_id}&open={booked['id']}")
    desk.expect_details("could not be loaded")
    desk.page.unroute_all()
    desk.page.locator("#go-on").click()
    expect(desk.page.get_by_test_id("details-name")).to_have_text(case.patient, timeout=CHANGE_MS)


@pytest.mark.more
def test_a_stream_of_changes_is_shown_while_it_goes_on(open_desk: Desk, case: Case) -> None:
    facts = open_desk.page.locator(".details-facts")
    shown: set[str] = set()
    stop = threading.Event()
    stream = threading.Thread(target=change_until, args=(stop, case, open_desk.page.url))
    stream.start()
    try:
        until(lambda: shown.add(facts.inner_text()) or len(shown) == A_FEW, seconds=CHANGE_MS / 1_000)
    finally:
        stop.set()
        stream.join()


def change_until(stop: threading.Event, case: Case, address: str) -> None:
    """Changes the open appointment as fast as the server answers, from its first version on."""
    [pk] = re.findall(r"open=(\d+)", address)
    for version in itertools.count(1):
        body = {"version": version, "complaint": f"Fever {version}"}
        case.client.patch(f"/api/appointments/{pk}/", json=body).raise_for_status()
        if stop.is_set():
            return


def test_an_appointment_that_another_desk_cancels_fades_out(open_desk: Desk, case: Case) -> None:
    [pk] = re.findall(r"open=(\d+)", open_desk.page.url)
    body = {"status": "CANCELLED", "version": 1, "reason": "Called"}
    note_highlights(open_desk)
    case.client.post(f"/api/appointments/{pk}/status/", json=body)
    highlight = expect_highlight(open_desk, case.patient)
    assert (highlight["by"], highlight["line"]) == ("Front Desk", "line-through")
    open_desk.expect_no_appointment(case.patient)
    open_desk.expect_details("Changed by Front Desk at ")
