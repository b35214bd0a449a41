"""A try to sign in that is refused before the password is checked.

`authenticate()` raises it at every door. accounts/middleware.py answers it, unless the view catches it to keep what was
typed.
"""

from http import HTTPStatus


class SignInRefused(Exception):
    """`str()` is a sentence for the user, `retry_after` is in whole seconds."""

    status: HTTPStatus
    code: str

    def __init__(self, sentence: str, retry_after: int) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class Throttled(SignInRefused):
    """Too many wrong passwords."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    code = "throttled"


class Busy(SignInRefused):
    """Too many passwords wait to be checked."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    code = "unavailable"
