"""The start page, health checks and error pages: JSON below /api/, HTML elsewhere."""

import hmac
import os
import sys
from datetime import timedelta
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from appointments.services.queue.metrics import GAUGES
from appointments.web.views.create import CreatePage
from common import client_address
from common.access import SIGNED_IN, public
from common.drf import Unavailable
from common.json_answers import wants_json
from common.pages import open_to
from common.unavailable import is_unavailable
from hospital import readiness

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # prometheus-client's own name for it
SECURITY_TXT_HOLDS = timedelta(days=90)  # from each request; RFC 9116 recommends less than a year
TITLES = {
    HTTPStatus.FORBIDDEN: (gettext_lazy("No access"), "x-circle"),
    HTTPStatus.NOT_FOUND: (gettext_lazy("Page not found"), "search"),
}
# The first right that a user has decides: those who may book work with the calendar, those who may only give tokens
# with the queues.
LANDING = (
    ("appointments.book_appointment", "appointments:calendar"),
    ("appointments.walk_in_opdappointment", "appointments:opd"),
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
    """200 while the database can be read and written, else 503. Without Redis the service works, but slower."""
    if wrong := readiness.trouble():
        return JsonResponse({"status": wrong}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})


@partial(public, note="this machine, and others with METRICS_TOKEN")
def metrics(request: HttpRequest) -> HttpResponse:
    """Metrics for Prometheus: for this machine, or with METRICS_TOKEN as a bearer token.

    If `serve` started several processes, any of them answers for all.
    """
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    by_token = bool(settings.METRICS_TOKEN) and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    if not by_token and not client_address.is_local(request):
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    registry = REGISTRY
    if METRICS_FOLDER in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return HttpResponse(generate_latest(registry) + generate_latest(GAUGES), content_type=CONTENT_TYPE_LATEST)


@public
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116), from SECURITY_CONTACT; 404 without it."""
    if not settings.SECURITY_CONTACTS:
        raise Http404
    expires = timezone.now() + SECURITY_TXT_HOLDS
    lines = [
        *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACTS),
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
    ]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


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
    """For an exception that no view has handled. The page reads neither the session nor the database."""
    if is_unavailable(sys.exc_info()[1]):
        answer = failure(request, HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", str(Unavailable.default_detail))
        answer["Retry-After"] = str(Unavailable.wait)
        return answer
    detail = _("Please try again. The error has been logged.")
    return failure(request, HTTPStatus.INTERNAL_SERVER_ERROR, "error", detail)


def failure(request: HttpRequest, status: HTTPStatus, code: str, detail: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": code, "detail": detail}, status=status)
    return render(None, "failure.html", {"detail": detail}, status=status)


def error_page(request: HttpRequest, status: HTTPStatus, code: str, detail: str) -> HttpResponse:
    """An error as JSON for programs, as a page for people."""
    if wants_json(request):
        return JsonResponse({"code": code, "detail": detail}, status=status)
    title, icon = TITLES.get(status, (_("The request failed"), "x-circle"))
    return render(request, "error.html", {"title": title, "icon": icon, "detail": detail}, status=status)
