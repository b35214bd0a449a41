"""The pages of one's own account, each for a user of its own: the others of the demo clinic keep their password alone.

Controls are found by ids, as in steps.py.
"""

import itertools

from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.support.second_factor import code

numbers = itertools.count(1)


def signed_in_as_a_new_user(desk: Desk, case: Case) -> str:
    """Returns the user name."""
    name = f"new-{case.mrn}-{next(numbers)}"
    desk.server.instance.shell(
        f"""
from django.contrib.auth.models import User
User.objects.create_user({name!r}, password="demo")
"""
    )
    type_password(desk, name)
    expect(desk.page.locator("#user-menu")).to_be_visible()
    return name


def type_password(desk: Desk, name: str) -> None:
    desk.page.context.clear_cookies()
    desk.page.goto(f"{desk.server.url}/accounts/login/")
    desk.page.locator("#id_username").fill(name)
    desk.page.locator("#id_password").fill("demo")
    desk.page.locator("main form button").click()


def no_factor(desk: Desk, case: Case) -> None:
    signed_in_as_a_new_user(desk, case)
    desk.page.goto(f"{desk.server.url}/accounts/2fa/")


def setting_up_an_app(desk: Desk, case: Case) -> None:
    """With a wrong code."""
    signed_in_as_a_new_user(desk, case)
    desk.page.goto(f"{desk.server.url}/accounts/2fa/app/add/")
    desk.page.locator("#id_code").fill("x")
    desk.page.locator("main form button").click()
    expect(desk.page.locator("#id_code_error")).not_to_be_empty()


def set_up(desk: Desk, case: Case) -> str:
    """An app; the recovery codes are shown. Returns the user name."""
    name = signed_in_as_a_new_user(desk, case)
    desk.page.goto(f"{desk.server.url}/accounts/2fa/app/add/")
    desk.page.locator("#id_code").fill(code(desk.page.get_by_test_id("totp-key").inner_text()))
    desk.page.locator("main form button").click()
    expect(desk.page.get_by_test_id("recovery-codes")).to_be_visible()
    return name


def recovery_codes(desk: Desk, case: Case) -> None:
    set_up(desk, case)


def factors(desk: Desk, case: Case) -> None:
    set_up(desk, case)
    desk.page.goto(f"{desk.server.url}/accounts/2fa/")


def removing_the_app(desk: Desk, case: Case) -> None:
    set_up(desk, case)
    desk.page.goto(f"{desk.server.url}/accounts/2fa/app/remove/")


def asked_for_a_code(desk: Desk, case: Case) -> None:
    """With a wrong one."""
    type_password(desk, set_up(desk, case))
    desk.page.locator("#id_code").fill("x")
    desk.page.locator("main form button").first.click()
    expect(desk.page.locator("#id_code_error")).not_to_be_empty()


def adding_a_passkey(desk: Desk, case: Case) -> None:
    """At an IP address, which has none."""
    signed_in_as_a_new_user(desk, case)
    desk.page.goto(f"{desk.server.url}/accounts/2fa/passkeys/add/")


def asked_for_the_password_again(desk: Desk, case: Case) -> None:
    signed_in_as_a_new_user(desk, case)
    desk.page.goto(f"{desk.server.url}/accounts/reauthenticate/?next=/accounts/2fa/")
    desk.page.locator("#id_password").fill("wrong")
    desk.page.locator("main form button").click()
    expect(desk.page.locator("#id_password_error")).not_to_be_empty()


def two_sessions(desk: Desk, case: Case) -> None:
    name = signed_in_as_a_new_user(desk, case)
    type_password(desk, name)
    expect(desk.page.locator("#user-menu")).to_be_visible()
    desk.page.goto(f"{desk.server.url}/accounts/sessions/")
    expect(desk.page.get_by_test_id("session")).to_have_count(2)


PAGES = {
    "second factor, none": no_factor,
    "second factor, app": setting_up_an_app,
    "second factor, recovery codes": recovery_codes,
    "second factor": factors,
    "second factor, removing": removing_the_app,
    "second factor, passkey": adding_a_passkey,
    "second factor, password": asked_for_the_password_again,
    "login, code": asked_for_a_code,
    "sessions": two_sessions,
}
