"""`/appointments/board/<department>`: the wall board of a department's queue."""

from dataclasses import replace
from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.generic import View

from appointments.models import Department
from appointments.rights import SEES
from appointments.services.queue import boards


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
            return render(request, "appointments/board.html", {"department": department})
        if boards.is_revoked(request):
            return render(request, "appointments/board_revoked.html", status=HTTPStatus.FORBIDDEN)
        if SEES.allows(request.user):
            raise Http404  # another department than the user's own
        if request.user.is_authenticated or boards.brings_link(request):
            raise PermissionDenied
        return redirect_to_login(request.get_full_path())
