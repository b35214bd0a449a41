"""A session ends SESSION_HOURS after the password, and IDLE_MINUTES after a person last touched a page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from realtime import signing
from realtime.models import Signature
from realtime.revocation import expired_sessions
from tests.accounts.test_throttle import Clock

pytestmark = pytest.mark.django_db

PAGE = {"Accept": "text/html,application/xhtml+xml"}
CALENDAR, ACTIVE, ACCOUNT, EVERYWHERE = (
    "/appointments/calendar",
    "/accounts/active/",
    "/accounts/",
    "/accounts/sign-out-everywhere/",
)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def _limits(settings: Any) -> None:
    settings.SESSION_HOURS, settings.IDLE_MINUTES = 12, 15


@pytest.fixture
def browser(receptionist: Any) -> Client:
    return signed_in(receptionist)


def signed_in(user: Any) -> Client:
    client = Client()
    client.post("/accounts/login/", {"username": user.username, "password": "demo"})
    return client


def is_signed_in(client: Client) -> bool:
    """Asks as a page does by itself, which does not count as a touch."""
    return client.get("/api/doctors/").status_code == 200


def ends(client: Client) -> datetime:
    return Session.objects.get(pk=client.cookies["sessionid"].value).expire_date


def test_an_idle_session_ends_within_a_minute_of_its_time(browser: Client, clock: Clock) -> None:
    clock.advance(minutes=15, seconds=59)
    assert is_signed_in(browser)

    clock.advance(seconds=1)
    assert not is_signed_in(browser)
    assert browser.get(CALENDAR, headers=PAGE)["Location"].startswith("/accounts/login/")


def test_what_a_page_does_by_itself_does_not_extend_it(browser: Client, clock: Clock) -> None:
    """Polling, catching up, signing, and loading a page's text with a script."""
    end = ends(browser)
    clock.advance(minutes=10)
    browser.get("/api/channels/appointments/events/?after=0")
    browser.post("/broadcasting/auth", {"socket_id": "1.1", "channel_name": "private-appointments"})
    browser.get(CALENDAR, headers={"Accept": "*/*"})

    assert ends(browser) == end


@pytest.mark.parametrize("touch", [lambda each: each.post(ACTIVE), lambda each: each.get(CALENDAR, headers=PAGE)])
def test_a_touch_extends_it(browser: Client, clock: Clock, touch: Callable[[Client], Any]) -> None:
    for _ in range(5):
        clock.advance(minutes=14)
        assert touch(browser).status_code in {200, 204}

    assert ends(browser) == clock.now + timedelta(minutes=16)


def test_it_is_written_at_most_once_a_minute(
    browser: Client, clock: Clock, django_assert_num_queries: Callable[..., Any]
) -> None:
    """Session and user are read; the write is a savepoint, an UPDATE and a release, and an UPDATE of the list."""
    clock.advance(seconds=59)
    with django_assert_num_queries(2):
        browser.post(ACTIVE)
    clock.advance(seconds=1)
    with django_assert_num_queries(6):
        browser.post(ACTIVE)
    with django_assert_num_queries(2):
        browser.post(ACTIVE)


def test_it_ends_after_its_hours_however_often_it_is_touched(browser: Client, clock: Clock) -> None:
    for _ in range(12 * 60 // 10 - 1):
        clock.advance(minutes=10)
        assert browser.post(ACTIVE).status_code == 204
    assert ends(browser) == clock.now + timedelta(minutes=10)

    clock.advance(minutes=10)
    assert browser.post(ACTIVE).status_code == 401


def test_without_an_idle_limit_only_the_hours_count(receptionist: Any, clock: Clock, settings: Any) -> None:
    settings.IDLE_MINUTES = 0
    browser = signed_in(receptionist)
    clock.advance(hours=11, minutes=59)
    assert browser.get(CALENDAR, headers=PAGE).status_code == 200

    clock.advance(minutes=1)
    assert not is_signed_in(browser)


def test_a_session_of_an_earlier_version_gets_the_limits_at_its_first_page(receptionist: Any, clock: Clock) -> None:
    """It was open for fourteen days."""
    browser = Client()
    browser.force_login(receptionist)
    store = import_module(django_settings.SESSION_ENGINE).SessionStore(browser.cookies["sessionid"].value)
    for name in ("signed_in_at", "_session_expiry"):
        del store[name]
    store.save()

    browser.get(CALENDAR, headers=PAGE)
    assert ends(browser) == clock.now + timedelta(minutes=16)


def test_a_script_without_a_session_is_told(client: Client) -> None:
    assert client.post(ACTIVE).status_code == 401
    assert client.get(ACTIVE).status_code == 405


def test_the_sockets_of_an_idle_session_are_those_of_an_expired_one(browser: Client, clock: Clock) -> None:
    key = browser.cookies["sessionid"].value
    assert expired_sessions([key]) == set()

    clock.advance(minutes=16)
    assert expired_sessions([key]) == {key}


def test_rows_of_expired_sessions_are_deleted_at_the_next_sign_in(
    browser: Client, clock: Clock, receptionist: Any
) -> None:
    clock.advance(minutes=20)
    new = signed_in(receptionist)

    assert list(Session.objects.values_list("pk", flat=True)) == [new.cookies["sessionid"].value]


# Your account


def new_password(**changes: str) -> dict[str, str]:
    return {"old_password": "demo", "new_password1": "Kestrel-42-fly", "new_password2": "Kestrel-42-fly", **changes}


def test_a_new_password_ends_the_other_sessions(browser: Client, receptionist: Any, manager: Any) -> None:
    other, stranger = signed_in(receptionist), signed_in(manager)

    assert browser.post(ACCOUNT, new_password())["Location"] == ACCOUNT
    assert "Your password has been changed. Your other devices have been signed out." in browser.get(ACCOUNT).text
    assert (is_signed_in(browser), is_signed_in(other), is_signed_in(stranger)) == (True, False, True)
    receptionist.refresh_from_db()
    assert receptionist.check_password("Kestrel-42-fly")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"old_password": "wrong"}, "Wrong password."),
        ({"old_password": ""}, "Enter your current password."),
        ({"new_password1": ""}, "Enter a new password."),
        ({"new_password2": "Kestrel-43-fly"}, "The two new passwords differ."),
        ({"new_password1": "short", "new_password2": "short"}, "This password is too short."),
    ],
)
def test_a_new_password_that_is_refused_changes_nothing(
    browser: Client, receptionist: Any, changes: dict[str, str], sentence: str
) -> None:
    other = signed_in(receptionist)
    page = browser.post(ACCOUNT, new_password(**changes))

    assert (page.status_code, sentence in page.text) == (200, True)
    receptionist.refresh_from_db()
    assert receptionist.check_password("demo")
    assert is_signed_in(other)


def test_signing_out_everywhere_ends_all_sessions_of_the_user(browser: Client, receptionist: Any, manager: Any) -> None:
    other, stranger = signed_in(receptionist), signed_in(manager)

    assert browser.get(EVERYWHERE).status_code == 405
    assert browser.post(EVERYWHERE)["Location"] == "/accounts/login/"
    assert (is_signed_in(browser), is_signed_in(other), is_signed_in(stranger)) == (False, False, True)


def test_it_ends_what_those_sessions_signed_and_nothing_that_a_program_signed(
    browser: Client, receptionist: Any
) -> None:
    key = signed_in(receptionist).cookies["sessionid"].value
    for session in (key, ""):
        signing.sign(f"1.{len(session)}", "private-appointments", receptionist, session)

    browser.post(EVERYWHERE)
    assert list(Signature.objects.values_list("session", flat=True)) == [""]


@pytest.mark.parametrize("page", [ACCOUNT, EVERYWHERE])
def test_the_account_page_needs_a_sign_in(client: Client, page: str) -> None:
    assert client.post(page)["Location"] == f"/accounts/login/?next={page}"


# The admin


@pytest.mark.parametrize("page", ["/admin/", "/admin/appointments/holiday/", "/admin/appointments/holiday/add/"])
def test_the_admins_pages_carry_what_locks_an_idle_desk(admin_client: Client, page: str) -> None:
    text = admin_client.get(page).text
    login = f"/accounts/login/?next={page}"

    assert '<script type="module" src="/static/admin' in text
    for name, value in (
        ("idle-minutes", "15"),
        ("active", ACTIVE),
        ("sign-out", "/accounts/logout/"),
        ("login", login),
    ):
        assert f'data-{name}="{value}"' in text


# The login page


def test_a_signed_in_user_is_sent_on_without_a_circle(browser: Client) -> None:
    assert browser.get("/accounts/login/?next=/appointments/day-sheet")["Location"] == "/appointments/day-sheet"
    assert browser.get("/accounts/login/?next=/accounts/login/")["Location"] == "/"


def test_a_wrong_password_is_wrong_although_another_tab_has_signed_in(browser: Client) -> None:
    """The session dialog posts it, over a page that another person may be in front of."""
    page = browser.post("/accounts/login/", {"username": "reception", "password": "wrong"})

    assert (page.status_code, "Wrong user name or password." in page.text) == (200, True)


# Caches


@pytest.mark.parametrize(
    "path", [CALENDAR, ACCOUNT, "/appointments/day-sheet", "/api/doctors/", "/api/doctors/0/availability/", "/nowhere"]
)
def test_no_answer_is_kept_by_a_browser(browser: Client, path: str) -> None:
    assert "no-store" in browser.get(path).headers["Cache-Control"]
