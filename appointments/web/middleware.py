"""Attributes the changes of a request to its user and page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from common.actor import caused_by


def who_caused_it(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Reads `X-Origin-Id`, by which a page recognises events of its own changes."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        with caused_by(user, request.headers.get("X-Origin-Id", "")):
            return get_response(request)

    return middleware
