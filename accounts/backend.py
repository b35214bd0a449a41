"""The one place where a password is checked. Every door calls `authenticate()`, which calls this."""

import logging
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts import devices, throttle
from accounts.hashing import turns
from appointments.demo.clinic import PASSWORD
from common import client_address
from common.refused_sign_in import PasswordsOff

logger = logging.getLogger("accounts")


class PasswordBackend(ModelBackend):
    """Django's backend behind the throttle, with few passwords hashed at the same time.

    A wrong name, a wrong password and a deactivated account are answered alike and after one hash.
    """

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Any:
        """The user, or None for a wrong name or password. Raises SignInRefused before the password is looked at.

        Also with PASSWORDS=off: after None Django says that a sign-in has failed, which is recorded for ever.
        """
        if not settings.PASSWORDS:
            raise PasswordsOff(_("Sign in with the hospital's account."))
        if username is None or password is None:
            return None
        username = username.replace("\0", "\N{REPLACEMENT CHARACTER}")  # PostgreSQL has no NUL in text
        asked = _try(request, username)
        throttle.check(asked)
        with turns.turn(), throttle.counting(asked) as failure:
            user = super().authenticate(request, username=username, password=password)
            if user is not None and password == PASSWORD and not _may_use_demo_password(request):
                logger.warning(
                    "Sign-in refused: %s has the demo's public password, and %s is another machine. Start with DEMO=1 "
                    "to allow it, or change the password.",
                    username,
                    asked.address or "the client",
                )
                user = None
            if user is not None:
                failure.delete()
        return user

    async def aauthenticate(self, request: HttpRequest | None, *args: Any, **kwargs: Any) -> Any:
        """ModelBackend's own would hash in the event loop, past the throttle."""
        return await sync_to_async(self.authenticate)(request, *args, **kwargs)


def _try(request: HttpRequest | None, username: str) -> throttle.Try:
    name = throttle.name_key(username)
    if request is None:
        return throttle.Try(name, address="")
    address = client_address.network(client_address.of_request(request))
    return throttle.Try(name, address, devices.trusted_device(request, username))


def _may_use_demo_password(request: HttpRequest | None) -> bool:
    """From this machine, and from everywhere with DEMO=1."""
    return request is None or settings.DEMO or client_address.is_local(request)
