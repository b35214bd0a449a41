"""Addresses below /accounts/: signing in and out, second factors, sessions, single sign-on.

Of django-allauth only these are open: there is no sign-up and no e-mail. Some names are those that allauth looks up.
"""

from allauth.account.views import reauthenticate
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy

from accounts import views
from accounts.oidc import views as oidc

second_factor: list[URLPattern | URLResolver] = [
    path("", mfa.index, name="mfa_index"),
    path("authenticate/", mfa.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path(
        "passkeys/<int:pk>/remove/",
        webauthn.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")),
        name="mfa_remove_webauthn",
    ),
    path("recovery-codes/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.AccountPage.as_view(), name="account"),
    path("login/", views.SignInView.as_view(), name="login"),
    path("login/", views.SignInView.as_view(), name="account_login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("logout/", LogoutView.as_view(), name="account_logout"),
    path("reauthenticate/", reauthenticate, name="account_reauthenticate"),
    path("2fa/", include(second_factor)),
    path("sessions/", views.SessionsPage.as_view(), name="sessions"),
    path("session/", views.session, name="session"),
    path("active/", views.active, name="active"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign-out-everywhere"),
    path("oidc/login/", oidc.start, name="oidc-login"),
    path("oidc/callback/", oidc.callback, name="oidc-callback"),
    path("oidc/backchannel-logout/", oidc.backchannel_logout, name="oidc-backchannel-logout"),
]
