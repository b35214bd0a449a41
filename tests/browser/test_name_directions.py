"""A name that is written from right to left moves nothing that stands beside it."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk

NAME = "محمد بن علي"
# Where the text of each node of this element begins, from the left.
LEFTS = """element => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const lefts = [];
    while (walker.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        if (walker.currentNode.data.trim()) lefts.push(range.getBoundingClientRect().left);
    }
    return lefts;
}"""


def keeps_its_order(part: Locator) -> bool:
    lefts = part.evaluate(LEFTS)
    return len(lefts) > 1 and lefts == sorted(lefts)


@pytest.fixture
def patient(case: Case) -> int:
    body = {"name": NAME, "phone": "+46 70 555 0166", "birth_date": "1980-05-17", "language": "ar", "confirm": True}
    return int(case.client.post("/api/patients/", json=body).json()["id"])


def test_the_age_stays_behind_the_name_in_the_queue(desk: Desk, case: Case, patient: int) -> None:
    token = case.token("cardiology", patient)
    desk.open_opd("department=cardiology")
    row = desk.entry(token)
    expect(row).to_contain_text(NAME)
    assert keeps_its_order(row.locator(".queue-patient"))
    assert row.locator("bdi").get_attribute("lang") == "ar"


def test_the_time_stays_before_the_name_in_the_calendars_list_which_tells_the_mrn(
    desk: Desk, case: Case, patient: int
) -> None:
    case.book(case.ten, patient)
    desk.open_calendar(f"?view=list&date={case.day}&doctor={case.doctor_id}")
    row = desk.page.locator(".appointment-listed", has_text=NAME)
    expect(row).to_be_visible()
    assert keeps_its_order(row)
    assert "MRN" in str(row.get_attribute("title"))
