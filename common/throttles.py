"""Limits of requests, per server process: see LIMITS in the settings, and docs/security.md.

They are kept in memory: a request that is refused must cost less than one that is served, so neither the database nor
Redis is asked.
"""

import math
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from common import client_address
from common.limits import Buckets


@cache
def buckets(kind: str) -> Buckets:
    """The buckets of one kind of LIMITS."""
    return Buckets(*settings.LIMITS[kind])


def seconds_to_wait(request: HttpRequest) -> int:
    """Counts a request for its address: 0, or after how many seconds the next one is served.

    Requests without a session, a wall board's cookie, a patient's code or a token have a limit of their own, so that
    they cannot use up that of the people who are signed in behind the same address.
    """
    cookies = not request.COOKIES.keys().isdisjoint(settings.CREDENTIAL_COOKIES)
    has_credentials = (
        cookies or "HTTP_AUTHORIZATION" in request.META or request.path.startswith(settings.CREDENTIAL_PATHS)
    )
    kind = "address" if has_credentials else "anonymous"
    return math.ceil(buckets(kind).take(client_address.network(client_address.of_request(request))))


def too_many(kind: str, user: Any) -> HttpResponse | None:
    """Counts a costly page of this user: None, or the answer 429 as a line of text."""
    wait = math.ceil(buckets(kind).take(user.pk))
    return line_of_text(wait) if wait else None


def line_of_text(wait: int) -> HttpResponse:
    """The answer 429 for people; a page would cost as much as the one that is refused. `wait` is in seconds."""
    plain = "text/plain; charset=utf-8"
    return HttpResponse(sentence(wait), plain, HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})


def sentence(wait: int) -> str:
    """What a refused user reads; `wait` is in seconds."""
    return ngettext(
        "Too many requests. Try again in %(count)s second.", "Too many requests. Try again in %(count)s seconds.", wait
    ) % {"count": wait}


class PerUser(BaseThrottle):
    """API calls of one user; a view with a `throttle_scope` has a tighter limit as well.

    A call without a user is counted by its address alone.
    """

    _wait = 0.0

    def allow_request(self, request: Request, view: object) -> bool:
        if request.user.pk is None:
            return True
        scope = getattr(view, "throttle_scope", "")
        kinds = ["user", scope] if scope else ["user"]
        self._wait = max(buckets(kind).take(request.user.pk) for kind in kinds)
        return not self._wait

    def wait(self) -> float:
        return self._wait


class PerAddress(PerUser):
    """The API's description, which everybody may read."""

    def allow_request(self, request: Request, view: object) -> bool:
        self._wait = buckets("schema").take(client_address.network(client_address.of_request(request)))
        return not self._wait
