"""The sessions of a user: listed, and ended one by one or together. Sockets of an ended session close with 4009."""

from collections.abc import Iterable
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from realtime import revocation
from realtime.broadcasting import atomic


def of(user: Any) -> list[UserSession]:
    """The user's sessions that are still signed in, the newest first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda session: session.created_at, reverse=True)


def end(sessions: Iterable[UserSession]) -> None:
    with atomic():
        for session in sessions:
            close_sockets(session.user_id, session.session_key)
            session.end()


def end_others(request: HttpRequest) -> None:
    """Ends all sessions of the request's user but the request's own."""
    end(UserSession.objects.filter(user_id=request.user.pk).exclude(session_key=request.session.session_key))


def end_all(user: Any) -> None:
    end(UserSession.objects.filter(user=user))


def close_sockets(user_id: int, session_key: str | None) -> None:
    """Closes the sockets of a session with 4009, and of the private channels that it signed, in every process."""
    revocation.end_session(session_key, user_id=user_id)
