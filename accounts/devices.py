"""Device cookies, as OWASP describes them: a browser in which a user has signed in before is trusted with tries of its
own, so that a stranger who guesses cannot lock that user out.

https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies

The cookie gives no access: a thief of it still needs the password. It is signed and holds a random id and the keys
(throttle.name_key) of the users who signed in there last.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.throttle import name_key

COOKIE = "device"
SALT = "accounts.devices"
KEPT = timedelta(days=365)
MAX_USERS = 20  # of a shared desk; the cookie travels with every request
KEY_LENGTH = 16  # hexadecimal digits of a user's key


def trusted_device(request: HttpRequest, username: str) -> str:
    """The id of the device that sends this request, if this user has signed in there; else ''."""
    device = _read(request)
    return device["id"] if name_key(username)[:KEY_LENGTH] in device["users"] else ""


def trust(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """Remembers on the device that this user has signed in there."""
    device = _read(request)
    user = name_key(username)[:KEY_LENGTH]
    users = [user, *(each for each in device["users"] if each != user)][:MAX_USERS]
    value = signing.dumps({"id": device["id"] or secrets.token_hex(16), "users": users}, salt=SALT)
    response.set_cookie(COOKIE, value, max_age=KEPT, httponly=True, samesite="Strict")


def _read(request: HttpRequest) -> dict[str, Any]:
    """The device's cookie; one without users where it is missing, expired or forged."""
    try:
        device: dict[str, Any] = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {"id": "", "users": []}
    return device
