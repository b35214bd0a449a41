"""What signing in needs of every request: refusals answered, devices remembered, sessions extended; and that a session
whose second factor is not set up yet can set it up, sign out, and nothing else.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import devices, sessions
from common.json_answers import answers_in_json, wants_json
from common.refused_sign_in import SignInRefused
from realtime.handshake import INCOMPLETE

PAGE = "text/html"  # browsers ask for it when a person opens a page or sends a form, scripts do not


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


class SignInMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if username := getattr(request, "signed_in_here", ""):
            devices.trust(request, response, username)
        # Only if the view has read the session, so that no answer needs one more query.
        if PAGE in request.headers.get("Accept", "") and request.session.accessed and request.user.is_authenticated:
            sessions.touch(request.session)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answers a refused try, at whichever door: JSON where JSON was asked, else a page."""
        if not isinstance(exception, SignInRefused):
            return None
        response: HttpResponse
        if wants_json(request):
            response = JsonResponse({"code": exception.code, "detail": str(exception)})
        else:
            response = render(request, "registration/refused.html", {"refusal": exception})
        exception.mark(response)
        return response


def require_second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Leads such a session to the set-up; its API calls get 403. Costs no query: the session says it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(OPEN) or not request.session.get(INCOMPLETE):
            return get_response(request)
        if answers_in_json(request.path):
            detail = _("Set up a second factor first.")
            return JsonResponse({"code": "forbidden", "detail": detail}, status=HTTPStatus.FORBIDDEN)
        return redirect("mfa_index")

    return middleware
