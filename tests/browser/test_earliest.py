"""The earliest time over all doctors of a department: chosen and held by one click, by keyboard, without scripts."""

import re
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk, desks
from tests.support.processes import Server


def department_of(case: Case) -> dict[str, Any]:
    doctors = case.client.get("/api/doctors/").json()
    return dict(next(each["department"] for each in doctors if each["id"] == case.doctor_id))


def first_free(case: Case, **wishes: Any) -> dict[str, Any]:
    """The earliest time of the department that suits the patient, as the API finds it."""
    asked = {"department": department_of(case)["id"], "patient": case.patient_id, "count": 1, **wishes}
    return dict(case.client.get("/api/earliest/", params=asked).json()[0])


def test_the_earliest_time_in_a_department_is_one_click_and_held(desk: Desk, case: Case) -> None:
    page = desk.open_create(patient=case.patient_id).page
    expected = first_free(case, **{"from": case.day, "weekday": [2, 3], "after": "12:00"})
    start = datetime.fromisoformat(expected["start"])
    page.locator("#id_department").select_option(label=department_of(case)["name"])
    earliest = page.get_by_test_id("earliest")
    summary = earliest.locator("summary")
    expect(summary).to_have_text(f"Earliest in {department_of(case)['name']}")
    summary.focus()
    desk.press("Enter")
    times = earliest.get_by_test_id("earliest-time")
    expect(times).to_have_count(10)
    expect(page.locator("#earliest-note")).to_have_text("10 free times")

    earliest.get_by_label("Time of day").select_option(label="Afternoons")
    earliest.get_by_label("From").fill(case.day)
    for day in ("Wed", "Thu"):
        earliest.get_by_label(day).check()
    expect(times.first).to_contain_text(expected["doctor"]["name"])
    expect(times.first).to_have_text(re.compile(f"{start:%a}.*{start:%H:%M}"))
    expect(page.locator("#earliest-list")).not_to_have_attribute("aria-busy", "true")
    times.first.focus()
    desk.press("Enter")

    desk.expect_focus("#id_complaint")
    expect(page.locator("#id_date")).to_have_value(f"{start:%Y-%m-%d}")
    expect(page.locator("#id_doctor option:checked")).to_have_text(expected["doctor"]["name"])
    expect(desk.slot(start).get_by_role("radio")).to_be_checked()
    desk.expect_held()
    expect(page.locator("#announcements")).to_contain_text("is chosen")
    desk.type("Back pain")
    desk.book()
    desk.expect_booked(case.patient)
    assert first_free(case, **{"from": expected["start"]}) != expected


@pytest.mark.more
def test_the_earliest_time_is_chosen_without_scripts(
    browser: Browser, browser_context_args: dict[str, object], server: Server, case: Case
) -> None:
    [desk] = desks(browser, {**browser_context_args, "java_script_enabled": False}, server, "reception")
    page = desk.page
    page.goto(f"{server.url}/appointments/create?patient={case.patient_id}&department={department_of(case)['id']}")
    page.locator("#earliest > summary").click()
    page.get_by_label("From").fill(case.day)
    page.locator("#find-earliest").click()
    page.get_by_test_id("earliest-time").first.click()
    expect(page.locator("#id_date")).to_have_value(case.day)
    expect(page.locator("#time-grid input:checked")).to_have_count(1)
    page.get_by_label("Reason for visit").fill("Back pain")
    desk.book()
    desk.expect_booked(case.patient)
    page.context.close()
