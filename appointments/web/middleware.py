"""Every change made while a request is served is attributed to its user and its page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from common.actor import acting_as


def set_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Reads `X-Origin-Id`, by which a page knows its own changes when they come back to it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        with acting_as(user, request.headers.get("X-Origin-Id", "")):
            return get_response(request)

    return middleware
