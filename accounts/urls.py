"""Addresses below /accounts/: signing in and out, and what staff and managers do with accounts."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path, re_path

from accounts import views
from accounts.web import tokens
from common.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.AccountPage.as_view(), name="account"),
    path("login/", public(views.SignInView.as_view()), name="login"),
    path("logout/", public(LogoutView.as_view()), name="logout"),
    path("active/", public(views.active), name="active"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    re_path(r"^tokens/?$", tokens.TokensPage.as_view(), name="tokens"),
    re_path(r"^tokens/(?P<pk>[0-9]{1,18})/revoke/?$", tokens.Revocation.as_view(), name="revoke-token"),
]
