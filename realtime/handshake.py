"""Reads a handshake: protocol, origin, session."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.http import parse_cookie
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from realtime.frames import PROTOCOLS

INCOMPLETE = "second_factor_due"  # marks a session whose user must set up a second factor before anything else
PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def header(scope: dict[str, Any], name: bytes) -> str:
    """The text of the header; '' if it is missing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def protocol_spoken(scope: dict[str, Any]) -> bool:
    """Whether the client asks for a protocol from 5 to 7, or names none: pusher-js asks for 7, Pysher for 6."""
    asked = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("protocol")
    return asked is None or asked[-1] in PROTOCOLS


def origin_allowed(scope: dict[str, Any]) -> bool:
    """Whether the page that opens the socket has our origin or one of REALTIME_ALLOWED_ORIGINS.

    Without an Origin it is a program and no page: allowed, but it gets no rights from cookies.
    """
    origin = header(scope, b"origin")
    if not origin or origin in settings.REALTIME_ALLOWED_ORIGINS:
        return True
    try:
        theirs, ours = urlsplit(origin), urlsplit(f"//{header(scope, b'host')}")
        same_host = theirs.hostname == ours.hostname
        same_port = (theirs.port or PORTS.get(theirs.scheme)) == (ours.port or PORTS.get(theirs.scheme))
    except ValueError:
        return False
    # Behind a proxy that ends TLS we see ws for the page's https; the reverse would be a plain page on a TLS site.
    same_scheme = theirs.scheme == "https" or (theirs.scheme == "http" and scope.get("scheme", "ws") == "ws")
    return bool(theirs.hostname) and same_host and same_port and same_scheme


def session_key(scope: dict[str, Any]) -> str | None:
    """The session cookie of a handshake with an Origin, parsed as Django parses it for a page."""
    if not header(scope, b"origin"):
        return None
    return parse_cookie(header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)


def users_of(keys: Iterable[str | None]) -> dict[str, Any]:
    """{session key: its active user}, in two queries for any number of keys. Blocking.

    Does what `django.contrib.auth.get_user` does for one request, for sessions in the database.
    """
    store = import_module(settings.SESSION_ENGINE).SessionStore
    asked = {key for key in keys if key and "\0" not in key}
    rows = store.get_model_class().objects.filter(session_key__in=asked, expire_date__gt=timezone.now())
    sessions = {row.session_key: store().decode(row.session_data) for row in rows} if asked else {}
    signed_in = {
        key: get_user_model()._meta.pk.to_python(session[SESSION_KEY])
        for key, session in sessions.items()
        if session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS and INCOMPLETE not in session
    }
    users = get_user_model().objects.in_bulk(set(signed_in.values()))
    return {
        key: users[pk]
        for key, pk in signed_in.items()
        if pk in users and users[pk].is_active and _hash_fits(sessions[key], users[pk])
    }


def _hash_fits(session: dict[str, Any], user: Any) -> bool:
    """False for a session that was opened with an earlier password."""
    claimed = session.get(HASH_SESSION_KEY) or ""
    fitting = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(claimed, each) for each in fitting)
