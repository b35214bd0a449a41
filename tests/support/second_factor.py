"""A user's second factor, and the codes of the phone that has it."""

import time
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/accounts/login/"
AUTHENTICATE = "/accounts/2fa/authenticate/"


def code(secret: str = SECRET, periods: int = 0) -> str:
    """What an authenticator app shows now, or so many periods of 30 s later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods))


def wrong_code() -> str:
    """Six digits that are none of the codes accepted now."""
    accepted = {code(periods=offset) for offset in range(-2, 3)}
    return next(text for text in ("000000", "111111", "222222", "333333", "444444", "555555") if text not in accepted)


def type_password(client: Client, user: Any, **more: str) -> Any:
    return client.post(SIGN_IN, {"username": user.username, "password": "demo", **more})


def set_up_app(user: Any) -> list[str]:
    """Gives the user an authenticator app; returns the recovery codes."""
    TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user).get_unused_codes()


def signed_in_as(client: Client) -> int | None:
    """The id of the user to whom the client's session belongs."""
    found = client.session.get("_auth_user_id")
    return int(found) if found else None
