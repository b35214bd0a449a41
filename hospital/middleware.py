"""Middleware of the project."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from common import client_address, refusals, throttles
from common.json_answers import answers_in_json
from hospital.views import error_page

REFUSALS: dict[int, str] = {
    HTTPStatus.UNAUTHORIZED: "unauthenticated",
    HTTPStatus.FORBIDDEN: "forbidden",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.TOO_MANY_REQUESTS: "throttled",
}


def count_refusals(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Counts and logs the answers that refuse a request, from wherever they come."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if kind := REFUSALS.get(response.status_code):
            route = request.resolver_match.route if request.resolver_match else "an address"
            refusals.count(kind, f"{request.method} {route}", client_address.of_request(request))
        return response

    return middleware


def limit_requests(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answers 429 to an address that sends too many requests, before anything is read for them."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wait = throttles.seconds_to_wait(request)
        return too_many_requests(request, wait) if wait else get_response(request)

    return middleware


def too_many_requests(request: HttpRequest, wait: int) -> HttpResponse:
    """JSON for programs, a line of text for people."""
    if not answers_in_json(request.path):
        return throttles.line_of_text(wait)
    body = {"code": "throttled", "detail": throttles.sentence(wait)}
    return JsonResponse(body, status=HTTPStatus.TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)})


def no_store(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Keeps every answer out of the browser's caches and off its disk, unless its view says otherwise.

    After signing out, going back shows nothing. Static files are served before this middleware and keep their caching.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware


def secure_cookies(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Marks every cookie Secure if the request came by https.

    So the demo works on plain http, and an https deployment is safe without a setting.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response

    return middleware


class RefuseImpossibleLookups:
    """Answers 400 to an address of the admin that asks for a number or a date that no column can hold.

    The admin's lists take any lookup from the query, and find out only in the database, or while the page is rendered.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        asked = request.method in {"GET", "HEAD"} and bool(request.GET)
        in_admin = request.resolver_match is not None and request.resolver_match.app_name == "admin"
        if asked and in_admin and isinstance(error, OverflowError | ValueError | DataError):
            return error_page(request, HTTPStatus.BAD_REQUEST, "invalid", _("The address names an impossible value."))
        return None
