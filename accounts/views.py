"""The pages of signing in, and of one's own sessions."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from accounts import sessions
from accounts.devices import device
from accounts.forms import SignInForm
from appointments.web.parse_id import parse_id


class SignInView(LoginView):
    """Asks for the password, then django-allauth for the second factor of those who have one."""

    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"passwords": settings.PASSWORDS, "oidc": bool(settings.OIDC_ISSUER)}

    def form_valid(self, form: Any) -> HttpResponse:
        """A fresh password also counts as the re-authentication that changing a factor needs."""
        user = form.get_user()
        record_authentication(self.request, user, "password", username=user.get_username(), reauthenticated=True)
        response: HttpResponse = perform_login(self.request, Login(user=user, redirect_url=self.get_success_url()))
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.PASSWORDS:
            raise PermissionDenied
        return super().post(request, *args, **kwargs)


class SessionsPage(LoginRequiredMixin, TemplateView):
    """The user's own sessions, to be ended one by one or all others together."""

    template_name = "accounts/sessions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = self.request.session.session_key
        listed = [
            {"session": each, "device": device(each.user_agent), "is_own": each.session_key == own}
            for each in sessions.of(self.request.user)
        ]
        return super().get_context_data(sessions=listed, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Ends the session of the posted id, or with `others` all but this one."""
        if "others" in request.POST:
            sessions.end_others(request)
        else:
            chosen = get_object_or_404(UserSession, pk=parse_id(request.POST.get("session", "")), user=request.user)
            if chosen.session_key != request.session.session_key:
                sessions.end([chosen])
        return redirect("sessions")
