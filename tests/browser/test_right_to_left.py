"""The pages from right to left: sides change places, arrows turn round, nothing sticks out."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.browser.stops import STOPS, Stop, opened
from tests.browser.test_languages import invented_clinic
from tests.support.processes import Server

pytestmark = pytest.mark.more

LAID_OUT = {"month", "week", "day", "list", "details", "book", "book, a doctor's day", "booked"}
LAID_OUT |= {"time off over patients", "realtime test", "sign in", "not found"}
SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1440, "height": 900},
    "phone": {"width": 390, "height": 844},
}
STICKING_OUT = """() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"""


@pytest.fixture(scope="module")
def server(locales: Path, seeded: Path, valkey: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo clinic in an invented Hebrew."""
    yield from invented_clinic("he", locales, seeded, valkey, tmp_path_factory.mktemp("he"))


def left_of(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box
    return box["x"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("stop", [stop for stop in STOPS if stop.name in LAID_OUT], ids=lambda stop: stop.name)
def test_nothing_sticks_out(
    stop: Stop, size: str, browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case
) -> None:
    if size == "phone" and stop.name == "month":
        pytest.skip("a phone's month has no room for the link to more")
    desk = opened(stop, browser, {**browser_context_args, "viewport": SIZES[size]}, server, case)
    expect(desk.page.locator("html")).to_have_attribute("dir", "rtl")
    width, room = desk.page.evaluate(STICKING_OUT)
    desk.page.context.close()
    assert width <= room


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
