"""What one desk does, the other sees: without a reload, in the hospital's time."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from appointments.hospital_time import today
from tests.browser.conftest import Case, register
from tests.browser.desk import Desk, desks
from tests.support.badge import CONNECTING, LIVE
from tests.support.processes import Instance, Server

pytestmark = pytest.mark.clock

HOUR = timedelta(hours=1)


def mark(desk: Desk) -> None:
    """A reload would wipe this away."""
    desk.page.evaluate("window.unloaded = false")


def expect_no_reload(desk: Desk) -> None:
    assert desk.page.evaluate("window.unloaded") is False


def test_a_booking_travels_through_its_whole_life_on_both_screens(two_desks: list[Desk], case: Case) -> None:
    reception, manager = two_desks
    manager.open_calendar(case.week)
    mark(manager)

    reception.open_create()
    reception.find_patient(case.mrn, case.patient)
    reception.choose_doctor(case.doctor, case.day)
    reception.choose_slot(case.ten)
    reception.expect_held()
    reception.page.get_by_label("Reason for visit").fill("Back pain")
    reception.book()
    reception.expect_booked(case.patient)
    manager.expect_appointment(case.patient)
    manager.expect_appointment_at(case.patient, case.ten)

    reception.open_calendar(case.week)
    mark(reception)
    manager.open_details(case.patient)
    reception.open_details(case.patient)
    reception.reschedule(case.ten + HOUR)
    manager.expect_appointment_at(case.patient, case.ten + HOUR)
    reception.expect_appointment_at(case.patient, case.ten + HOUR)

    manager.expect_details("11:00")
    reception.cancel("Called to cancel")
    reception.expect_no_appointment(case.patient)
    manager.expect_no_appointment(case.patient)
    expect_no_reload(reception)
    expect_no_reload(manager)


@pytest.mark.today
def test_a_visit_from_check_in_to_its_start_and_an_undo_at_two_desks(two_desks: list[Desk], case: Case) -> None:
    case.book(case.ten)
    reception, manager = (desk.open_calendar(case.week) for desk in two_desks)
    mark(reception)
    reception.open_details(case.patient)
    manager.open_details(case.patient)
    manager.move_to("CHECKED_IN")
    reception.expect_appointment(case.patient, "CHECKED_IN")
    manager.move_to("IN_PROGRESS")
    reception.expect_appointment(case.patient, "IN_PROGRESS")
    reception.expect_details_state("In progress")
    manager.move_to("CHECKED_IN")
    reception.expect_appointment(case.patient, "CHECKED_IN")
    expect_no_reload(reception)


def test_a_visit_of_another_day_is_asked_about_and_moves_to_today(desk: Desk, case: Case) -> None:
    booked = case.book(case.ten)
    desk.open_calendar(case.week)
    desk.open_details(case.patient)
    desk.move_to("CHECKED_IN")
    desk.expect_details(f"Booked for {case.ten:%A} {case.ten.day} {case.ten:%B}.")
    desk.expect_appointment(case.patient)
    desk.page.get_by_role("button", name="Continue anyway").click()
    desk.expect_details_state("Checked in")
    desk.expect_no_appointment(case.patient)
    found = case.client.get(f"/api/appointments/{booked['id']}/").json()
    assert (found["status"], found["start"][:10]) == ("CHECKED_IN", today().isoformat())


@pytest.mark.more
def test_the_badge_tells_of_a_dead_server_and_the_page_catches_up_when_it_is_back(
    browser: Browser, browser_context_args: dict[str, object], instance: Instance
) -> None:
    with instance.serving() as server:
        [desk] = desks(browser, browser_context_args, server, "reception")
        client = server.client_of("reception")
        patient = register(client, "Zelda Quist")
        desk.open_calendar(QUIET_LIST)
        port = int(server.url.rpartition(":")[2])
        server.process.kill()
        desk.expect_badge(CONNECTING)
    instance.manage("shell", "-c", SAVE_ONE % {"patient": patient["id"]})
    with instance.serving(port=port):
        desk.expect_badge(LIVE)
        desk.expect_appointment(patient["name"])
        expect(desk.page.locator("#realtime-since")).to_contain_text("since")
    desk.page.context.close()


# Beyond what the demo clinic has booked, and before the weeks of the cases.
QUIET_DAY = (today() + timedelta(days=25)).isoformat()
QUIET_LIST = f"?view=list&date={QUIET_DAY}&doctor=1"
SAVE_ONE = f"""
from datetime import date, timedelta
from appointments.models import Appointment
from appointments.hospital_time import day_bounds
start, end = day_bounds(date.fromisoformat({QUIET_DAY!r}))
Appointment(patient_id=%(patient)s, doctor_id=1, start=end - timedelta(minutes=30), end=end, complaint="Late").save()
"""


def test_a_save_in_the_shell_reaches_the_open_page(two_desks: list[Desk], case: Case, server: Server) -> None:
    desk = two_desks[0].open_calendar(QUIET_LIST)
    mark(desk)
    server.instance.shell(SAVE_ONE % {"patient": case.patient_id})
    desk.expect_appointment(case.patient)
    expect_no_reload(desk)


@pytest.mark.more
def test_an_open_form_and_the_scroll_survive_a_change_by_another_desk(two_desks: list[Desk], case: Case) -> None:
    booked = case.book(case.ten)
    desk = two_desks[0].open_calendar(case.week)
    desk.open_details(case.patient)
    desk.move_to("CANCELLED")
    desk.page.locator("#cancel-reason").fill("Half a senten")

    path = f"/api/appointments/{booked['id']}/"
    assert case.client.patch(path, json={"complaint": "Fever", "version": 1}).status_code == 200
    desk.expect_details("Fever")
    expect(desk.page.locator("#cancel-reason")).to_have_value("Half a senten")


@pytest.mark.more
def test_the_list_begins_with_today_and_the_window_stays_where_it_is(two_desks: list[Desk]) -> None:
    """The bar above the list once slid out of the window, and nothing brought it back."""
    page = two_desks[0].open_calendar("?view=day").page
    page.locator("[data-view=list]").click()
    expect(page.locator('.list-day > [aria-current="date"]')).to_be_in_viewport()
    expect(page.locator("#views")).to_be_in_viewport(ratio=1)
    window = page.evaluate("({y: scrollY, extra: document.scrollingElement.scrollHeight - innerHeight})")
    assert window == {"y": 0, "extra": 0}


def test_a_desk_begins_with_the_day_of_all_and_each_visit_says_whose_it_is(two_desks: list[Desk]) -> None:
    page = two_desks[0].open_calendar().page
    expect(page).to_have_url(re.compile(r"\?view=day$"))
    expect(page.locator(".appointment-tag").first).to_have_css("display", "flex")


def test_a_doctor_begins_with_the_own_week(
    browser: Browser, browser_context_args: dict[str, object], server: Server
) -> None:
    [doctor] = desks(browser, browser_context_args, server, "doctor")
    doctor.open_calendar()
    expect(doctor.page).to_have_url(re.compile(r"\?view=week&doctor=\d+$"))
    expect(doctor.page.locator(".filter-row:has(:checked)")).to_have_count(1)
    expect(doctor.page.locator("#calendar-body")).to_have_attribute("data-doctors", "one")
    doctor.page.context.close()


@pytest.mark.more
def test_the_pages_work_under_daphne(
    browser: Browser, browser_context_args: dict[str, object], instance: Instance
) -> None:
    with instance.serving("daphne") as server:
        [desk] = desks(browser, browser_context_args, server, "reception")
        client = server.client_of("reception")
        patient = register(client, "Zelda Quist")
        desk.open_calendar(QUIET_LIST)
        instance.shell(SAVE_ONE % {"patient": patient["id"]})
        desk.expect_appointment("Zelda Quist")
        desk.open_create(doctor=1)
        expect(desk.page.get_by_role("heading", name="Book an appointment")).to_be_visible()
        desk.page.context.close()


def test_nobody_leaves_the_pages_own_host(two_desks: list[Desk], server: Server) -> None:
    for path in ("/appointments/create", "/appointments/realtime-test"):
        two_desks[1].page.goto(server.url + path)
        two_desks[1].expect_badge(LIVE)
