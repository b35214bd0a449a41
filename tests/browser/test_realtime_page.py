"""The developers' instrument."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.desk import Desk, desks
from tests.support.badge import LIVE
from tests.support.processes import Server


def open_test_page(desk: Desk, server: Server) -> Desk:
    desk.page.goto(f"{server.url}/appointments/realtime-test")
    desk.expect_badge(LIVE)
    return desk


@pytest.mark.clock
def test_a_test_broadcast_reaches_both_windows_with_its_latency(
    browser: Browser, browser_context_args: dict[str, object], server: Server
) -> None:
    developer, manager = (
        open_test_page(desk, server) for desk in desks(browser, browser_context_args, server, "developer", "manager")
    )
    developer.page.locator("#ping-message").fill("Do you hear me?")
    developer.page.get_by_test_id("send-ping").click()
    for desk in (developer, manager):
        row = desk.page.locator("#messages-table tbody tr", has_text="Do you hear me?")
        expect(row).to_have_count(1)
        expect(row.locator("td.number").last).to_have_text(re.compile(r"^\d+(\.\d+)?$"))
        desk.page.context.close()


def test_a_channel_with_patients_is_refused_to_a_developer(
    browser: Browser, browser_context_args: dict[str, object], server: Server
) -> None:
    [developer] = desks(browser, browser_context_args, server, "developer")
    open_test_page(developer, server)
    expect(developer.page.get_by_test_id("channels")).to_contain_text("realtime-test")
    developer.page.locator("#subscribe-channel").fill("appointments")
    developer.page.get_by_test_id("subscribe").click()
    expect(developer.page.locator("body")).to_contain_text("You don't have access to this channel. (pusher:error 4009)")
    developer.page.context.close()


@pytest.fixture
def developer(browser: Browser, browser_context_args: dict[str, object], server: Server) -> Iterator[Desk]:
    [desk] = desks(browser, browser_context_args, server, "developer")
    yield open_test_page(desk, server)
    desk.page.context.close()


def send(desk: Desk, message: str) -> None:
    """Sends a test broadcast and waits until it stands in the table, or is missed."""
    desk.page.locator("#ping-message").fill(message)
    desk.page.get_by_test_id("send-ping").click()
    expect(desk.page.get_by_test_id("ping-result")).not_to_have_text("")


def row(desk: Desk, message: str) -> Locator:
    return desk.page.get_by_test_id("message").filter(has_text=message)


@pytest.mark.more
def test_messages_are_filtered_as_one_types_and_copied_as_json(developer: Desk) -> None:
    page = developer.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for message in ("Red kite", "Red wagon", "Blue kite"):
        send(developer, message)
        expect(row(developer, message)).to_have_count(1)
    page.locator("#message-filter").fill("kite red")
    expect(page.get_by_test_id("message")).to_have_count(1)
    page.locator("#message-filter").fill("red")
    expect(page.get_by_test_id("message")).to_have_count(2)
    expect(page.get_by_test_id("messages-count")).to_have_text(re.compile(r"^2 of \d+$"))
    page.get_by_test_id("copy").click()
    expect(page.get_by_test_id("copied")).to_have_text("Copied 2 messages.")
    copied = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert [each["data"]["message"] for each in copied] == ["Red wagon", "Red kite"]
    row(developer, "Red kite").get_by_role("button").click()
    expect(page.get_by_test_id("copied")).to_have_text("Copied 1 message.")
    assert json.loads(page.evaluate("navigator.clipboard.readText()"))["data"]["message"] == "Red kite"
    page.locator("#message-filter").fill("nobody said this")
    expect(page.locator("#messages-empty")).to_be_visible()


@pytest.mark.more
def test_a_table_held_still_shows_what_came_meanwhile_when_it_goes_on(developer: Desk) -> None:
    developer.page.get_by_test_id("pause").click()
    send(developer, "While you looked")
    expect(developer.page.get_by_test_id("messages-count")).to_contain_text("1 waiting")
    expect(row(developer, "While you looked")).to_have_count(0)
    developer.page.get_by_test_id("pause").click()
    expect(row(developer, "While you looked")).to_have_count(1)


@pytest.mark.clock
def test_a_dropped_socket_comes_back_and_the_timeline_says_how_long_it_took(developer: Desk) -> None:
    developer.page.locator("#drop-socket").click()
    states = developer.page.locator("#history tr td:nth-child(2)")
    expect(states).to_have_text(["connected", "connecting", "dropped", "connected", re.compile("connecting")])
    lasted = developer.page.locator("#history tr td:nth-child(3)")
    expect(lasted.nth(2)).to_have_text(re.compile(r"^\d+ m?s$"))
    developer.expect_badge(LIVE)


def test_a_skipped_number_is_caught_up_and_marked(developer: Desk) -> None:
    skip = developer.page.get_by_role("button", name="Skip next: discard the next message on realtime-test")
    skip.press("Enter")
    expect(skip).to_have_attribute("aria-pressed", "true")
    expect(skip).to_be_focused()
    send(developer, "Lost on the way")
    expect(developer.page.locator("#history tr[data-state=skipped]")).to_contain_text("missing for")
    expect(row(developer, "Lost on the way")).to_have_count(0)
    send(developer, "The next one")
    expect(row(developer, "Lost on the way")).to_contain_text("caught up")
    expect(row(developer, "The next one")).not_to_contain_text("caught up")
    expect(developer.page.locator("#history tr[data-state=skipped]")).to_contain_text("caught up after")


def test_a_manager_is_offered_every_channel_and_a_developer_one(
    browser: Browser, browser_context_args: dict[str, object], server: Server
) -> None:
    doctors = server.client_of("manager").get("/api/doctors/").json()
    departments = {doctor["department"]["slug"] for doctor in doctors}
    count = len(doctors) + 2 * len(departments)  # each has its channel and that of its wall board
    offered = []
    for desk, expected in zip(
        desks(browser, browser_context_args, server, "developer", "manager"), (1, 4 + count), strict=True
    ):
        options = open_test_page(desk, server).page.locator("#known-channels option")
        expect(options).to_have_count(expected)
        offered.append(options.evaluate_all("all => all.map((each) => each.value)"))
        desk.page.context.close()
    developers, managers = offered
    assert developers == ["realtime-test"]
    assert {"realtime-test", "appointments", "opd-appointments", "patients"} < set(managers)
