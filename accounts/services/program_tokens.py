"""Tokens of programs: made, used, revoked."""

import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import ProgramToken, Scope
from accounts.models.program_token import SHOWN_CHARACTERS, digest_of
from accounts.services.managing import require_manages
from appointments.exceptions import Invalid
from audit.models import Action
from audit.recording import record, subject_of
from common.actor import current_actor

SECRET_BYTES = 32
LONGEST = timedelta(days=367)  # a leap year and the rest of its last day
USE_WRITTEN_EVERY = timedelta(minutes=1)


@transaction.atomic
def create(*, by: Any, name: str, user: Any, scopes: Iterable[Scope], expires_at: datetime) -> tuple[ProgramToken, str]:
    """Makes a token that acts for `user`; returns it with its secret, which is not stored.

    Raises Forbidden where `by` may not manage that user; Invalid for a name that another token in use has, for an
    inactive user, without a scope, and for an end that is past or more than a year away.
    """
    _lock([user.pk])
    require_manages(by, user)
    now = timezone.now()
    wanted = sorted({Scope(scope).value for scope in scopes})
    if not wanted:
        raise _invalid("scopes", _("Choose what the program may do."))
    if not user.is_active:
        raise _invalid("user", _("This account is deactivated."))
    if not now < expires_at <= now + LONGEST:
        raise _invalid("valid_until", _("Choose a day from today on, at most a year away."))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    token = ProgramToken(
        name=name,
        user=user,
        scopes=wanted,
        digest=digest_of(secret),
        prefix=secret[:SHOWN_CHARACTERS],
        expires_at=expires_at,
    )
    try:
        with transaction.atomic():
            token.save()
            record(
                Action.TOKEN_CREATED,
                by=by,
                subject=subject_of(token),
                detail=f"{user.get_username()}: {', '.join(wanted)}",
            )
    except IntegrityError:
        raise _invalid("name", _("A token has this name already. Revoke it, or choose another name.")) from None
    return token, secret


def revoke(*, by: Any, token: ProgramToken) -> None:
    """Ends a token: its next call is refused, and the hubs close its sockets within seconds. Again: does nothing.

    Raises Forbidden where `by` may not manage the token's user.
    """
    require_manages(by, token.user)
    _revoke(token, by)


def revoke_all_of(users: Collection[int]) -> None:
    """Ends the tokens of accounts that are deactivated or whose rights grow (`accounts/widening.py`).

    Recorded as done by the current actor.
    """
    with transaction.atomic():
        _lock(users)
        tokens = ProgramToken.objects.filter(user__in=users, revoked_at=None, expires_at__gt=timezone.now())
        for token in tokens.select_related("user").order_by("pk"):
            _revoke(token, current_actor().user)


def use(secret: str) -> ProgramToken | None:
    """The valid token with this secret, fetched with its active user; None for no such token. Notes the time of use."""
    token = ProgramToken.objects.valid().select_related("user").filter(digest=digest_of(secret)).first()
    if token:
        _note_use(token)
    return token


def ended(tokens: Collection[int]) -> set[int]:
    """Those of these ids whose token is deleted, revoked or expired, or whose user is inactive."""
    return set(tokens) - set(ProgramToken.objects.valid().filter(pk__in=tokens).values_list("pk", flat=True))


def _revoke(token: ProgramToken, by: Any) -> None:
    with transaction.atomic():
        if ProgramToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
            record(Action.TOKEN_REVOKED, by=by, subject=subject_of(token), detail=token.user.get_username())


def _lock(users: Collection[int]) -> None:
    """Until the transaction ends: a token is made before its account's rights grow, or checked after."""
    rows = get_user_model().objects.filter(pk__in=users).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _note_use(token: ProgramToken) -> None:
    """At most once a minute. A call goes on if it cannot be written: a full disk must not stop reading."""
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= USE_WRITTEN_EVERY:
        with suppress(DatabaseError):
            ProgramToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _invalid(field: str, sentence: str) -> Invalid:
    return Invalid(sentence, {field: [sentence]})
