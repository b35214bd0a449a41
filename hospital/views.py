"""The start page, health checks and error pages: JSON below /api/, HTML elsewhere."""

import hmac
import os
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import Error as DatabaseError
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from appointments.web.views.create import CreatePage
from common.access import SIGNED_IN, public
from common.pages import open_to

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus-client's own name for it
LOOPBACK = {"127.0.0.1", "::1"}
TITLES = {
    HTTPStatus.FORBIDDEN: (gettext_lazy("No access"), "x-circle"),
    HTTPStatus.NOT_FOUND: (gettext_lazy("Page not found"), "search"),
}
LANDING = (
    ("appointments.view_appointment", "appointments:calendar"),
    ("realtime.send_ping", "realtime:inspector"),
)


@open_to(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Redirects each role to the first page that it may open."""
    for permission, page in LANDING:
        if request.user.has_perm(permission):
            return redirect(page)
    if request.user.is_staff:
        return redirect("admin:index")
    return error_page(
        request, HTTPStatus.FORBIDDEN, "forbidden", _("Your account has no role yet. Ask a manager for one.")
    )


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the process answers, with its version."""
    return JsonResponse({"status": "ok", "version": settings.VERSION})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers, else 503. Without Redis the service works, but slower."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database unreachable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})


@partial(public, note="this machine, and others with METRICS_TOKEN")
def metrics(request: HttpRequest) -> HttpResponse:
    """Metrics for Prometheus: for this machine, or with METRICS_TOKEN as a bearer token.

    If `serve` started several processes, any of them answers for all.
    """
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    by_token = bool(settings.METRICS_TOKEN) and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    if not by_token and request.META.get("REMOTE_ADDR") not in LOOPBACK:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    registry = REGISTRY
    if METRICS_FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


@public
@csrf_exempt
def api_not_found(request: HttpRequest, rest: str) -> HttpResponse:
    return error_page(request, HTTPStatus.NOT_FOUND, "not_found", _("This API address does not exist."))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return error_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", _("The form is too large."))
    return error_page(request, HTTPStatus.BAD_REQUEST, "invalid", _("The request could not be read."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, HTTPStatus.FORBIDDEN, "forbidden", _("You don't have access to this page."))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """The user signed in or out in another tab since the form was opened. The booking form keeps what was typed."""
    if request.method == "POST" and resolve(request.path_info).view_name == "appointments:create":
        page = CreatePage.as_view(show_only=True)(request)
        page.status_code = HTTPStatus.FORBIDDEN
        return page
    detail = _("This form has expired. Go back, reload the page and send it again.")
    return error_page(request, HTTPStatus.FORBIDDEN, "forbidden", detail)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = _("It may have moved or been deleted.")
    return error_page(request, HTTPStatus.NOT_FOUND, "not_found", detail)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "error", "detail": _("Something went wrong. Please try again.")}, status=500)
    return render(None, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def error_page(request: HttpRequest, status: HTTPStatus, code: str, detail: str) -> HttpResponse:
    """An error as JSON for programs, as a page for people."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": code, "detail": detail}, status=status)
    title, icon = TITLES.get(status, (_("The request failed"), "x-circle"))
    return render(request, "error.html", {"title": title, "icon": icon, "detail": detail}, status=status)
