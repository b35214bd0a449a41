"""A patient's own page: when is mine? Live, corrected in place, and readable without a script."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk, desks
from tests.support.processes import Server

DAY = timedelta(days=1)


def change(case: Case, booked: dict[str, object], status: str, version: int, reason: str = "") -> None:
    """Another desk moves the appointment."""
    body = {"status": status, "version": version, "reason": reason, "confirm": True}
    assert case.client.post(f"/api/appointments/{booked['id']}/status/", json=body).status_code == 200


def test_what_another_desk_does_appears_by_itself(desk: Desk, case: Case) -> None:
    desk.open_patient(case.patient_id)
    expect(desk.page.get_by_test_id("coming")).to_have_text("No upcoming appointments.")
    desk.page.evaluate("window.unloaded = false")

    later = case.book(case.ten + DAY)
    desk.expect_next("10:00 – 10:15", case.doctor, "Cough", "Scheduled")
    sooner = case.book(case.ten)
    desk.expect_next(case.ten.strftime("%A"), "10:00 – 10:15")
    expect(desk.page.get_by_test_id("coming").get_by_test_id("appointment")).to_have_count(2)

    change(case, sooner, "CANCELLED", 1, "Called")
    desk.expect_next((case.ten + DAY).strftime("%A"))
    cancelled = desk.page.get_by_test_id("earlier").get_by_test_id("appointment")
    expect(cancelled).to_contain_text("Cancelled")
    expect(cancelled).to_contain_text("Called")
    change(case, later, "CHECKED_IN", 1)
    desk.expect_next("Checked in")
    expect(desk.page.locator("#announcements")).not_to_be_empty()
    assert desk.page.evaluate("window.unloaded") is False


@pytest.mark.more
def test_the_focus_stays_where_it_is_when_something_changes(desk: Desk, case: Case) -> None:
    booked = case.book(case.ten)
    desk.open_patient(case.patient_id)
    link = desk.page.locator(f"#open-{booked['id']}")
    link.focus()
    change(case, booked, "CHECKED_IN", 1)
    desk.expect_next("Checked in")
    expect(link).to_be_focused()


def test_an_appointment_leads_to_its_place_in_the_calendar(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.open_patient(case.patient_id)
    desk.page.get_by_role("link", name=re.compile("Show in calendar")).first.click()
    expect(desk.page.get_by_test_id("details-name")).to_have_text(case.patient)


def test_name_and_phone_are_corrected_in_place(two_desks: list[Desk], case: Case) -> None:
    desk, other = two_desks
    case.book(case.ten)
    desk.open_patient(case.patient_id)
    other.open_patient(case.patient_id)
    desk.page.get_by_role("button", name="Edit details").click()
    desk.expect_focus("#id_correct-name")
    desk.page.locator("#id_correct-phone").fill("call me")
    desk.press("Enter")
    expect(desk.page.locator("#id_correct-phone_error")).to_contain_text("Enter a phone number of")
    desk.expect_focus("#id_correct-phone")

    desk.page.locator("#id_correct-name").fill("Zelda Quist-Rao")
    desk.page.locator("#id_correct-phone").fill("+46 70 555 0199")
    desk.press("Enter")
    for each in (desk, other):
        expect(each.page.get_by_test_id("patient-name")).to_have_text("Zelda Quist-Rao", timeout=CHANGE_MS)
        expect(each.page.get_by_test_id("patient-phone")).to_have_attribute("href", "tel:+46705550199")
    expect(desk.page.locator("#correction")).to_be_hidden()
    desk.expect_focus("#correct")


def test_two_desks_that_correct_one_patient_lose_nothing(two_desks: list[Desk], case: Case) -> None:
    desk, other = two_desks
    for each in (desk, other):
        each.open_patient(case.patient_id)
        each.page.get_by_role("button", name="Edit details").click()
    other.page.locator("#id_correct-phone").fill("+46 70 555 0177")
    other.press("Enter")
    expect(other.page.locator("#correction")).to_be_hidden()

    form = desk.page.locator("#correction")
    form.get_by_label("Full name").fill("Zelda Quist-Lind")
    form.get_by_text("More details").click()
    form.get_by_label("Warning note").fill("Needs a wheelchair")
    desk.press("Enter")
    told = desk.page.locator("#correction-error")
    expect(told).to_contain_text("Someone else changed this patient: Phone: +46 70 555 0177.")
    expect(form.get_by_label("Phone", exact=True)).to_have_value("+46 70 555 0177")
    expect(form.get_by_label("Full name")).to_have_value("Zelda Quist-Lind")

    desk.press("Enter")
    expect(form).to_be_hidden()
    expect(desk.page.get_by_test_id("patient-note")).to_contain_text("Needs a wheelchair")
    saved = case.client.get(f"/api/patients/{case.patient_id}/").json()
    assert (saved["name"], saved["phone"], saved["note"]) == (
        "Zelda Quist-Lind",
        "+46 70 555 0177",
        "Needs a wheelchair",
    )


def test_a_correction_that_makes_two_records_alike_asks_first(desk: Desk, case: Case) -> None:
    twin = {"name": "Quite Another", "phone": "+46 70 555 0144", "confirm": True}
    assert case.client.post("/api/patients/", json=twin).status_code == 201
    desk.open_patient(case.patient_id)
    desk.page.get_by_role("button", name="Edit details").click()
    desk.page.locator("#id_correct-phone").fill("+46705550144")
    desk.press("Enter")
    question = desk.page.locator("#correction-matches")
    expect(question.get_by_role("link", name="Quite Another").first).to_be_visible()
    desk.expect_focus("#correction-matches")
    question.get_by_label("Different person – save anyway").check()
    desk.page.get_by_role("button", name="Save").click()
    expect(desk.page.locator("#correction")).to_be_hidden()
    assert case.client.get(f"/api/patients/{case.patient_id}/").json()["phone"] == "+46705550144"


def test_a_patient_without_a_phone_on_purpose(desk: Desk, case: Case) -> None:
    desk.open_patient(case.patient_id)
    for box, shown in ((True, "Has no phone"), (False, "+46 70 555 0155")):
        desk.page.get_by_role("button", name="Edit details").click()
        desk.page.get_by_label("Has no phone").set_checked(box)
        phone = desk.page.locator("#id_correct-phone")
        if box:
            expect(phone).to_be_disabled()
        else:
            phone.fill("+46705550155")
        desk.page.get_by_role("button", name="Save").click()
        expect(desk.page.locator("#patient-about")).to_contain_text(shown.replace("0155", "01 55")[:12])


@pytest.mark.more
def test_cancel_restores_what_was_saved_last(desk: Desk, case: Case) -> None:
    desk.open_patient(case.patient_id)
    edit, save, cancel = (desk.page.get_by_role("button", name=name) for name in ("Edit details", "Save", "Cancel"))
    form = desk.page.locator("#correction")
    for sex in ("Female", "Other"):
        edit.click()
        form.get_by_label("Sex").select_option(sex)
        save.click()
        expect(form).to_be_hidden()

    edit.click()
    form.get_by_label("Sex").select_option("Male")
    form.get_by_label("Birth date").fill("1990-02-01")
    cancel.click()
    edit.click()
    expect(form.get_by_label("Sex")).to_have_value("other")
    expect(form.get_by_label("Birth date")).to_have_value("")
    assert case.client.get(f"/api/patients/{case.patient_id}/").json()["sex"] == "other"


def test_the_page_is_read_without_a_script(
    browser: Browser, browser_context_args: dict[str, object], server: Server, case: Case
) -> None:
    case.book(case.ten)
    [desk] = desks(browser, {**browser_context_args, "java_script_enabled": False}, server, "doctor")
    desk.page.goto(f"{server.url}/appointments/patients/{case.patient_id}")
    desk.expect_next("10:00 – 10:15", case.doctor)
    expect(desk.page.get_by_test_id("badge")).to_be_hidden()
    desk.page.locator("#site-search-q").fill(case.mrn)
    desk.press("Enter")
    expect(desk.page).to_have_url(f"{server.url}/appointments/patients/{case.patient_id}")
    desk.page.context.close()
