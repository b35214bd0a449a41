"""The actor: who makes the changes of the current request or block, and from which page."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from common import client_address

MAX_ORIGIN_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Actor:
    """`user` is a signed-in user or None (the shell, a command); `origin` is the page's `X-Origin-Id` or ''.

    `address` is the client's IP address, `agent` its whole `User-Agent`; both are '' outside a request. `token` is the
    id of the token with which a program acts for the user, None for a person.
    """

    get_user: Callable[[], Any]
    get_token: Callable[[], int | None] = lambda: None
    origin: str = ""
    address: str = ""
    agent: str = ""

    @property
    def user(self) -> Any:
        return self.get_user()

    @property
    def token(self) -> int | None:
        return self.get_token()

    def person(self) -> dict[str, Any] | None:
        """`{"id", "name"}`, as events and histories name people."""
        user = self.user
        return person(user) if user is not None else None


SYSTEM = Actor(lambda: None)
_current: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def current_actor() -> Actor:
    return _current.get()


@contextmanager
def acting_as(user: Any, origin: str | None = None) -> Iterator[None]:
    """Attributes every change inside the block to this user; without `origin` the present one stays."""
    current = current_actor()
    new_origin = current.origin if origin is None else origin[:MAX_ORIGIN_CHARACTERS]
    with _set(replace(current, get_user=lambda: user, origin=new_origin)):
        yield


@contextmanager
def acting_for(request: HttpRequest) -> Iterator[None]:
    """Attributes every change inside the block to the request's user and page.

    The user is read at each change: of a program with a token it is known only once Django REST framework has
    authenticated the call, and then stands in `request.user` too, as the token in `request.auth`.
    """

    def user() -> Any:
        return request.user if request.user.is_authenticated else None

    actor = Actor(
        user,
        lambda: getattr(getattr(request, "auth", None), "pk", None),
        origin=request.headers.get("X-Origin-Id", "")[:MAX_ORIGIN_CHARACTERS],
        address=client_address.of_request(request),
        agent=request.headers.get("User-Agent", ""),
    )
    with _set(actor):
        yield


@contextmanager
def _set(actor: Actor) -> Iterator[None]:
    token = _current.set(actor)
    try:
        yield
    finally:
        _current.reset(token)


def person(user: Any) -> dict[str, Any]:
    return {"id": user.pk, "name": user.get_full_name() or user.get_username()}
