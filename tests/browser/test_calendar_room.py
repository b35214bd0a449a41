"""What shares the calendar's window leaves everything else its room."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk


def box_of(found: Locator) -> dict[str, float]:
    box = found.bounding_box()
    assert box
    return {**box, "bottom": box["y"] + box["height"], "right": box["x"] + box["width"]}


@pytest.mark.more
@pytest.mark.parametrize("size", [(1440, 900), (1100, 800), (768, 1024)])
def test_the_badge_lies_over_nothing_that_scrolls(two_desks: list[Desk], case: Case, size: tuple[int, int]) -> None:
    case.book(case.ten)
    desk = two_desks[1]
    desk.page.set_viewport_size({"width": size[0], "height": size[1]})
    desk.open_calendar(case.week)
    badge = box_of(desk.page.get_by_test_id("badge"))
    assert box_of(desk.page.locator("#calendar-body"))["bottom"] <= badge["y"]
    if size[0] >= 1100:
        desk.open_details(case.patient)
        assert box_of(desk.page.locator("#details"))["bottom"] <= badge["y"]


def test_the_bar_beside_the_filters_needs_one_row(two_desks: list[Desk], case: Case) -> None:
    desk = two_desks[1]
    desk.page.set_viewport_size({"width": 1100, "height": 800})
    desk.open_calendar(f"?view=doctors&date={case.day}&doctor={case.doctor_id}")
    first, last = box_of(desk.page.locator("#go-today")), box_of(desk.page.locator("#book"))
    assert last["y"] < first["bottom"]
    assert last["right"] <= 1100


@pytest.mark.more
def test_links_that_a_phone_has_no_room_for_are_reached_by_keys(two_desks: list[Desk]) -> None:
    """A shadow at the edge shows that there are more; Tab scrolls each into view."""
    page = two_desks[1].page
    page.set_viewport_size({"width": 360, "height": 740})
    two_desks[1].open_calendar()
    last = page.get_by_role("navigation").get_by_role("link").last
    last.focus()
    expect(last).to_be_in_viewport(ratio=0.95)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
