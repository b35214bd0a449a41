"""A session whose second factor is not set up yet may set it up, sign out, and nothing else."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from realtime.handshake import INCOMPLETE

# Signing in and out and the set-up itself; then what needs no session, whose answers must not vary by cookie.
OPEN = (
    "/accounts/2fa/",
    "/accounts/login/",
    "/accounts/logout/",
    "/accounts/oidc/",
    "/accounts/reauthenticate/",
    "/api/schema/",
    "/catalogue/",
    "/healthz",
    "/metrics",
    "/readyz",
    "/static/",
)
PROGRAMS = ("/api/", "/broadcasting/")


def require_second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Leads such a session to the set-up; its API calls get 403. Costs no query: the session says it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or not request.session.get(INCOMPLETE):
            return get_response(request)
        if request.path.startswith(PROGRAMS):
            detail = _("Set up a second factor first.")
            return JsonResponse({"code": "forbidden", "detail": detail}, status=HTTPStatus.FORBIDDEN)
        return redirect("mfa_index")

    return middleware
