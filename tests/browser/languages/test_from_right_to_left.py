"""What a language that is written from right to left turns around, and the search for sentences left in English."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.browser.leftovers import leftovers

pytestmark = pytest.mark.more


def test_a_sentence_left_in_english_is_found(page: Page) -> None:
    page.set_content(
        """<title>⟦Ćáĺéńd́áŕ⟧</title><p title="Undo">Elena Novak</p><p>⟦T́óḱéń %⟧ OP-A-024</p>
        <input placeholder="Name" aria-label="⟦Ńáḿé⟧"><option>Keep ⟦it⟧</option><b>Live Updates Active</b>"""
    )
    assert leftovers(page, ["Live Updates Active", "Elena Novak"]) == [
        "input[placeholder]: Name",
        "option: Keep ⟦it⟧",
        "p[title]: Undo",
    ]


def left_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"]


def test_the_filters_stand_on_the_right_and_the_details_on_the_left(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.open_calendar(case.week)
    desk.open_details(case.patient)
    page = desk.page
    assert left_of(page, "#details") < left_of(page, "#calendar") < left_of(page, "#filters")
    phone = page.locator("#details a[href^='tel:']")
    assert phone.evaluate("phone => getComputedStyle(phone).direction") == "ltr"
    assert left_of(page, "#go-on") < left_of(page, "#go-back")
    for arrow in ("#go-back", "#go-on"):
        icon = page.locator(f"{arrow} .icon")
        assert icon.evaluate("icon => getComputedStyle(icon).transform") == "matrix(-1, 0, 0, 1, 0, 0)"


def test_a_visit_dragged_to_the_left_comes_to_a_later_day(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.open_calendar(case.week)
    appointment = desk.appointment(case.patient)
    box = appointment.bounding_box()
    assert box
    column = (desk.page.locator("#calendar").bounding_box() or box)["width"] / 7.3
    x, y = box["x"] + box["width"] / 2, box["y"] + 6
    desk.page.mouse.move(x, y)
    desk.page.mouse.down()
    desk.page.mouse.move(x - column / 2, y, steps=5)
    desk.page.mouse.move(x - column, y, steps=5)
    desk.page.mouse.up()
    expect(desk.page.get_by_test_id("toast")).to_be_visible()
    [row] = case.client.get(f"/api/patients/{case.patient_id}/appointments/").json()
    assert row["start"][:10] == (case.ten + timedelta(days=1)).date().isoformat()
