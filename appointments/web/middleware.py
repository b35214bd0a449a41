"""Attributes the changes of a request to its user and page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from common.actor import acting_for


def set_actor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For every request, however it is authenticated. A page knows its own changes by the `X-Origin-Id` it sent."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with acting_for(request):
            return get_response(request)

    return middleware
