"""Signing in and out, the page "Your account", and the call by which a page keeps its session."""

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import TemplateView

from accounts import sessions
from accounts.forms import OwnPasswordForm, SignInForm
from appointments.web.parse_id import parse_id
from audit.agents import short_agent
from common.access import SIGNED_IN, public
from common.json_answers import wants_json
from common.pages import Guarded, open_to


class SignInView(LoginView):
    """`/accounts/login/`. A signed-in user is sent on; a password that is posted is checked in any case.

    After the password, django-allauth asks those who have one for their second factor.

    The session dialog posts here: it must not open for a wrong password because another tab has signed in meanwhile.
    """

    authentication_form = SignInForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            target = self.get_success_url()
            return redirect(resolve_url(settings.LOGIN_REDIRECT_URL) if target == request.path else target)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """A fresh password also counts as the re-authentication that changing a factor needs."""
        user = form.get_user()
        record_authentication(self.request, user, "password", username=user.get_username(), reauthenticated=True)
        response: HttpResponse = perform_login(self.request, Login(user=user, redirect_url=self.get_success_url()))
        if not self.request.user.is_authenticated and wants_json(self.request):
            detail = _("Now the second factor: sign in in a new tab, then come back.")
            body = {"code": "forbidden", "detail": detail, "next": response["Location"]}
            return JsonResponse(body, status=HTTPStatus.FORBIDDEN)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(oidc=bool(settings.OIDC_ISSUER), **kwargs)


class AccountPage(Guarded, PasswordChangeView):
    """`/accounts/`: one's own password. A new one ends all other sessions: each holds a hash of the old one."""

    access = SIGNED_IN
    template_name = "accounts/account.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("account")

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        if not settings.PASSWORDS:
            raise Http404
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Your password has been changed. Your other devices have been signed out."))
        response = super().form_valid(form)
        sessions.enlist(self.request, form.user)
        return response


class SessionsPage(Guarded, TemplateView):
    """The user's own sessions, to be ended one by one or all others together."""

    access = SIGNED_IN
    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.request.session.session_key
        listed = [
            {
                "session": each,
                "device": short_agent(each.user_agent) or _("Unknown device"),
                "is_own": each.session_key == own,
            }
            for each in sessions.of(self.request.user)
        ]
        return super().get_context_data(sessions=listed, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ends the session of the posted id, or with `others` all but this one."""
        if "others" in request.POST:
            sessions.end_others(request)
        else:
            chosen = get_object_or_404(UserSession, pk=parse_id(request.POST.get("session", "")), user=request.user)
            if chosen.session_key != request.session.session_key:
                sessions.end([chosen])
        return redirect("sessions")


@open_to(SIGNED_IN)
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Ends all sessions of the user, this one included."""
    user = request.user
    logout(request)
    sessions.end_all(user)
    return redirect(settings.LOGOUT_REDIRECT_URL)


@public
@require_POST
def active(request: HttpRequest) -> HttpResponse:
    """A page's script says that a person has touched the page."""
    if not request.user.is_authenticated:
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    sessions.touch(request.session)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@public
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in: `{"username"}`, empty for nobody. A page asks when its user comes back from another tab."""
    return JsonResponse({"username": request.user.get_username()})
