"""The audit in Chromium: what a person opens is recorded once, and a manager finds and exports it."""

import csv
import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk

pytestmark = pytest.mark.clock


def recorded(desk: Desk, case: Case) -> list[str]:
    """The actions on this patient so far, without the registration."""
    code = (
        "import json; from audit.models import Record;"
        f"print(json.dumps(list(Record.objects.filter(patient_id={case.patient_id}).order_by('id')"
        ".values_list('action', flat=True))))"
    )
    return list(json.loads(desk.server.instance.shell(code)))[1:]


@pytest.mark.more
def test_an_open_panel_that_follows_another_desk_is_recorded_once(desk: Desk, case: Case) -> None:
    appointment = case.book(case.ten)
    desk.open_calendar(case.week)
    desk.open_details(case.patient)
    expect(desk.page.get_by_test_id("history")).to_be_visible()

    body = {"status": "CHECKED_IN", "version": 1, "confirm": True}
    assert case.client.post(f"/api/appointments/{appointment['id']}/status/", json=body).status_code == 200
    desk.expect_details_state("Checked in")
    expect(desk.page.get_by_test_id("history").locator("li")).to_have_count(2)

    assert recorded(desk, case) == ["appointment.booked", "appointment.seen", "appointment.status"]


@pytest.mark.more
def test_an_open_patients_page_that_follows_another_desk_is_recorded_once(desk: Desk, case: Case) -> None:
    desk.open_patient(case.patient_id)
    case.book(case.ten)
    expect(desk.page.get_by_test_id("coming").get_by_test_id("appointment")).to_have_count(1)
    assert recorded(desk, case) == ["patient.seen", "appointment.booked"]


def test_a_manager_sees_who_has_looked_at_a_patient_and_exports_it(
    two_desks: list[Desk], case: Case, tmp_path: Path
) -> None:
    reception, manager = two_desks
    reception.open_patient(case.patient_id)
    manager.open_patient(case.patient_id)
    manager.page.get_by_test_id("who-looked").click()
    rows = manager.page.get_by_test_id("records").locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Front Desk")

    manager.page.locator("#id_person").fill("reception")
    manager.page.locator("#id_action").select_option(label="Opened a patient's record")
    manager.page.get_by_test_id("search").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Front Desk")
    assert case.mrn not in manager.page.url

    with manager.page.expect_download() as download:
        manager.page.get_by_test_id("export").click()
    download.value.save_as(tmp_path / "audit.csv")
    [head, row] = list(csv.reader((tmp_path / "audit.csv").read_text().splitlines()))
    assert dict(zip(head, row, strict=True))["patient"] == str(case.patient_id)
