"""What follows from Django's signal after each sign-in, at whichever door."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from accounts import sessions


def remember_device(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """The cookie is set by the middleware, which has the answer."""
    request.signed_in_here = user.get_username()  # type: ignore[attr-defined]


def connect() -> None:
    user_logged_in.connect(sessions.begin)
    user_logged_in.connect(sessions.enlist)
    user_logged_in.connect(remember_device)
