"""Booking at the desk: live, by the plain form, through a clash and through a session that ends."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk, desks
from tests.support.processes import Server

pytestmark = pytest.mark.clock

QUARTER = timedelta(minutes=15)


def test_a_slot_vanishes_when_another_desk_books_it(desk: Desk, case: Case) -> None:
    desk.open_create(doctor=case.doctor_id, date=case.day)
    expect(desk.slot(case.ten)).to_have_attribute("data-slot", "free")
    case.book(case.ten)
    expect(desk.slot(case.ten)).to_have_attribute("data-slot", "taken")
    expect(desk.slot(case.ten + QUARTER)).to_have_attribute("data-slot", "free")


def test_a_chosen_time_that_is_lost_is_said_at_once_and_the_next_is_one_click_away(desk: Desk, case: Case) -> None:
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    desk.choose_slot(case.ten)
    desk.expect_held()
    desk.page.get_by_label("Reason for visit").fill("Back pain since Monday")
    case.book(case.ten, patient=case.register("Yann Abel")["id"])
    expect(desk.page.locator("#time-error")).not_to_be_empty()

    desk.page.get_by_test_id("next-free").get_by_text(re.compile(r"10:15")).first.click()
    expect(desk.page.get_by_label("Reason for visit")).to_have_value("Back pain since Monday")
    desk.expect_held()  # nothing on the page moves any more
    desk.book()
    desk.expect_booked(case.patient)


@pytest.mark.more
def test_the_button_says_what_it_will_do(desk: Desk, case: Case) -> None:
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    desk.choose_slot(case.ten)
    expect(desk.page.get_by_test_id("book")).to_have_text(re.compile(r"Book 10:00 – 10:15"))


@pytest.mark.more
@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}])
def test_the_button_is_always_there_and_the_badge_beside_it(desk: Desk, case: Case, size: ViewportSize) -> None:
    desk.page.set_viewport_size(size)
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    button = desk.page.get_by_test_id("book")
    expect(button).to_be_in_viewport(ratio=1)
    box, badge = button.bounding_box(), desk.page.get_by_test_id("badge").bounding_box()
    assert box
    assert badge
    assert box["y"] + box["height"] <= badge["y"] or box["x"] + box["width"] <= badge["x"]


def test_a_patient_is_registered_without_leaving_the_form(desk: Desk, case: Case) -> None:
    desk.open_create(doctor=case.doctor_id, date=case.day)
    desk.choose_slot(case.ten)
    desk.expect_held()
    desk.page.locator("#id_q").fill("Nobody Knows")
    desk.page.locator("#registration > summary").click()
    desk.page.locator("[name=new-name]").fill("Nobody Knows")
    desk.page.locator("[name=new-phone]").fill("+1 555 0100")
    desk.page.locator("[name=new-sex]").select_option("female")
    desk.page.locator("button[value=register]").click()
    expect(desk.page.locator("#patient-name")).to_have_text("Nobody Knows")
    for name, value in {"name": "", "phone": "", "birth_date": "", "sex": "unknown"}.items():
        expect(desk.page.locator(f"[name=new-{name}]")).to_have_value(value)
    desk.page.get_by_label("Reason for visit").fill("Fever")
    desk.book()
    desk.expect_booked("Nobody Knows")


def test_neither_a_reload_nor_a_look_at_the_calendar_loses_what_was_typed(desk: Desk, case: Case) -> None:
    page = desk.open_create().page
    desk.find_patient(case.mrn, case.patient)
    desk.choose_doctor(case.doctor, case.day)
    desk.choose_slot(case.ten)
    desk.expect_held()
    page.get_by_label("Reason for visit").fill("Back pain")
    page.locator("#patient-change").click()
    page.locator("#registration > summary").click()
    page.locator("[name=new-name]").fill("Half A Name")
    page.locator("[name=new-sex]").select_option("male")
    for leave_and_come_back in (page.reload, lambda: by_way_of_the_calendar(desk)):
        leave_and_come_back()
        expect(page.locator("#patient-name")).to_have_text(case.patient)
        expect(desk.slot(case.ten).get_by_role("radio")).to_be_checked()
        expect(page.get_by_label("Reason for visit")).to_have_value("Back pain")
        expect(page.locator("[name=new-name]")).to_have_value("Half A Name")
        expect(page.locator("[name=new-sex]")).to_have_value("male")

    desk.book()
    desk.expect_booked(case.patient)
    desk.open_create()
    expect(page.locator("#patient-card")).to_be_hidden()
    expect(page.get_by_label("Reason for visit")).to_have_value("")


def by_way_of_the_calendar(desk: Desk) -> None:
    pages = desk.page.get_by_role("navigation", name="Pages")
    pages.get_by_role("link", name="Calendar").click()
    expect(desk.page.locator("#views")).to_be_visible()
    pages.get_by_role("link", name="Book").click()


@pytest.mark.more
def test_signing_out_forgets_what_was_typed(
    browser: Browser, browser_context_args: dict[str, object], server: Server, case: Case
) -> None:
    context = browser.new_context(**browser_context_args)  # with a session of its own, which ends here
    desk = Desk(context.new_page(), server).sign_in("reception")
    desk.open_create(patient=case.patient_id).page.get_by_label("Reason for visit").fill("Back pain")
    desk.page.locator("#user-menu").click()
    desk.page.get_by_role("button", name="Sign out").click()
    expect(desk.page.get_by_label("Password")).to_be_visible()
    assert desk.page.evaluate("sessionStorage.length") == 0
    context.close()


@pytest.mark.more
def test_a_manager_begins_at_a_free_time_and_is_told_how_to_overbook(two_desks: list[Desk], case: Case) -> None:
    manager = two_desks[1]
    first = case.ten.replace(hour=8, minute=30)
    case.book(first)
    other = case.register("Yann Abel")["id"]
    page = manager.open_create(patient=other, doctor=case.doctor_id, date=case.day).page
    expect(page.locator("#time-grid input[tabindex='0']")).to_have_value(re.compile("T08:45"))
    manager.slot(first).click()
    page.get_by_label("Reason for visit").fill("Cough")
    manager.book()
    page.get_by_role("link", name="tick “Overbook this time”").click()
    manager.expect_focus("#id_overbook")
    page.locator("#id_overbook").check()
    page.locator("#id_reason").fill("Emergency")
    manager.book()
    manager.expect_booked("Yann Abel")


def test_a_session_that_ends_in_the_middle_asks_for_the_password_in_place(desk: Desk, case: Case) -> None:
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    desk.choose_slot(case.ten)
    desk.expect_held()
    desk.page.get_by_label("Reason for visit").fill("Back pain")
    desk.page.context.clear_cookies(name="sessionid")
    desk.book()
    expect(desk.page.locator("#session-dialog")).to_be_visible()
    desk.page.locator("#session-password").fill("demo")
    desk.page.locator("#session-dialog button[type=submit]").click()
    desk.expect_booked(case.patient)


@pytest.mark.more
def test_everything_works_as_a_plain_form(
    browser: Browser, browser_context_args: dict[str, object], server: Server, case: Case
) -> None:
    [desk] = desks(browser, {**browser_context_args, "java_script_enabled": False}, server, "reception")
    page = desk.page
    page.goto(f"{server.url}/appointments/create")
    expect(page.locator("#realtime-badge")).to_be_hidden()
    page.locator("#id_q").fill(case.mrn)
    page.locator("#find").click()
    page.get_by_role("radio", name=re.compile(case.mrn)).check()
    page.locator("#id_doctor").select_option(label=case.doctor)
    page.locator("#id_date").fill(case.day)
    page.locator("#show-times").click()
    expect(desk.slot(case.ten)).to_have_attribute("data-slot", "free")
    desk.slot(case.ten).click()
    page.get_by_label("Reason for visit").fill("Back pain")

    case.book(case.ten, patient=case.register("Yann Abel")["id"])
    desk.book()
    expect(page.locator("#id_start_error")).to_contain_text("not free")
    expect(page.get_by_label("Reason for visit")).to_have_value("Back pain")

    page.context.clear_cookies(name="sessionid")
    page.get_by_test_id("next-free").get_by_role("radio", name=re.compile(r"10:15")).check()
    desk.book()
    page.locator("[name=password]").fill("demo")
    page.locator("[name=username]").fill("reception")
    page.locator("button[name=action]").last.click()
    desk.expect_booked(case.patient)
    page.context.close()
