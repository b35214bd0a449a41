"""Doctors side by side: seen, moved and booked in one grid."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.columns import Columns
from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk

HOUR = timedelta(hours=1)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def other(case: Case) -> int:
    """A second doctor of the same department."""
    return int(case.client.get("/api/doctors/").json()[1]["id"])


@pytest.fixture
def columns(two_desks: list[Desk], case: Case, other: int) -> Columns:
    """Reception looks at the day of both."""
    return Columns(two_desks[0]).open(case.day, case.doctor_id, other)


def place_of(case: Case, booked: dict[str, object]) -> tuple[int, datetime, timedelta]:
    found = case.client.get(f"/api/appointments/{booked['id']}/").json()
    start, end = datetime.fromisoformat(found["start"]), datetime.fromisoformat(found["end"])
    return found["extendedProps"]["appointment"]["doctor"]["id"], start, end - start


def prefilled(page: Page) -> dict[str, str]:
    page.wait_for_url(re.compile("/appointments/create"))
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def test_a_drag_to_another_column_reassigns_on_both_screens_and_undo_takes_it_back(
    two_desks: list[Desk], case: Case, other: int
) -> None:
    booked = case.book(case.ten)
    reception, manager = (Columns(desk).open(case.day, case.doctor_id, other) for desk in two_desks)
    reception.take(case.patient, other, case.ten + HOUR)
    reception.drop()

    toast = reception.expect_toast("Moved to Dr.")
    manager.expect_doctor(case.patient, other)
    manager.desk.expect_appointment_at(case.patient, case.ten + HOUR)
    assert place_of(case, booked) == (other, case.ten + HOUR, QUARTER)

    toast.get_by_role("button", name="Undo").click()
    manager.expect_doctor(case.patient, case.doctor_id)
    assert place_of(case, booked) == (case.doctor_id, case.ten, QUARTER)


def test_the_lower_edge_stretches_an_appointment(columns: Columns, case: Case) -> None:
    booked = case.book(case.ten)
    columns.desk.expect_appointment(case.patient)
    columns.stretch(case.patient, case.doctor_id, case.ten + HOUR)
    columns.expect_toast("10:00 – 11:00")
    assert place_of(case, booked) == (case.doctor_id, case.ten, HOUR)


def test_a_drop_on_taken_time_goes_back_and_says_why_and_what_is_free(columns: Columns, case: Case, other: int) -> None:
    taken = {**case.register("Otto Berg"), "doctor": other}
    body = {"patient": taken["id"], "doctor": other, "start": case.ten.isoformat(), "complaint": "Cough"}
    assert case.client.post("/api/appointments/", json=body).status_code == 201
    booked = case.book(case.ten)
    columns.desk.expect_appointment("Otto Berg")
    columns.desk.expect_appointment(case.patient)
    columns.take(case.patient, other, case.ten)
    columns.drop()

    toast = columns.expect_toast("Not moved.")
    expect(toast.locator(".message-actions button").first).to_contain_text(re.compile(r"\d\d:\d\d"))
    assert place_of(case, booked)[0] == case.doctor_id
    toast.locator(".message-actions button").first.click()
    columns.expect_toast("Moved to Dr.")
    assert place_of(case, booked)[0] == other


@pytest.mark.more
def test_escape_lets_go_of_a_drag(columns: Columns, case: Case, other: int) -> None:
    booked = case.book(case.ten)
    columns.desk.expect_appointment(case.patient)
    columns.take(case.patient, other, case.ten + HOUR)
    columns.page.keyboard.press("Escape")
    columns.drop()
    columns.desk.expect_appointment_at(case.patient, case.ten)
    expect(columns.page.get_by_test_id("toast")).to_have_count(0)
    expect(columns.page.locator("#details")).to_be_hidden()
    assert place_of(case, booked) == (case.doctor_id, case.ten, QUARTER)


def test_a_click_on_empty_time_books_with_that_doctor(columns: Columns, case: Case, other: int) -> None:
    columns.click(other, case.ten + QUARTER)
    asked = prefilled(columns.page)
    assert (asked["doctor"], asked["date"]) == (str(other), case.day)
    assert datetime.fromisoformat(asked["start"]) == case.ten + QUARTER
    expect(columns.page.locator("#id_doctor")).to_have_value(str(other))


def test_a_length_drawn_books_a_visit_that_lasts_as_long(columns: Columns, case: Case) -> None:
    columns.draw(case.doctor_id, case.ten, case.ten + timedelta(minutes=40))
    asked = prefilled(columns.page)
    assert datetime.fromisoformat(asked["start"]) == case.ten
    expect(columns.page.locator("#id_visit_type option:checked")).to_contain_text("45 min")


@pytest.mark.more
def test_the_length_that_is_being_drawn_says_its_times(columns: Columns, case: Case) -> None:
    columns.draw_and_hold(case.doctor_id, case.ten, case.ten + timedelta(minutes=40))
    expect(columns.page.locator(".drag-time")).to_have_text("10:00 – 10:40")
    columns.page.keyboard.press("Escape")
    columns.drop()


def test_the_time_under_the_pointer_is_said_before_it_is_clicked(columns: Columns, case: Case) -> None:
    point = columns.point(case.doctor_id, case.ten)
    columns.page.mouse.move(point["x"], point["y"])
    expect(columns.page.locator(".slot-hint")).to_have_text("10:00")


@pytest.mark.more
def test_a_time_that_has_passed_is_refused_aloud(two_desks: list[Desk], case: Case) -> None:
    columns = Columns(two_desks[0]).open("2026-01-05", case.doctor_id)
    columns.click(case.doctor_id, case.ten)
    columns.expect_toast("in the past")
    assert "/appointments/calendar" in columns.page.url


@pytest.mark.more
def test_closed_time_is_refused_aloud(columns: Columns, case: Case) -> None:
    expect(columns.page.locator(".shade-closed").first).to_be_attached(timeout=CHANGE_MS)
    columns.click(case.doctor_id, case.ten.replace(hour=21))
    columns.expect_toast("outside this doctor's working hours")
    assert "/appointments/calendar" in columns.page.url


@pytest.mark.more
def test_time_off_is_named_where_it_is_as_soon_as_it_is_entered(columns: Columns, case: Case) -> None:
    expect(columns.page.locator(".shade-closed").first).to_be_attached(timeout=CHANGE_MS)
    expect(columns.page.locator(".shade-away")).to_have_count(0)
    columns.desk.server.instance.shell(TIME_OFF.format(doctor=case.doctor_id, day=case.day))
    expect(columns.page.locator(".shade-away")).to_contain_text("Board meeting", timeout=CHANGE_MS)


TIME_OFF = """
from datetime import date, time
from appointments.hospital_time import at
from appointments.models import TimeOff
day = date.fromisoformat("{day}")
TimeOff(doctor_id={doctor}, start=at(day, time(14)), end=at(day, time(16)), reason="Board meeting").save()
"""


@pytest.mark.more
def test_a_department_opens_with_its_doctors_side_by_side(two_desks: list[Desk], case: Case) -> None:
    department = case.client.get("/api/doctors/").json()[0]["department"]["id"]
    page = two_desks[0].open_calendar(f"?department={department}").page
    expect(page).to_have_url(re.compile(r"view=doctors&department="))
    expect(page.locator("#doctors [data-doctor]")).to_have_count(2)
    expect(page.get_by_role("columnheader", name=case.doctor)).to_be_visible()


@pytest.mark.more
def test_the_views_change_over_and_back_on_the_same_day(columns: Columns, case: Case) -> None:
    case.book(case.ten)
    columns.desk.expect_appointment(case.patient)
    columns.page.locator("[data-view=day]").click()
    expect(columns.page.locator("#calendar .appointment", has_text=case.patient)).to_be_visible()
    columns.page.locator("[data-view=doctors]").click()
    expect(columns.page.locator("#doctors .appointment", has_text=case.patient)).to_be_attached()
    expect(columns.page).to_have_url(re.compile(f"view=doctors&date={case.day}"))


def test_a_drop_on_closed_time_is_refused_aloud(columns: Columns, case: Case) -> None:
    five = case.ten.replace(hour=17)
    booked = case.book(five)
    columns.desk.expect_appointment(case.patient)
    columns.take(case.patient, case.doctor_id, five + HOUR)
    columns.drop()
    columns.expect_toast("outside")
    columns.desk.expect_appointment_at(case.patient, five)
    assert place_of(case, booked) == (case.doctor_id, five, QUARTER)
