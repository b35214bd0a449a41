"""Middleware of the project."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hospital.views import error_page


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
