"""What django-allauth asks the hospital about accounts, second factors and single sign-on."""

import base64
import hashlib
from http import HTTPStatus
from ipaddress import ip_address
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.pages import refusal_page
from audit.models import Action
from audit.recording import record
from common import client_address

UNKNOWN_ADDRESS = "::"
TOO_MANY_CODES = gettext_lazy("Too many wrong codes. Try again in 15 minutes, or ask a manager to unlock your account.")


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up, no e-mail, and no messages: the page that follows shows what was done."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": gettext_lazy("Wrong password."),
        "too_many_login_attempts": TOO_MANY_CODES,
        "rate_limited": TOO_MANY_CODES,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the hospital has no addresses of its staff."""

    def pre_authenticate(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: accounts/throttle.py counts wrong passwords, and a manager can unlock what it has locked."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """What a proxy sends may be no address, and the list of sessions keeps only addresses."""
        try:
            return str(ip_address(client_address.of_request(request)))
        except ValueError:
            return UNKNOWN_ADDRESS

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        record(Action.SIGN_IN_FAILED, by=None, name=user.get_username(), detail="deactivated")
        return refusal_page(request, _("This account is deactivated. Ask a manager."), HTTPStatus.FORBIDDEN)


class MFAAdapter(DefaultMFAAdapter):
    """Secrets are encrypted in the database, by keys made from SECRET_KEY and its fallbacks."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("Wrong code."),
    }

    def get_totp_issuer(self) -> str:
        return str(settings.HOSPITAL_NAME)

    def _get_site_name(self) -> str:
        return str(settings.HOSPITAL_NAME)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  allauth's name
        return _("Passkey")

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text).decode()


def _fernet() -> MultiFernet:
    secrets = map(force_bytes, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    digests = [hashlib.sha256(b"second factor:" + secret).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
