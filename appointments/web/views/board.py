"""`/appointments/board/<department>`: the wall board of a department's queue."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.generic import View

from appointments.events.board import board_channel
from appointments.models import Department
from appointments.rights import SEES
from appointments.services.queue import boards
from realtime.channels import PRIVATE


class BoardPage(View):
    """For users who see the department, and for its wall boards by their link. A revoked link gets 403 and a page that
    says so.
    """

    access = replace(SEES, note="within the user's departments", guests="the department's wall boards")

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        department = get_object_or_404(Department, slug=slug)
        if entered := boards.enter(request, slug):
            return entered
        if boards.may_watch(request, slug):
            return render(request, "appointments/board.html", {"department": department, "config": _config(slug)})
        if boards.is_revoked(request):
            return render(request, "appointments/board_revoked.html", status=HTTPStatus.FORBIDDEN)
        if SEES.allows(request.user):
            raise Http404  # another department than the user's own
        if request.user.is_authenticated or boards.brings_link(request):
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())


def _config(slug: str) -> dict[str, Any]:
    """What the board's script knows: nothing about a user. `version` is that of the release that served the page."""
    return {
        "state": f"/api/boards/{slug}/",
        "channel": PRIVATE + board_channel(slug),
        "key": settings.REALTIME_APP_KEY,
        "timeZone": settings.TIME_ZONE,
        "language": get_language(),
        "version": settings.VERSION,
    }
