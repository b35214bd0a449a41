"""Time off over booked patients: the manager moves one and keeps one, and the reception sees it happen."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk

QUARTER = timedelta(minutes=15)


@pytest.mark.more
def test_a_manager_moves_one_patient_out_of_the_time_off_and_keeps_one(two_desks: list[Desk], case: Case) -> None:
    reception, manager = two_desks
    other = case.register("Yann Abel")
    case.book(case.ten)
    case.book(case.ten + QUARTER, patient=other["id"])
    reception.open_calendar(case.week)
    reception.expect_appointment_at(case.patient, case.ten)

    page = manager.open_calendar().page
    page.get_by_role("link", name="Time off").click()
    page.get_by_label("Doctor").select_option(label=case.doctor)
    page.get_by_label("From").fill(case.ten.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Until").fill((case.ten + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M"))
    page.get_by_label("Reason").fill("Conference")
    page.get_by_test_id("enter").click()

    expect(page.get_by_role("heading", name="2 patients are booked during this time off")).to_be_visible()
    expect(page.get_by_label(case.patient)).to_have_value("")
    moved_to = page.get_by_label(case.patient).locator("option").nth(1)
    expect(moved_to).to_contain_text("11:00")
    page.get_by_label(case.patient).select_option(index=1)
    page.get_by_label(other["name"]).select_option("keep")
    page.get_by_test_id("enter").click()
    expect(page.get_by_test_id("entered")).to_contain_text(f"{case.doctor} is away")
    told = page.get_by_test_id("answered").get_by_role("listitem")
    expect(told.nth(0)).to_contain_text("+46 70 555 01 01")
    expect(told.nth(0)).to_contain_text("Moved from")
    expect(told.nth(1)).to_contain_text("Kept at")

    reception.expect_appointment_at(case.patient, case.ten + timedelta(hours=1))
    reception.expect_appointment_at(other["name"], case.ten + QUARTER)
