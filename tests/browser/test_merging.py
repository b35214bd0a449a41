"""Two records of one person are merged and separated; other windows follow by themselves."""

import re
from datetime import timedelta

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk, desks
from tests.support.processes import Server


def test_records_are_merged_and_separated_and_other_windows_follow(
    browser: Browser, browser_context_args: dict[str, object], server: Server, case: Case
) -> None:
    twin = case.register("Zelda Quist-Berg")
    case.book(case.ten, patient=twin["id"])
    office, record, booking = desks(browser, browser_context_args, server, "manager", "reception", "reception")
    record.open_patient(twin["id"])
    booking.page.goto(f"{server.url}/appointments/create?patient={twin['id']}")
    expect(booking.page.locator("#patient-name")).to_have_text("Zelda Quist-Berg")

    office.open_patient(case.patient_id)
    office.page.get_by_test_id("merge-with").click()
    office.page.get_by_label("Other record").fill(twin["mrn"])
    office.press("Enter")
    office.page.get_by_test_id("other-record").click()
    office.page.get_by_text("Zelda Quist-Berg").click()
    office.page.get_by_label("Reason").fill("Registered twice")
    office.page.get_by_test_id("merge").click()

    stays = re.compile(f"/appointments/patients/{case.patient_id}\\b")
    expect(office.page).to_have_url(stays)
    expect(office.page.get_by_test_id("merged-notice")).to_contain_text(twin["mrn"])
    expect(record.page).to_have_url(stays, timeout=CHANGE_MS)
    expect(record.page.get_by_test_id("merged-notice")).to_contain_text(twin["mrn"])
    for each in (office, record):
        expect(each.page.get_by_test_id("patient-name")).to_have_text("Zelda Quist-Berg")
        each.expect_next("10:00 – 10:15", case.doctor)
    expect(booking.page.locator("#patient-facts")).to_contain_text(case.mrn, timeout=CHANGE_MS)
    expect(booking.page.locator("#id_patient")).to_have_value(str(case.patient_id))

    office.page.get_by_test_id("undo-merge").click()
    expect(office.page).to_have_url(f"{server.url}/appointments/patients/{twin['id']}")
    office.expect_next("10:00 – 10:15", case.doctor)
    expect(record.page.get_by_test_id("merged-record")).to_have_count(0, timeout=CHANGE_MS)
    expect(record.page.get_by_test_id("patient-name")).to_have_text(case.patient)
    expect(record.page.get_by_test_id("coming")).to_have_text("No upcoming appointments.")
    for each in (office, record, booking):
        each.page.context.close()


def test_details_that_are_being_edited_are_not_lost_by_a_merge(two_desks: list[Desk], case: Case) -> None:
    desk = two_desks[0]
    twin = case.register("Zelda Quist-Berg")
    desk.open_patient(twin["id"])
    desk.page.get_by_role("button", name="Edit details").click()
    desk.page.locator("#id_correct-name").fill("Zelda Typed")
    answer = case.manager.post(
        f"/api/patients/{twin['id']}/merge/", json={"into": case.patient_id, "reason": "Registered twice"}
    )
    assert answer.status_code == 200
    toast = desk.page.get_by_test_id("toast")
    expect(toast).to_contain_text("merged into another", timeout=CHANGE_MS)
    expect(desk.page.locator("#id_correct-name")).to_have_value("Zelda Typed")
    toast.get_by_role("button", name="Open").click()
    expect(desk.page).to_have_url(re.compile(f"/appointments/patients/{case.patient_id}\\b"))


def test_visits_that_clash_lead_to_the_calendar(two_desks: list[Desk], case: Case) -> None:
    office = two_desks[1]
    twin = case.register("Zelda Quist-Berg")
    case.book(case.ten)
    doctors = case.client.get("/api/doctors/").json()
    body = {
        "patient": twin["id"],
        "doctor": doctors[1]["id"],
        "start": (case.ten + timedelta(minutes=5)).isoformat(),
        "complaint": "Cough",
        "reason": "Same time",
    }
    assert case.manager.post("/api/appointments/", json=body).status_code == 201
    office.page.goto(f"{office.server.url}/appointments/patients/{case.patient_id}/merge?with={twin['id']}")
    clash = office.page.get_by_test_id("clash")
    expect(clash).to_have_count(2)
    expect(office.page.get_by_test_id("merge")).to_be_disabled()
    clash.last.get_by_role("link").click()
    expect(office.page.get_by_test_id("details-name")).to_have_text("Zelda Quist-Berg")
