"""`/accounts/tokens/`: the tokens of programs."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import ProgramToken
from accounts.services import program_tokens
from accounts.services.managing import managed_by
from accounts.web.forms import ProgramTokenForm
from accounts.web.pages import ManagerPage, add_refusal, shown_once
from appointments.exceptions import Refusal
from appointments.hospital_time import day_bounds


class TokensPage(ManagerPage):
    """All tokens, and a form for a new one, whose secret is shown this once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, ProgramTokenForm(by=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProgramTokenForm(request.POST, by=request.user)
        if not form.is_valid():
            return self._show(request, form)
        asked = form.cleaned_data
        _start, expires_at = day_bounds(asked.pop("valid_until"))
        try:
            token, secret = program_tokens.create(by=request.user, expires_at=expires_at, **asked)
        except Refusal as refusal:
            add_refusal(form, refusal)
            return self._show(request, form)
        return self._show(request, ProgramTokenForm(by=request.user), made=token, secret=secret)

    @staticmethod
    def _show(request: HttpRequest, form: ProgramTokenForm, **more: object) -> HttpResponse:
        tokens = ProgramToken.objects.select_related("user").order_by(F("revoked_at").desc(nulls_first=True), "name")
        managed = set(managed_by(request.user).values_list("pk", flat=True))
        rows = [{"token": token, "manages": token.user_id in managed} for token in tokens]
        context = {"form": form, "rows": rows}
        return shown_once(request, "accounts/tokens.html", context | more)


class Revocation(ManagerPage):
    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        token = get_object_or_404(ProgramToken.objects.select_related("user"), pk=pk)
        try:
            program_tokens.revoke(by=request.user, token=token)
        except Refusal as refusal:
            messages.error(request, refusal.detail)
        else:
            messages.success(request, _("Token revoked."))
        return redirect("tokens")
