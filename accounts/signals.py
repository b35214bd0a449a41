"""What follows from Django's signals: after each sign-in, at whichever door, and after each deactivation."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.http import HttpRequest

from accounts import sessions
from accounts.services import program_tokens
from realtime.broadcasting import atomic


def remember_device(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """The cookie is set by the middleware, which has the answer."""
    request.signed_in_here = user.get_username()  # type: ignore[attr-defined]


def end_access(
    instance: Any, created: bool, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """On post_save of a user who is inactive now: an activation must not bring back what was open before.

    A bulk update sends no signal.
    """
    saved = update_fields is None or "is_active" in update_fields
    if saved and not (instance.is_active or created or raw):
        with atomic():
            sessions.end_all(instance)
            program_tokens.revoke_all_of({instance.pk})


def connect() -> None:
    post_save.connect(end_access, get_user_model())
    user_logged_in.connect(sessions.begin)
    user_logged_in.connect(sessions.enlist)
    user_logged_in.connect(remember_device)
