"""What a handshake says about its sender: origin, address, session."""

from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest, parse_cookie

PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def header(scope: dict[str, Any], name: bytes) -> str:
    """The header's text, '' where it is missing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def origin_allowed(scope: dict[str, Any]) -> bool:
    """Whether the page that opens the socket is ours: same origin, or listed in REALTIME_ALLOWED_ORIGINS.

    No Origin at all is a program, not a page: let in, but without rights from cookies.
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
    # A proxy that ends TLS shows us ws for the page's https; the reverse would be a plain page on a TLS site.
    same_scheme = theirs.scheme == "https" or (theirs.scheme == "http" and scope.get("scheme", "ws") == "ws")
    return bool(theirs.hostname) and same_host and same_port and same_scheme


def session_key(scope: dict[str, Any]) -> str | None:
    """The session cookie of a handshake that names its origin, read as leniently as Django reads it for a page."""
    if not header(scope, b"origin"):
        return None
    return parse_cookie(header(scope, b"cookie")).get(settings.SESSION_COOKIE_NAME)


def user_of(key: str | None) -> Any | None:
    """The active user signed in under this session key, or None. Blocking: reads the session and the user."""
    if not key or "\0" in key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    return user if user.is_authenticated and user.is_active else None
