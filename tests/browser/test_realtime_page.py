"""The developers' instrument."""

import re

from playwright.sync_api import Browser, expect

from tests.browser.desk import LIVE, Desk, desks
from tests.processes import Server


def open_test_page(desk: Desk, server: Server) -> Desk:
    desk.page.goto(f"{server.url}/appointments/realtime-test")
    desk.expect_badge(LIVE)
    return desk


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
    expect(developer.page.locator("body")).to_contain_text("You may not hear this channel.")
    developer.page.context.close()


def test_every_role_lands_on_a_page_that_it_may_open(
    browser: Browser, browser_context_args: dict[str, object], server: Server
) -> None:
    landed = {}
    for role in ("reception", "doctor", "opd", "manager", "developer", "admin"):
        desk = Desk(browser.new_context(**browser_context_args).new_page(), server).sign_in(role)
        desk.expect_badge(LIVE)
        landed[role] = desk.page.url.removeprefix(server.url).partition("?")[0]
        desk.page.context.close()
    calendar = "/appointments/calendar"
    assert landed == {
        "reception": calendar,
        "doctor": calendar,
        "opd": calendar,
        "manager": calendar,
        "developer": "/appointments/realtime-test",
        "admin": calendar,
    }
