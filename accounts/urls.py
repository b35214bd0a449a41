"""Addresses below /accounts/: signing in and out, second factors, sessions, single sign-on.

Of django-allauth only these are open: there is no sign-up and no e-mail. Some names are those that allauth looks up.
"""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path, re_path, reverse_lazy

from accounts import views
from accounts.oidc import views as oidc
from accounts.pages import with_passwords
from accounts.web import staff, tokens
from common.access import SIGNED_IN, public
from common.pages import open_to

signed_in = open_to(SIGNED_IN)

second_factor: list[URLPattern | URLResolver] = [
    path("", signed_in(mfa.index), name="mfa_index"),
    path("authenticate/", public(mfa.authenticate, "after the password"), name="mfa_authenticate"),
    path("reauthenticate/", signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("app/add/", signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("passkeys/add/", signed_in(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "passkeys/reauthenticate/",
        signed_in(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "passkeys/<int:pk>/remove/",
        signed_in(webauthn.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))),
        name="mfa_remove_webauthn",
    ),
    path("recovery-codes/", signed_in(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", signed_in(recovery_codes.generate_recovery_codes), name="mfa_generate_recovery_codes"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.AccountPage.as_view(), name="account"),
    path("login/", public(views.SignInView.as_view()), name="account_login"),
    path("logout/", public(LogoutView.as_view()), name="account_logout"),
    path("reauthenticate/", with_passwords(signed_in(reauthenticate)), name="account_reauthenticate"),
    path("2fa/", include(second_factor)),
    path("sessions/", views.SessionsPage.as_view(), name="sessions"),
    path("session/", views.session, name="session"),
    path("active/", views.active, name="active"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("oidc/login/", public(oidc.start), name="oidc-login"),
    path("oidc/callback/", public(oidc.callback), name="oidc-callback"),
    path(
        "oidc/backchannel-logout/",
        public(oidc.backchannel_logout, "the provider, with a signed logout token"),
        name="oidc-backchannel-logout",
    ),
    path(
        "password/<uidb64>/<token>/",
        with_passwords(public(staff.ChoosePasswordPage.as_view())),
        name="choose-password",
    ),
    re_path(r"^staff/?$", staff.StaffPage.as_view(), name="staff"),
    re_path(r"^staff/new/?$", staff.NewAccountPage.as_view(), name="staff-new"),
    re_path(r"^staff/(?P<pk>[0-9]{1,18})/?$", staff.AccountPage.as_view(), name="staff-account"),
    re_path(r"^staff/(?P<pk>[0-9]{1,18})/active/?$", staff.Activation.as_view(), name="staff-activation"),
    re_path(
        r"^staff/(?P<pk>[0-9]{1,18})/password/?$",
        with_passwords(staff.PasswordLink.as_view()),
        name="staff-password",
    ),
    re_path(r"^staff/(?P<pk>[0-9]{1,18})/unlock/?$", staff.Unlocking.as_view(), name="staff-unlock"),
    re_path(
        r"^staff/(?P<pk>[0-9]{1,18})/second-factor/?$", staff.SecondFactorRemoval.as_view(), name="staff-second-factor"
    ),
    re_path(r"^tokens/?$", tokens.TokensPage.as_view(), name="tokens"),
    re_path(r"^tokens/(?P<pk>[0-9]{1,18})/revoke/?$", tokens.Revocation.as_view(), name="revoke-token"),
]
