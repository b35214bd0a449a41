"""How long a session lasts: SESSION_HOURS after the password, and IDLE_MINUTES after a person last touched a page. And
which sessions a user has, to be ended one by one or together; their sockets close with 4009.

Both are the session's own expiry, in the database: an expired session is none for Django, and the hub closes its
sockets (realtime/socket_rights_watch.py). Nothing that a page does by itself extends it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from realtime import revocation
from realtime.broadcasting import atomic

SIGNED_IN_AT = "signed_in_at"  # in the session: seconds since 1970
EXTENDED_AT_MOST_EVERY = timedelta(minutes=1)  # a write to the database; the page reports touches as often


def begin(request: HttpRequest, **kwargs: Any) -> None:
    """On user_logged_in: the time starts with the password. Deletes the rows of expired sessions."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    request.session[SIGNED_IN_AT] = int(timezone.now().timestamp())
    request.session.set_expiry(_end(request.session))


def touch(session: SessionBase) -> None:
    """Extends the session of a signed-in user; writes at most once a minute."""
    session.setdefault(SIGNED_IN_AT, int(timezone.now().timestamp()))  # opened by an earlier version
    end = _end(session)
    if abs(end - session.get_expiry_date()) >= EXTENDED_AT_MOST_EVERY:
        session.set_expiry(end)
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())


def enlist(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """On user_logged_in at any door, and when a new password has given the session another key."""
    UserSession.objects.create_from_request(request, user=user)


def of(user: Any) -> list[UserSession]:
    """The user's sessions that are still signed in, the last used first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda session: session.last_seen_at, reverse=True)


def end(sessions: Iterable[UserSession]) -> None:
    with atomic():
        for session in sessions:
            session.end()
            revocation.end_session(session.session_key, user_id=session.user_id)


def end_others(request: HttpRequest) -> None:
    """Ends all sessions of the request's user but the request's own."""
    end(UserSession.objects.filter(user_id=request.user.pk).exclude(session_key=request.session.session_key))


def end_all(user: Any) -> None:
    """Ends every session of a user, on every device, and closes their sockets.

    The rows do not say whose they are, so all of them are read.
    """
    own = str(user.pk)
    with atomic():
        for row in Session.objects.filter(expire_date__gt=timezone.now()):
            if row.get_decoded().get(SESSION_KEY) == own:
                revocation.end_session(row.session_key, user_id=user.pk)
                row.delete()


def _end(session: SessionBase) -> datetime:
    """The end of a session that is touched now. It is idle for up to a minute more: touches are reported so late."""
    end = datetime.fromtimestamp(session[SIGNED_IN_AT], UTC) + timedelta(hours=settings.SESSION_HOURS)
    if settings.IDLE_MINUTES:
        idle = timedelta(minutes=settings.IDLE_MINUTES) + EXTENDED_AT_MOST_EVERY
        end = min(end, timezone.now() + idle)
    return end
