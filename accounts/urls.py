"""Addresses below /accounts/: signing in and out, and what staff and managers do with accounts."""

from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, path, re_path

from accounts import views
from accounts.web import staff, tokens
from common.access import public

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.AccountPage.as_view(), name="account"),
    path("login/", public(views.SignInView.as_view()), name="login"),
    path("logout/", public(LogoutView.as_view()), name="logout"),
    path("active/", public(views.active), name="active"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("password/<uidb64>/<token>/", public(staff.ChoosePasswordPage.as_view()), name="choose-password"),
    re_path(r"^staff/?$", staff.StaffPage.as_view(), name="staff"),
    re_path(r"^staff/new/?$", staff.NewAccountPage.as_view(), name="staff-new"),
    re_path(r"^staff/(?P<pk>[0-9]{1,18})/?$", staff.AccountPage.as_view(), name="staff-account"),
    re_path(r"^staff/(?P<pk>[0-9]{1,18})/active/?$", staff.Activation.as_view(), name="staff-activation"),
    re_path(r"^staff/(?P<pk>[0-9]{1,18})/password/?$", staff.PasswordLink.as_view(), name="staff-password"),
    re_path(r"^staff/(?P<pk>[0-9]{1,18})/unlock/?$", staff.Unlocking.as_view(), name="staff-unlock"),
    re_path(r"^tokens/?$", tokens.TokensPage.as_view(), name="tokens"),
    re_path(r"^tokens/(?P<pk>[0-9]{1,18})/revoke/?$", tokens.Revocation.as_view(), name="revoke-token"),
]
