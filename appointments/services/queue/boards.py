"""Wall boards: links that a manager makes and revokes, and what a browser holds of them.

A board's first visit brings the secret in the address. A cookie keeps it from then on, and the address loses it.
"""

import re
import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from appointments.events.board import board_channel
from appointments.models import BoardLink, Department
from appointments.models.board_link import hash_of
from appointments.services.permissions import require, require_department
from audit.models import Action
from audit.recording import record, subject_of
from realtime import channels
from realtime.broadcasting import atomic
from realtime.guests import Guest
from realtime.revocation import end_rights

KIND = "board"  # of guests
COOKIE = "board"
COOKIE_AGE = timedelta(days=365)
PARAMETER = "link"  # of the address, which carries the secret once
SECRET_BYTES = 32
SECRET = re.compile(r"[-\w]{43}", re.ASCII)  # 32 bytes in URL-safe base64
USE_WRITTEN_EVERY = timedelta(hours=1)


@atomic()
def open_board(*, by: Any, department: Department) -> tuple[BoardLink, str]:
    """Makes a link to the department's board; returns it with its secret, which is not stored. Raises Forbidden."""
    require(by, "manage_boards")
    require_department(by, department.pk)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    link = BoardLink.objects.create(department=department, secret_hash=hash_of(secret), created_by=by)
    record(Action.BOARD_OPENED, by=by, subject=subject_of(link), detail=department.slug)
    return link, secret


@atomic()
def revoke(*, by: Any, link: BoardLink) -> None:
    """Ends a link: its board goes dark within 5 s. Again: does nothing. Raises Forbidden."""
    require(by, "manage_boards")
    require_department(by, link.department_id)
    if BoardLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now()):
        end_rights(guest=_key(link.secret_hash))
        record(Action.BOARD_REVOKED, by=by, subject=subject_of(link), detail=link.department.slug)


def address(department: Department, secret: str) -> str:
    """The path with which a board is opened for the first time."""
    return f"{reverse('appointments:board', args=[department.slug])}?{PARAMETER}={secret}"


def enter(request: HttpRequest, slug: str) -> HttpResponse | None:
    """For a board that opens a valid link to this department: sets its cookie, and redirects it to the address without
    the secret. None for every other request.
    """
    secret = request.GET.get(PARAMETER, "")
    link = _link_in_use(secret)
    if link is None or link.department.slug != slug:
        return None
    rest = request.GET.copy()
    del rest[PARAMETER]
    answer = HttpResponseRedirect(f"{request.path}?{rest.urlencode()}" if rest else request.path)
    # Secure under https: hospital.middleware.secure_cookies, as for sessions.
    answer.set_cookie(COOKIE, secret, max_age=COOKIE_AGE, httponly=True, samesite="Lax")
    return answer


def guest_of(request: HttpRequest) -> Guest | None:
    """The board as which this browser comes, by its cookie; notes that the link is in use."""
    link = _link_in_use(request.COOKIES.get(COOKIE, ""))
    if link is None:
        return None
    _note_use(link)
    return _guest(link)


def may_watch(request: HttpRequest, slug: str) -> bool:
    """Whether the request's user, or the board as which it comes, may hear the channel of this department's board."""
    if _may_hear(slug, request.user):
        return True
    guest = guest_of(request)
    return guest is not None and _may_hear(slug, guest)


def brings_link(request: HttpRequest) -> bool:
    """Whether the request brings a link or a board's cookie, valid or not."""
    return PARAMETER in request.GET or COOKIE in request.COOKIES


def is_revoked(request: HttpRequest) -> bool:
    """Whether the request brings a link that was valid once."""
    brought = (request.GET.get(PARAMETER, ""), request.COOKIES.get(COOKIE, ""))
    hashes = [hash_of(secret) for secret in brought if SECRET.fullmatch(secret)]
    return bool(hashes) and BoardLink.objects.filter(secret_hash__in=hashes).exclude(revoked_at=None).exists()


def claimed_key(request: Any) -> str | None:
    """The key of the guest that a request's cookie claims to be; None without a cookie that can be one."""
    secret = request.COOKIES.get(COOKIE, "")
    return _key(hash_of(secret)) if SECRET.fullmatch(secret) else None


def find(keys: Collection[str]) -> dict[str, Guest]:
    """{key: guest} for those of these keys whose link is in use."""
    hashes = [key.removeprefix(f"{KIND}:") for key in keys]
    links = BoardLink.objects.in_use().filter(secret_hash__in=hashes).select_related("department")
    return {guest.key: guest for guest in map(_guest, links)}


def _may_hear(slug: str, listener: Any) -> bool:
    try:
        channels.rule_for(board_channel(slug), listener)
    except (channels.Refused, channels.UnknownChannel):
        return False
    return True


def _key(secret_hash: str) -> str:
    return f"{KIND}:{secret_hash}"


def _guest(link: BoardLink) -> Guest:
    return Guest(_key(link.secret_hash), frozenset({board_channel(link.department.slug)}))


def _link_in_use(secret: str) -> BoardLink | None:
    if not SECRET.fullmatch(secret):
        return None
    return BoardLink.objects.in_use().select_related("department").filter(secret_hash=hash_of(secret)).first()


def _note_use(link: BoardLink) -> None:
    """At most once an hour. The page goes on if it cannot be written: a full disk must not turn a board dark."""
    now = timezone.now()
    if link.last_used_at is None or now - link.last_used_at >= USE_WRITTEN_EVERY:
        with suppress(DatabaseError), transaction.atomic():
            BoardLink.objects.filter(pk=link.pk).update(last_used_at=now)
