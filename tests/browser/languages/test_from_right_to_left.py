"""Every page and state in an invented language that is written from right to left: nothing is said in English that a
catalogue could say, and nothing sticks out of a wide or a narrow window.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import overflow
from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.browser.leftovers import leftovers, phrases
from tests.browser.stops import STOPS, Stop, opened
from tests.conftest import copied
from tests.support.processes import Instance, Server

pytestmark = pytest.mark.more

DESK, PHONE = 1440, 390  # pixels


@pytest.fixture(scope="module")
def server(locales: Path, seeded: Path, valkey: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo clinic in invented Hebrew; `case` takes it too."""
    folder = tmp_path_factory.mktemp("he")
    copied(seeded, folder)
    env = {"LANGUAGE_CODE": "he", "LOCALE_DIR": str(locales)}
    with Instance(folder, redis_url=valkey, env=env).serving() as served:
        yield served


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_nothing_is_left_in_english_and_nothing_sticks_out(
    stop: Stop, browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case
) -> None:
    desk = opened(stop, browser, browser_context_args, server, case)
    expect(desk.page.locator("html")).to_have_attribute("lang", "he")
    expect(desk.page.locator("html")).to_have_attribute("dir", "rtl")
    found = leftovers(
        desk.page, phrases(server.instance.data / "hospital.sqlite3", "City Hospital", "nowhere", "pusher:error")
    )
    wider = {width: overflow(desk.page, width) for width in (DESK, PHONE)}
    desk.page.context.close()
    if found:
        pytest.fail("Left in English:\n" + "\n".join(found))
    assert max(wider.values()) <= 0, wider


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
