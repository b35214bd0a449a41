"""The limit of wrong second-factor codes: which users it holds, and how a manager lifts it.

django-allauth counts the codes, by ACCOUNT_RATE_LIMITS, and keeps the moments of the tries in the cache.
"""

import time
from collections.abc import Iterable
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

APP, CODES, CONFIRMING = "allauth.account", "login_failed", "reauthenticate"
NO_REQUEST = HttpRequest()  # the limits are per user, so nothing of it is read


def locked(users: Iterable[Any]) -> set[str]:
    """The names of those of these users of whom no code is accepted now. One query."""
    [rate] = ratelimit.get_rates(app=APP, action=CODES)
    names = {
        ratelimit.get_cache_key(NO_REQUEST, app=APP, action=CODES, rate=rate, key=_key(user)): user.get_username()
        for user in users
    }
    now = time.time()
    tries = cache.get_many(names)
    return {names[key] for key, history in tries.items() if not ratelimit.apply_rate(history, now, rate)[0]}


def unlock(user: Any) -> None:
    """Lets the user type codes again, to sign in and to confirm a change."""
    ratelimit.clear(NO_REQUEST, app=APP, action=CODES, key=_key(user))
    ratelimit.clear(NO_REQUEST, app=APP, action=CONFIRMING, user=user)


def _key(user: Any) -> str:
    """As `allauth.mfa.base.internal.flows.check_rate_limit` has it."""
    return f"mfa-auth-user-{user.pk}"
