"""What signing in needs of every request: refusals answered, devices remembered, sessions extended."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from accounts import devices, sessions
from common.refused_sign_in import SignInRefused

PAGE = "text/html"  # browsers ask for it when a person opens a page or sends a form, scripts do not


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
        if asks_for_json(request):
            response = JsonResponse({"code": exception.code, "detail": str(exception)}, status=exception.status)
        else:
            context = {"detail": str(exception)}
            response = render(request, "registration/refused.html", context, status=exception.status)
        response.headers["Retry-After"] = str(exception.retry_after)
        return response


def asks_for_json(request: HttpRequest) -> bool:
    """Whether a script or a program asks, and no page is wanted."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type([PAGE, "application/json"]) == "application/json"
