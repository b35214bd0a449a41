"""Reading a handshake: origin, session, user."""

from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from realtime import handshake


def scope(
    origin: str | None = None, host: str = "desk.example.org", scheme: str = "ws", cookie: str = ""
) -> dict[str, Any]:
    headers = [(b"host", host.encode())]
    if origin is not None:
        headers.append((b"origin", origin.encode("latin-1")))
    if cookie:
        headers.append((b"cookie", cookie.encode("latin-1")))
    return {"type": "websocket", "scheme": scheme, "headers": headers}


def user_of(key: str | None) -> Any | None:
    return handshake.users_of([key]).get(key or "")


ORIGINS = [
    # origin, host, scheme of the socket as we see it, allowed
    (None, "desk.example.org", "ws", True),
    ("http://desk.example.org", "desk.example.org", "ws", True),
    ("https://desk.example.org", "desk.example.org", "wss", True),
    ("https://desk.example.org", "desk.example.org", "ws", True),  # TLS ends at a proxy
    ("http://desk.example.org", "desk.example.org", "wss", False),
    ("http://desk.example.org:80", "desk.example.org", "ws", True),
    ("http://desk.example.org", "desk.example.org:80", "ws", True),
    ("https://desk.example.org", "desk.example.org:443", "wss", True),
    ("http://desk.example.org:8000", "desk.example.org:8000", "ws", True),
    ("http://desk.example.org:8001", "desk.example.org:8000", "ws", False),
    ("http://desk.example.org", "desk.example.org:8000", "ws", False),
    ("http://desk.example.org:8000", "desk.example.org", "ws", False),
    ("http://DESK.example.org", "desk.EXAMPLE.org", "ws", True),
    ("http://127.0.0.1:8000", "localhost:8000", "ws", False),
    ("http://[::1]:8000", "[::1]:8000", "ws", True),
    ("http://[::2]:8000", "[::1]:8000", "ws", False),
    ("http://evil.example.org", "desk.example.org", "ws", False),
    ("http://evil.desk.example.org", "desk.example.org", "ws", False),
    ("http://desk.example.org.evil.org", "desk.example.org", "ws", False),
    ("http://desk.example.org@evil.org", "desk.example.org", "ws", False),
    ("http://evil.org#desk.example.org", "desk.example.org", "ws", False),
    ("http://evil.org/desk.example.org", "desk.example.org", "ws", False),
    ("null", "desk.example.org", "ws", False),
    ("file://", "desk.example.org", "ws", False),
    ("file://desk.example.org", "desk.example.org", "ws", False),
    ("chrome-extension://desk.example.org", "desk.example.org", "ws", False),
    ("desk.example.org", "desk.example.org", "ws", False),
    ("//desk.example.org", "desk.example.org", "ws", False),
    ("http://", "", "ws", False),
    ("http://desk.example.org:port", "desk.example.org", "ws", False),
    ("http://desk.example.org:99999", "desk.example.org", "ws", False),
    ("http://desk.example.org", "desk.example.org:99999", "ws", False),
    ("http://[::1", "[::1]", "ws", False),
    ("http://desk.example.org", "[::1", "ws", False),
    ("http://dé.example.org", "desk.example.org", "ws", False),
    ("*", "desk.example.org", "ws", False),
]


@pytest.mark.parametrize(("origin", "host", "scheme", "allowed"), ORIGINS)
def test_origins(origin: str | None, host: str, scheme: str, allowed: bool) -> None:
    assert handshake.origin_allowed(scope(origin, host, scheme)) is allowed


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        ("https://portal.example.org", True),
        ("http://portal.example.org", False),
        ("https://portal.example.org:8443", False),
        ("https://portal.example.org.evil.org", False),
        ("https://desk.example.org", True),
    ],
)
def test_listed_origins_are_compared_as_a_whole(settings: Any, origin: str, allowed: bool) -> None:
    settings.REALTIME_ALLOWED_ORIGINS = ["https://portal.example.org"]

    assert handshake.origin_allowed(scope(origin)) is allowed


HOME = "http://desk.example.org"


@pytest.mark.parametrize(
    ("cookie", "key"),
    [
        ("", None),
        ("sessionid=abc", "abc"),
        ("csrftoken=x; sessionid=abc; theme=dark", "abc"),
        ('sessionid="abc"', "abc"),
        ("sessionid=", ""),
        ("xsessionid=abc", None),
        ("a[b]=1; sessionid=abc", "abc"),
        ('prefs={"a": 1, "b": [2]}; sessionid=abc', "abc"),
        ("nonsense; =; ;; sessionid=abc", "abc"),
    ],
)
def test_the_session_cookie_is_found_among_other_cookies(cookie: str, key: str | None) -> None:
    assert handshake.session_key(scope(HOME, cookie=cookie)) == key


def test_without_an_origin_a_cookie_gives_no_rights() -> None:
    assert handshake.session_key(scope(None, cookie="sessionid=abc")) is None


def test_a_session_has_its_user(receptionist: Any) -> None:
    client = Client()
    client.force_login(receptionist)

    assert user_of(client.session.session_key) == receptionist


@pytest.mark.parametrize("key", [None, "", "short", "unknown-session-key", "x" * 5000, "\x00" * 10, "ключ-ключ-ключ"])
def test_an_invalid_session_has_no_user(db: None, key: str | None) -> None:
    assert user_of(key) is None


def test_an_anonymous_session_has_no_user(db: None) -> None:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["theme"] = "dark"
    session.create()

    assert user_of(session.session_key) is None


def test_logout_password_change_and_deactivation_end_the_session(receptionist: Any) -> None:
    client = Client()

    client.force_login(receptionist)
    key = client.session.session_key
    client.logout()
    assert user_of(key) is None

    client.force_login(receptionist)
    key = client.session.session_key
    receptionist.set_password("another")
    receptionist.save()
    assert user_of(key) is None

    client.force_login(receptionist)
    key = client.session.session_key
    receptionist.is_active = False
    receptionist.save()
    assert user_of(key) is None


def test_the_users_of_any_number_of_sessions_take_two_queries(
    receptionist: Any, manager: Any, django_assert_num_queries: Any
) -> None:
    keys = {}
    for user in (receptionist, manager, receptionist):
        client = Client()
        client.force_login(user)
        keys[client.session.session_key] = user
    with django_assert_num_queries(2):
        users = handshake.users_of([*keys, "unknown-session-key", None])

    assert users == keys
