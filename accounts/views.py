"""Signing in and out, the page "Your account", and the call by which a page keeps its session."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import sessions
from accounts.forms import OwnPasswordForm, SignInForm
from common.access import SIGNED_IN
from common.pages import Guarded, open_to


class SignInView(LoginView):
    """`/accounts/login/`. A signed-in user is sent on; a password that is posted is checked in any case.

    The session dialog posts here: it must not open for a wrong password because another tab has signed in meanwhile.
    """

    authentication_form = SignInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            target = self.get_success_url()
            return redirect(resolve_url(settings.LOGIN_REDIRECT_URL) if target == request.path else target)
        return super().get(request, *args, **kwargs)


class AccountPage(Guarded, PasswordChangeView):
    """`/accounts/`: one's own password. A new one ends all other sessions: each holds a hash of the old one."""

    access = SIGNED_IN
    template_name = "accounts/account.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("account")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password has been changed. Your other devices have been signed out."))
        return super().form_valid(form)


@open_to(SIGNED_IN)
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends all sessions of the user, this one included."""
    user = request.user
    logout(request)
    sessions.end_all(user)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@require_POST
def active(request: HttpRequest) -> HttpResponse:
    """A page's script says that a person has touched the page."""
    if not request.user.is_authenticated:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    sessions.touch(request.session)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
