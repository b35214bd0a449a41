"""Overbooking from the calendar: by users with the right, with a reason, within the server's limits."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.columns import Columns
from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk

HOUR = timedelta(hours=1)
OTHER = "Yann Abel"


@pytest.fixture
def taken(case: Case) -> Case:
    """The case's patient at ten, somebody else at eleven."""
    case.book(case.ten)
    case.book(case.ten + HOUR, patient=case.register(OTHER)["id"])
    return case


@pytest.mark.more
def test_a_move_onto_taken_time_is_overbooked_with_a_reason(two_desks: list[Desk], taken: Case) -> None:
    desk = two_desks[1].open_calendar(taken.week)
    desk.open_details(taken.patient)
    desk.reschedule(taken.ten + HOUR)
    desk.expect_details("Not moved.")
    desk.overbook("Brings the results")
    desk.expect_details("Moved to")
    desk.expect_details("Overbooked")
    desk.expect_details("Brings the results")
    desk.expect_appointment_at(taken.patient, taken.ten + HOUR)
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.page.get_by_test_id("details-name")).to_be_focused()


def test_a_drop_on_taken_time_is_overbooked_and_taken_back(two_desks: list[Desk], taken: Case) -> None:
    columns = Columns(two_desks[1]).open(taken.day, taken.doctor_id)
    columns.desk.expect_appointment(taken.patient)
    columns.desk.expect_appointment(OTHER)
    columns.take(taken.patient, taken.doctor_id, taken.ten + HOUR)
    columns.drop()
    columns.expect_toast("Not moved.")
    columns.desk.overbook("Sent by the ward")
    toast = columns.expect_toast("Moved to")
    columns.desk.expect_appointment_at(taken.patient, taken.ten + HOUR)
    toast.get_by_role("button", name="Undo").click()
    columns.expect_toast("Moved back.")
    columns.desk.expect_appointment_at(taken.patient, taken.ten)


@pytest.mark.more
def test_a_drop_that_another_desk_outran_is_not_asked_again(two_desks: list[Desk], case: Case) -> None:
    booked = case.book(case.ten)["id"]
    case.book(case.ten + HOUR, patient=case.register(OTHER)["id"])
    columns = Columns(two_desks[1]).open(case.day, case.doctor_id)
    columns.desk.expect_appointment(case.patient)
    columns.desk.expect_appointment(OTHER)
    columns.take(case.patient, case.doctor_id, case.ten + HOUR)
    columns.drop()
    columns.expect_toast("Not moved.")
    version = case.client.get(f"/api/appointments/{booked}/").json()["extendedProps"]["appointment"]["version"]
    body = {"version": version, "notes": "Allergic"}
    assert case.client.patch(f"/api/appointments/{booked}/", json=body).status_code == 200
    columns.desk.overbook("Sent by the ward")
    columns.expect_toast("Someone else changed this appointment.")
    expect(columns.page.get_by_role("dialog")).to_have_count(0)
    columns.desk.expect_appointment_at(case.patient, case.ten)


def test_beyond_the_cap_the_server_says_no_and_the_reason_stays(two_desks: list[Desk], taken: Case) -> None:
    desk = two_desks[1].open_calendar(taken.week)
    for name in ("Otto Arvid", "Otto Berg"):
        full(taken, two_desks[1], name)
    desk.open_details(taken.patient)
    desk.reschedule(taken.ten + HOUR)
    desk.overbook("Brings the results")
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_contain_text("(maximum 2)", timeout=CHANGE_MS)
    expect(desk.page.locator("#overbook-reason")).to_have_value("Brings the results")
    desk.press("Escape")
    expect(dialog).to_have_count(0)
    expect(desk.page.get_by_role("button", name="Overbook…")).to_be_focused()
    desk.expect_appointment_at(taken.patient, taken.ten)


def full(case: Case, manager: Desk, name: str) -> None:
    """One more is overbooked onto eleven o'clock."""
    body = {
        "patient": case.register(name)["id"],
        "doctor": case.doctor_id,
        "start": (case.ten + HOUR).isoformat(),
        "complaint": "Cough",
        "overbook": True,
        "reason": "Emergency",
    }
    answer = manager.server.client_of("manager").post("/api/appointments/", json=body)
    assert answer.status_code == 201, answer.text


@pytest.mark.more
def test_nobody_is_offered_what_they_may_not(two_desks: list[Desk], taken: Case) -> None:
    reception = two_desks[0].open_calendar(taken.week)
    reception.open_details(taken.patient)
    reception.reschedule(taken.ten + HOUR)
    reception.expect_details("Not moved.")
    expect(reception.page.locator(".details-note button").first).to_be_visible()
    expect(reception.page.get_by_role("button", name="Overbook…")).to_have_count(0)
