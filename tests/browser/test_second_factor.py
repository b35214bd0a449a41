"""Signing in with an app, a passkey, and the hospital's own account, in Chromium."""

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import watch
from tests.browser.desk import Desk
from tests.conftest import copied
from tests.support.oidc_provider import identity_provider
from tests.support.processes import Instance, Server, free_port
from tests.support.second_factor import code


@pytest.fixture
def server(tmp_path: Path, seeded: Path, valkey: str) -> Iterator[Server]:
    """The demo clinic, where managers need a second factor."""
    copied(seeded, tmp_path)
    with Instance(tmp_path, redis_url=valkey, env={"MFA_REQUIRED_ROLES": "manager"}).serving() as served:
        served.url = served.url.replace("127.0.0.1", "localhost")  # an IP address has no passkeys
        yield served


@contextlib.contextmanager
def window(browser: Browser, context_args: dict[str, Any], server: Server) -> Iterator[Page]:
    """A browser of its own, in which nobody is signed in and nothing may go wrong."""
    context: BrowserContext = browser.new_context(**context_args)
    wrong = watch(context, server)
    yield context.new_page()
    context.close()
    assert wrong == []


def type_password(page: Page, server: Server, username: str) -> None:
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill("demo")
    page.get_by_role("button", name="Sign in").click()


def set_up_app(page: Page) -> str:
    """On the page of the second factor; returns the app's key."""
    page.get_by_role("link", name="Set up an app").click()
    key = page.get_by_test_id("totp-key").inner_text()
    picture = page.get_by_role("img", name="QR code for the app")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    page.get_by_label("Code of the app").fill(code(key))
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_test_id("recovery-codes").get_by_role("listitem")).to_have_count(10)
    return key


@pytest.mark.more
def test_a_manager_sets_up_an_app_and_signs_in_with_its_code(
    browser: Browser, browser_context_args: dict[str, Any], server: Server
) -> None:
    with window(browser, browser_context_args, server) as page:
        type_password(page, server, "manager")
        expect(page.get_by_role("status")).to_have_text(
            "Your role needs a second factor. Set up one of the two to continue."
        )
        key = set_up_app(page)
        page.get_by_role("link", name="Continue").click()
        expect(page).to_have_url(re.compile("/appointments/calendar"))

    with window(browser, browser_context_args, server) as page:
        type_password(page, server, "manager")
        page.get_by_label("Code of your app, or a recovery code").fill(code(key, periods=1))
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(re.compile("/appointments/calendar"))


def test_a_manager_adds_a_passkey_and_signs_in_with_it(
    browser: Browser, browser_context_args: dict[str, Any], server: Server
) -> None:
    with window(browser, browser_context_args, server) as page:
        plug_in_a_key(page)
        type_password(page, server, "manager")
        page.get_by_role("link", name="Add a passkey").click()
        page.get_by_label("Name of the passkey").fill("Blue key")
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
        page.goto(f"{server.url}/accounts/2fa/")
        expect(page.get_by_test_id("passkey")).to_contain_text("Blue key")

        page.context.clear_cookies()
        type_password(page, server, "manager")
        page.get_by_role("button", name="Use a passkey").click()
        expect(page).to_have_url(re.compile("/appointments/calendar"))

        page.goto(f"{server.url}/accounts/reauthenticate/?next=/accounts/sessions/")
        page.get_by_role("link", name="Use a passkey").click()
        page.get_by_role("button", name="Use a passkey").click()
        expect(page.get_by_role("heading", name="Your sessions")).to_be_visible()


def plug_in_a_key(page: Page) -> None:
    """A security key of Chromium's own, whose owner always agrees."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


@pytest.mark.more
def test_a_session_that_ends_while_a_booking_is_typed_is_renewed_with_the_second_factor(
    browser: Browser, browser_context_args: dict[str, Any], server: Server
) -> None:
    with window(browser, browser_context_args, server) as page:
        type_password(page, server, "manager")
        key = set_up_app(page)
        desk = Desk(page, server).open_create()
        page.locator("#id_complaint").fill("Chest pain, left")
        page.context.clear_cookies(name="sessionid")
        page.locator("#id_q").fill("Nov")

        dialog = page.locator("#session-dialog")
        dialog.get_by_label("Password").fill("demo")
        dialog.get_by_role("button", name="Sign in").click()
        expect(dialog.get_by_role("alert")).to_have_text("Now the second factor: sign in in a new tab, then come back.")
        with page.context.expect_page() as opened:
            dialog.get_by_role("link", name="Sign in in a new tab").click()
        opened.value.get_by_label("Code of your app, or a recovery code").fill(code(key, periods=1))
        opened.value.get_by_role("button", name="Sign in").click()
        expect(opened.value).to_have_url(re.compile("/appointments/calendar"))
        opened.value.close()
        page.bring_to_front()
        page.evaluate("window.dispatchEvent(new Event('focus'))")  # headless windows always have the focus
        expect(dialog).to_be_hidden()
        expect(page.locator("#id_complaint")).to_have_value("Chest pain, left")
        assert desk.page is page


@pytest.mark.more
@pytest.mark.parametrize("passwords", ["on", "off"])
def test_a_person_signs_in_with_the_hospitals_account(
    browser: Browser, browser_context_args: dict[str, Any], tmp_path: Path, seeded: Path, valkey: str, passwords: str
) -> None:
    """Without passwords the dialog leads to the provider at once."""
    copied(seeded, tmp_path)
    port = free_port()
    with identity_provider(f"http://127.0.0.1:{port}") as provider:
        instance = Instance(tmp_path, redis_url=valkey, env=provider.environment | {"PASSWORDS": passwords})
        with instance.serving(port=port) as server:
            context = browser.new_context(**browser_context_args)
            page = context.new_page()
            page.goto(f"{server.url}/accounts/login/?next=/appointments/patients")
            page.get_by_role("link", name="Sign in with the hospital's account").click()
            page.locator("[name=login]").fill("e1")
            page.locator("[name=password]").fill("any")
            page.get_by_role("button", name="Sign-in").click()
            expect(page).to_have_url(f"{server.url}/appointments/patients")
            expect(page.locator("#user-menu")).to_have_text("Nina Berg")

            Desk(page, server).open_create()
            page.locator("#id_complaint").fill("Chest pain, left")
            context.clear_cookies(name="sessionid")
            page.locator("#id_q").fill("Nov")
            dialog = page.locator("#session-dialog")
            expect(dialog.get_by_label("Password")).to_have_count(0)
            with context.expect_page() as opened:
                dialog.get_by_role("link", name="Sign in in a new tab").click()
            if passwords == "on":
                opened.value.get_by_role("link", name="Sign in with the hospital's account").click()
            expect(opened.value).to_have_url(re.compile("/appointments/calendar"))
            opened.value.close()
            page.evaluate("window.dispatchEvent(new Event('focus'))")  # headless windows always have the focus
            expect(dialog).to_be_hidden()
            expect(page.locator("#id_complaint")).to_have_value("Chest pain, left")
            context.close()
