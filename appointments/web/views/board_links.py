"""`/appointments/boards`: a manager makes and revokes the links of wall boards."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from appointments.models import BoardLink, Department
from appointments.rights import doing
from appointments.services.queue import boards
from appointments.web.forms import BoardLinkForm
from common.pages import Guarded


class BoardLinksPage(Guarded, View):
    """The links in use, and a form for a new one, whose address is shown this once."""

    access = doing("manage_boards")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, BoardLinkForm(asker=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BoardLinkForm(request.POST, asker=request.user)
        if not form.is_valid():
            return self._show(request, form)
        link, secret = boards.open_board(by=request.user, department=form.cleaned_data["department"])
        made = request.build_absolute_uri(boards.address(link.department, secret))
        return self._show(request, BoardLinkForm(asker=request.user), department=link.department, made=made)

    @staticmethod
    def _show(request: HttpRequest, form: BoardLinkForm, **more: object) -> HttpResponse:
        """The answer is kept nowhere, as every page (hospital.middleware.no_store)."""
        links = BoardLink.objects.in_use().visible_to(request.user).select_related("department", "created_by")
        departments = Department.objects.visible_to(request.user)
        context = {"form": form, "links": links, "departments": departments}
        return render(request, "appointments/board_links.html", context | more)


class RevokeBoardLink(Guarded, View):
    access = doing("manage_boards")

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        links = BoardLink.objects.visible_to(request.user).select_related("department")
        boards.revoke(by=request.user, link=get_object_or_404(links, pk=pk))
        messages.success(request, _("Link revoked. Its board goes dark within seconds."))
        return redirect("appointments:board-links")
