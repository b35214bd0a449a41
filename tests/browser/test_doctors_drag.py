"""Dragging in the doctors' columns: touch, scrolling at the edges, and changes by other desks meanwhile."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import FloatRect, expect

from tests.browser.columns import Columns
from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)
STRANGER = "Otto Berg"


@pytest.fixture
def other(case: Case) -> int:
    """A second doctor of the same department."""
    return int(case.client.get("/api/doctors/").json()[1]["id"])


@pytest.fixture
def columns(two_desks: list[Desk], case: Case, other: int) -> Columns:
    return Columns(two_desks[0]).open(case.day, case.doctor_id, other)


def scrolled(columns: Columns) -> float:
    return float(columns.page.locator("#doctors").evaluate("(grid) => grid.scrollTop"))


def box(columns: Columns, patient: str) -> FloatRect:
    found = columns.desk.appointment(patient).bounding_box()
    assert found
    return found


@pytest.mark.more
def test_what_is_dragged_to_the_edge_moves_the_hours_on(columns: Columns, case: Case) -> None:
    case.book(case.ten)
    columns.desk.expect_appointment(case.patient)
    columns.take(case.patient, case.doctor_id, case.ten)
    before = scrolled(columns)
    frame = columns.page.locator("#doctors").bounding_box()
    assert frame
    columns.page.mouse.move(frame["x"] + 200, frame["y"] + frame["height"] - 4, steps=4)
    columns.page.wait_for_function(
        "(before) => document.querySelector('#doctors').scrollTop > before + 200", arg=before
    )
    columns.page.keyboard.press("Escape")
    columns.drop()
    columns.desk.expect_appointment_at(case.patient, case.ten)


@pytest.mark.more
def test_a_length_is_drawn_upwards_as_well(columns: Columns, case: Case) -> None:
    last, first = (
        columns.point(case.doctor_id, case.ten + timedelta(minutes=30)),
        columns.point(case.doctor_id, case.ten),
    )
    page = columns.page
    page.mouse.move(last["x"], last["y"] - 6)
    page.mouse.down()
    page.mouse.move(first["x"], first["y"] + 2, steps=6)
    expect(page.locator(".drag-time")).to_have_text("10:00 – 10:30")
    columns.drop()
    page.wait_for_url("**/appointments/create?*")
    assert parse_qs(urlsplit(page.url).query)["start"] == [case.ten.isoformat()]


def test_a_finger_that_holds_moves_an_appointment(columns: Columns, case: Case, other: int) -> None:
    case.book(case.ten)
    columns.desk.expect_appointment(case.patient)
    to = columns.point(other, case.ten + HOUR)
    start = box(columns, case.patient)
    x, y = start["x"] + 40, start["y"] + 12
    cdp = columns.page.context.new_cdp_session(columns.page)
    cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    expect(columns.page.locator(".drag-preview")).to_be_visible()
    for part in (0.5, 1):
        point = {"x": x + (to["x"] - x) * part, "y": y + (to["y"] + 10 - y) * part}
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    columns.expect_toast("Moved to Dr.")
    columns.desk.expect_appointment_at(case.patient, case.ten + HOUR)
    columns.expect_doctor(case.patient, other)


@pytest.fixture
def sent(columns: Columns) -> list[str]:
    """What the page asks the server to change."""
    asked: list[str] = []
    columns.page.on("request", lambda request: request.method == "PATCH" and asked.append(request.url))
    return asked


def test_what_another_desk_cancels_under_the_hand_is_not_moved(columns: Columns, case: Case, sent: list[str]) -> None:
    booked = case.book(case.ten)
    columns.desk.expect_appointment(case.patient)
    columns.take(case.patient, case.doctor_id, case.ten + HOUR)
    body = {"status": "CANCELLED", "version": 1, "reason": "Rang"}
    assert case.client.post(f"/api/appointments/{booked['id']}/status/", json=body).status_code == 200
    expect(columns.page.locator("[data-appointment]", has_text=case.patient)).to_have_count(0, timeout=CHANGE_MS)
    columns.drop()
    expect(columns.page.locator(".drag-preview")).to_have_count(0)
    columns.click(case.doctor_id, case.ten.replace(hour=21))
    columns.expect_toast("outside this doctor's working hours")  # what follows is answered: nothing else was sent
    assert sent == []


def test_what_another_desk_moves_under_the_hand_stays_where_that_desk_put_it(
    columns: Columns, case: Case, sent: list[str]
) -> None:
    booked = case.book(case.ten)
    columns.desk.expect_appointment(case.patient)
    columns.take(case.patient, case.doctor_id, case.ten + HOUR)
    elsewhere = case.ten + 4 * HOUR
    body = {"start": elsewhere.isoformat(), "version": 1}
    assert case.client.patch(f"/api/appointments/{booked['id']}/", json=body).status_code == 200
    body_of = columns.page.locator(f"[data-appointment='{booked['id']}'] .appointment-body")
    expect(body_of).to_have_attribute("title", re.compile(elsewhere.strftime("%H:%M")), timeout=CHANGE_MS)
    columns.drop()
    columns.expect_toast("Not moved.")
    columns.desk.expect_appointment_at(case.patient, elsewhere)
    assert len(sent) == 1
    found = case.client.get(f"/api/appointments/{booked['id']}/").json()
    assert found["start"] == elsewhere.isoformat()


@pytest.mark.more
@pytest.mark.today
def test_who_presses_an_appointment_and_lets_go_beside_it_books_nothing(columns: Columns, case: Case) -> None:
    booked = case.book(case.ten)
    body = {"status": "CHECKED_IN", "version": 1}
    assert case.client.post(f"/api/appointments/{booked['id']}/status/", json=body).status_code == 200
    body = {"status": "IN_PROGRESS", "version": 2}
    doctor = columns.desk.server.client_of("manager")
    assert doctor.post(f"/api/appointments/{booked['id']}/status/", json=body).status_code == 200
    columns.desk.expect_appointment(case.patient, "IN_PROGRESS")
    columns.take(case.patient, case.doctor_id, case.ten + HOUR)
    expect(columns.page.locator(".drag-preview")).to_have_count(0)
    columns.drop()
    columns.desk.open_details(case.patient)
    assert "/appointments/calendar" in columns.page.url


@pytest.mark.more
def test_what_overlaps_stands_side_by_side_and_time_is_their_order(
    columns: Columns, case: Case, two_desks: list[Desk]
) -> None:
    stranger = case.register(STRANGER)["id"]
    case.book(case.ten + QUARTER)
    body = {
        "patient": stranger,
        "doctor": case.doctor_id,
        "start": (case.ten + QUARTER).isoformat(),
        "complaint": "Burn",
    }
    manager = two_desks[1].server.client_of("manager")
    answer = manager.post("/api/appointments/", json={**body, "overbook": True, "reason": "Cannot wait"})
    assert answer.status_code == 201, answer.text
    case.book(case.ten, case.register("Early Bird")["id"])
    for patient in (case.patient, STRANGER, "Early Bird"):
        columns.desk.expect_appointment(patient)
    one, two, early = (box(columns, name) for name in (case.patient, STRANGER, "Early Bird"))
    assert one["y"] == two["y"]
    left, right = sorted((one, two), key=lambda each: each["x"])
    assert left["x"] + left["width"] <= right["x"]
    assert early["width"] > 1.8 * one["width"]
    names = columns.page.locator("#doctors .appointment-name").all_inner_texts()
    assert names[0] == "Early Bird"


def test_enter_opens_an_appointment_and_a_click_after_a_drag_does_not(columns: Columns, case: Case) -> None:
    case.book(case.ten)
    columns.desk.appointment(case.patient).press("Enter")
    expect(columns.page.get_by_test_id("details-name")).to_have_text(case.patient)
    columns.page.keyboard.press("Escape")
    expect(columns.page.locator("#details")).to_be_hidden()
    columns.take(case.patient, case.doctor_id, case.ten + HOUR)
    columns.drop()
    columns.expect_toast("Moved to")
    expect(columns.page.locator("#details")).to_be_hidden()
