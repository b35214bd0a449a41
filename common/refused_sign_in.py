"""A try to sign in that is refused for another reason than a wrong name or password.

`authenticate()` or `login()` raises it at every door. accounts/middleware.py answers it, unless the view catches it to
keep what was typed.
"""

from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _


class SignInRefused(Exception):
    """`str()` is a sentence for the user. `retry_after` is in whole seconds, or 0 where waiting does not help."""

    status: HTTPStatus
    code: str
    title: Any

    def __init__(self, sentence: str, retry_after: int = 0) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after

    def mark(self, response: HttpResponse) -> None:
        """Gives the answer its status, and Retry-After where waiting helps."""
        response.status_code = self.status
        if self.retry_after:
            response.headers["Retry-After"] = str(self.retry_after)


class Throttled(SignInRefused):
    """Too many wrong passwords. This one is not looked at."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "throttled"
    title = _("Please wait")


class Busy(SignInRefused):
    """Too many passwords wait to be checked. This one is not looked at."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "unavailable"
    title = _("Please wait")


class PasswordsOff(SignInRefused):
    """The hospital signs in at its provider alone. The password is not looked at."""

    status = HTTPStatus.NOT_FOUND
    code = "not_found"
    title = _("Not signed in")


class SecondFactorNeeded(SignInRefused):
    """The password is right, but this door asks for nothing else, and the user has a second factor or needs one."""

    status = HTTPStatus.FORBIDDEN
    code = "forbidden"
    title = _("Second factor needed")
