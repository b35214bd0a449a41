"""Addresses below /accounts/: signing in and out, and what staff and managers do with accounts."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, path

from accounts.forms import SignInForm
from common.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "login/",
        public(LoginView.as_view(authentication_form=SignInForm, redirect_authenticated_user=True)),
        name="login",
    ),
    path("logout/", public(LogoutView.as_view()), name="logout"),
]
