"""Walk-ins on the calendar: those without a doctor in a column of their own, tokens on the cards."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk

DEPARTMENT = "?view=doctors&department=1"


def walk_in(desk: Desk, case: Case, department: int = 1, doctor: int | None = None) -> dict[str, str]:
    """The case's patient draws a token. Returns the id, as in opd-7, and the token."""
    body = {"patient": case.patient_id, "department": department, "doctor": doctor, "complaint": "Fever"}
    answer = desk.server.client_of("opd").post(
        "/api/opd-appointments/", json={name: value for name, value in body.items() if value}
    )
    assert answer.status_code == 201, answer.text
    return {"id": answer.json()["id"], "token": answer.json()["extendedProps"]["appointment"]["token"]}


def give(desk: Desk, visit: dict[str, str], doctor: int) -> None:
    """Another desk gives the walk-in this doctor."""
    number = visit["id"].removeprefix("opd-")
    desk.server.instance.shell(
        f"""
from appointments.models import OpdAppointment
visit = OpdAppointment.objects.get(pk={number})
visit.doctor_id = {doctor}
visit.save()
"""
    )


def card_of(desk: Desk, visit: dict[str, str]) -> Locator:
    return desk.page.locator(f".appointment[data-appointment={visit['id']}]:visible")


def column(page: Page) -> Locator:
    return page.locator(".any-doctor-column")


def test_a_walk_in_appears_under_any_doctor_and_moves_to_the_doctor_who_gets_it(desk: Desk, case: Case) -> None:
    desk.open_calendar(DEPARTMENT)
    visit = walk_in(desk, case)
    card = card_of(desk, visit)
    expect(column(desk.page).locator(f"[data-appointment={visit['id']}]")).to_be_visible(timeout=CHANGE_MS)
    expect(card).to_contain_text(visit["token"])
    expect(desk.page.get_by_role("columnheader", name="Any doctor")).to_be_visible()
    waiting = column(desk.page).locator(".appointment").count()
    expect(desk.page.get_by_test_id("any-doctor").locator(".doctor-head-count")).to_have_text(
        f"{waiting} visits" if waiting > 1 else "1 visit"
    )

    give(desk, visit, case.doctor_id)
    expect(column(desk.page).locator(f"[data-appointment={visit['id']}]")).to_have_count(0, timeout=CHANGE_MS)
    expect(card).to_be_visible()


@pytest.mark.more
@pytest.mark.parametrize(
    "query", ["?view=doctors&doctor=1", f"{DEPARTMENT}&kind=appointment", "?view=doctors&department=2"]
)
def test_the_filters_keep_walk_ins_out(desk: Desk, case: Case, query: str) -> None:
    visit = walk_in(desk, case)
    desk.open_calendar(query)
    expect(desk.page.locator("#calendar-body")).to_have_attribute("aria-busy", "false")
    expect(desk.page.locator("#doctors [data-doctor]").first).to_be_visible()
    expect(card_of(desk, visit)).to_have_count(0)


@pytest.mark.more
def test_the_column_is_there_only_for_a_day_that_has_some(desk: Desk, case: Case) -> None:
    desk.open_calendar(f"{DEPARTMENT}&date={case.day}")
    case.book(case.ten)
    desk.expect_appointment(case.patient)
    expect(desk.page.get_by_role("columnheader", name="Any doctor")).to_have_count(0)
    expect(column(desk.page)).to_be_hidden()


@pytest.mark.more
def test_a_click_on_the_column_books_nothing_and_the_walk_in_cannot_be_dragged(desk: Desk, case: Case) -> None:
    visit = walk_in(desk, case)
    desk.open_calendar(DEPARTMENT)
    expect(card_of(desk, visit)).to_be_visible(timeout=CHANGE_MS)
    column(desk.page).evaluate("node => node.click()")
    expect(desk.page).to_have_url(re.compile("/appointments/calendar"))
    assert card_of(desk, visit).get_attribute("data-movable") is None


@pytest.mark.more
def test_a_patient_dragged_to_the_column_stays_with_the_doctor(desk: Desk, case: Case) -> None:
    """The walk-in is put on the case's own day, which has no other visit."""
    visit = walk_in(desk, case)
    desk.server.instance.shell(
        f"""
from datetime import datetime, timedelta
from appointments.models import OpdAppointment
visit = OpdAppointment.objects.get(pk={visit["id"].removeprefix("opd-")})
visit.start = datetime.fromisoformat({case.ten.isoformat()!r}) + timedelta(hours=2)
visit.end = visit.start + timedelta(minutes=15)
visit.save()
"""
    )
    case.book(case.ten, patient=case.register("Yann Abel")["id"])
    desk.open_calendar(f"{DEPARTMENT}&date={case.day}")
    booked, waiting = desk.appointment("Yann Abel"), desk.appointment(case.patient)
    booked.scroll_into_view_if_needed()
    place = booked.bounding_box()
    booked.hover()
    desk.page.mouse.down()
    waiting.hover()
    expect(desk.page.locator(".time-column .drag-preview")).to_be_visible()
    desk.page.mouse.up()
    expect(desk.page.locator(".drag-preview")).to_have_count(0)
    expect(desk.page.get_by_test_id("toast")).to_have_count(0)
    assert booked.bounding_box() == place


@pytest.mark.more
def test_the_keyboard_reaches_and_opens_a_walk_in_without_a_doctor(desk: Desk, case: Case) -> None:
    visit = walk_in(desk, case)
    desk.open_calendar(DEPARTMENT)
    card = card_of(desk, visit)
    card.focus()
    desk.press("Enter")
    expect(desk.page.get_by_test_id("details-name")).to_have_text(case.patient)
    desk.expect_details(visit["token"])
    desk.expect_details("Any doctor")
    assert visit["token"] in (card.get_attribute("aria-label") or "")
    assert (card.get_attribute("aria-label") or "").endswith("Any doctor")


@pytest.mark.more
@pytest.mark.parametrize("view", ["day", "list", "doctors"])
def test_walk_ins_alone_have_a_shape_of_their_own_and_a_token(desk: Desk, case: Case, view: str) -> None:
    visit = walk_in(desk, case, doctor=case.doctor_id)
    desk.open_calendar(f"?view={view}&doctor={case.doctor_id}&kind=opd")
    card = card_of(desk, visit)
    expect(card).to_have_attribute("data-opd", "", timeout=CHANGE_MS)
    expect(card).to_contain_text(visit["token"])
    expect(desk.page.locator(".appointment:visible:not([data-opd])")).to_have_count(0)
    shape = card.locator(".list-bar") if view == "list" else card
    expect(shape).to_have_css("border-inline-start-style", "solid" if view == "list" else "double")
    assert "kind=opd" in desk.page.url
