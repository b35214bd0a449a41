"""The desk of the queues: tokens by keyboard, and steps that other desks see at once."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk, desks
from tests.support.processes import Server

WITHOUT_ROOMS = "dermatology"


@pytest.fixture
def two(browser, browser_context_args, server: Server) -> list[Desk]:
    """Two desks at the same queue. Managers, because the department is closed on Sundays for others."""
    found = desks(browser, browser_context_args, server, "manager", "manager")
    return [desk.open_opd(f"department={WITHOUT_ROOMS}") for desk in found]


def test_a_token_is_given_by_keyboard_and_asked_for_before_a_second_one(two: list[Desk], case: Case) -> None:
    one, other = two
    one.press("n")
    one.expect_focus("#id_q")
    one.type(case.mrn)
    one.expect_found(case.patient)
    one.press("Enter")
    one.expect_focus("#id_complaint")
    one.type("Itching")
    one.press("Enter")
    given = one.page.get_by_test_id("given")
    one.expect_focus("#print-slip")
    first = token_in(given)
    expect(other.entry(first)).to_contain_text("Itching", timeout=CHANGE_MS)

    one.give_token(case.mrn, case.patient)
    question = one.page.get_by_test_id("ask")
    expect(question).to_contain_text(f"is in this queue already, with token {first}")
    one.press("Escape")
    expect(one.page.locator("#id_complaint")).to_have_value("Cough")
    one.page.get_by_test_id("give-token").click()
    question.get_by_role("button", name="Give another token").click()
    expect(given).not_to_contain_text(first)
    expect(other.entry(token_in(given))).to_contain_text("Cough", timeout=CHANGE_MS)


def token_in(part: Locator) -> str:
    [token] = re.findall(r"OP-D-\d+", part.inner_text())
    return str(token)


@pytest.mark.more
def test_a_call_out_of_turn_asks_why_and_can_be_undone(two: list[Desk], case: Case) -> None:
    one, other = two
    case.walk_in(WITHOUT_ROOMS, case.register("Yann Abel")["id"])
    token = case.token(WITHOUT_ROOMS)
    one.entry(token).get_by_role("button", name=f"Call: {token}").click()
    one.page.get_by_test_id("ask").get_by_role("button", name="Call").click()
    expect(one.page.get_by_test_id("ask")).to_be_visible()  # without a reason nothing is sent
    one.page.get_by_label("Reason for calling out of turn").fill("Faints")
    one.press("Enter")
    there = other.page.get_by_test_id("there").filter(has_text=token)
    expect(there).to_contain_text("Called", timeout=CHANGE_MS)
    expect(other.entry(token)).to_have_count(0)
    one.page.get_by_test_id("toast").get_by_role("button", name="Undo").click()
    expect(other.entry(token)).to_have_count(1, timeout=CHANGE_MS)
    expect(there).to_have_count(0)


@pytest.mark.more
def test_a_token_is_withdrawn_and_a_priority_changed_and_both_are_undone(two: list[Desk], case: Case) -> None:
    one, other = two
    one.give_token(case.mrn, case.patient)
    given = one.page.get_by_test_id("given")
    one.expect_focus("#print-slip")
    token = token_in(given)
    undo = one.page.get_by_test_id("toast").last.get_by_role("button", name="Undo")
    expect(other.entry(token)).to_have_count(1, timeout=CHANGE_MS)
    given.get_by_role("button", name=f"Withdraw token: {token}").click()
    expect(other.entry(token)).to_have_count(0, timeout=CHANGE_MS)
    expect(given).to_be_hidden()
    undo.click()
    expect(other.entry(token)).to_have_attribute("data-priority", "normal", timeout=CHANGE_MS)

    row = one.entry(token)
    row.locator("summary").click()
    row.get_by_role("button", name=f"Change priority: {token}").click()
    one.page.get_by_test_id("ask").get_by_label("Priority").select_option("elderly")
    one.page.get_by_test_id("ask").get_by_label("Reason").fill("Is 84")
    one.press("Enter")
    expect(other.entry(token)).to_have_attribute("data-priority", "elderly", timeout=CHANGE_MS)
    undo.click()
    expect(other.entry(token)).to_have_attribute("data-priority", "normal", timeout=CHANGE_MS)


@pytest.mark.more
def test_yesterdays_queue_is_closed_after_one_question(two: list[Desk], case: Case, server: Server) -> None:
    one, other = two
    visit = case.walk_in(WITHOUT_ROOMS)["extendedProps"]["appointment"]
    server.instance.shell(
        "from datetime import timedelta\n"
        "from appointments.models import OpdAppointment\n"
        f"row = OpdAppointment.objects.get(pk={visit['id']})\n"
        "row.token_day -= timedelta(days=1)\n"
        "row.save()"
    )
    one.page.reload()
    one.page.get_by_role("link", name="Open that day").click()
    expect(one.entry(visit["token"])).to_be_visible(timeout=CHANGE_MS)
    other.page.goto(one.page.url)
    for desk in (one, other):
        desk.page.get_by_role("button", name="Close this queue").click()
    for desk, said in ((one, "1 patient was marked as left."), (other, "0 patients were marked as left.")):
        desk.page.get_by_test_id("ask").get_by_role("button", name="Close this queue").click()
        expect(desk.page.get_by_test_id("toast")).to_contain_text(f"Queue closed. {said}")
        expect(desk.entry(visit["token"])).to_have_count(0, timeout=CHANGE_MS)
        expect(desk.page.get_by_role("button", name="Close this queue")).to_have_count(0)


@pytest.mark.more
def test_a_step_on_what_another_desk_has_changed_is_refused_in_a_sentence(two: list[Desk], case: Case) -> None:
    one, other = two
    token = case.token(WITHOUT_ROOMS)
    expect(one.entry(token)).to_be_visible(timeout=CHANGE_MS)
    one.page.route("**/api/queues/**", lambda route: route.abort())  # its list stays as it is
    for desk in (other, one):
        row = desk.entry(token)
        row.locator("summary").click()
        row.get_by_role("button", name=f"Left: {token}").click()
        desk.page.get_by_test_id("ask").get_by_role("button", name="Patient has left").click()
        if desk is other:
            expect(desk.page.get_by_test_id("toast")).to_contain_text(f"{token} has left.")
    expect(one.page.get_by_test_id("ask").get_by_role("alert")).to_contain_text(f"Another user changed {token}.")
