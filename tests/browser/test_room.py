"""The doctor's room on a phone: a patient is called, seen and followed by the next one; the desk sees it at once."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk, desks
from tests.browser.room import PHONE, Room
from tests.support.processes import Server


@pytest.fixture
def room(browser: Any, browser_context_args: dict[str, Any], server: Server, case: Case) -> Room:
    """An orthopaedist's open room without a patient. A manager's window: departments are closed on Sundays."""
    [desk] = desks(browser, browser_context_args | {"viewport": PHONE}, server, "manager")
    return Room(desk, case, "orthopaedics").opened()


@pytest.fixture
def desk(browser: Any, browser_context_args: dict[str, Any], server: Server) -> Desk:
    [desk] = desks(browser, browser_context_args, server, "manager")
    return desk.open_opd("department=orthopaedics")


def test_a_patient_is_called_seen_and_followed_by_the_next_one(room: Room, desk: Desk) -> None:
    first, second = room.next_two()
    there = desk.page.get_by_test_id("there")
    room.press("next")
    expect(room.current).to_contain_text(first)
    expect(there.filter(has_text=first)).to_contain_text("Called", timeout=CHANGE_MS)
    room.press("serve")
    expect(room.current).to_contain_text("Being seen")
    room.press("done-next")
    expect(room.current).to_contain_text(second)
    expect(there.filter(has_text=second)).to_contain_text("Called", timeout=CHANGE_MS)
    expect(there.filter(has_text=first)).to_have_count(0)
    room.undo()
    expect(room.current).to_contain_text(first)
    expect(room.current).to_contain_text("Being seen")
    expect(desk.entry(second)).to_have_count(1, timeout=CHANGE_MS)


@pytest.mark.more
def test_who_is_not_there_waits_again_and_another_desks_step_is_seen(room: Room, desk: Desk) -> None:
    first, _second = room.next_two()
    room.press("next")
    room.press("skip")
    expect(room.current).to_have_count(0)
    room.undo()
    expect(room.current).to_contain_text(first)
    there = desk.page.get_by_test_id("there").filter(has_text=first)
    there.get_by_role("button", name=f"Start: {first}").click()
    expect(room.current).to_contain_text("Being seen", timeout=CHANGE_MS)


@pytest.mark.more
def test_a_call_out_of_turn_asks_why(room: Room) -> None:
    _first, second = room.next_two()
    row = room.page.get_by_test_id("next").filter(has_text=second)
    row.get_by_role("button", name=f"Call: {second}").click()
    room.page.get_by_label("Reason for calling out of turn").fill("Faints")
    room.page.keyboard.press("Enter")
    expect(room.current).to_contain_text(second)


@pytest.mark.more
def test_a_closed_room_calls_no_patients_until_one_is_chosen(room: Room) -> None:
    room.next_two()
    room.page.get_by_role("button", name="Close room").click()
    choice = room.page.get_by_test_id("room-choice")
    expect(choice).to_be_visible()
    expect(room.step("next")).to_have_count(0)
    room.undo()
    expect(choice).to_have_count(0)
    expect(room.step("next")).to_be_visible()
