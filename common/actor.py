"""Who causes the changes that are being made right now, and from which page."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

MAX_ORIGIN_CHARACTERS = 64


@dataclass(frozen=True, slots=True)
class Actor:
    """`user` is a signed-in user or None (the shell, a command); `origin` is the page's `X-Origin-Id` or ''."""

    user: Any = None
    origin: str = ""

    def person(self) -> dict[str, Any] | None:
        """`{"id", "name"}`, as events and histories name people."""
        return person(self.user) if self.user is not None else None


SYSTEM = Actor()
_current: ContextVar[Actor] = ContextVar("actor", default=SYSTEM)


def current_actor() -> Actor:
    return _current.get()


@contextmanager
def acting_as(user: Any, origin: str | None = None) -> Iterator[None]:
    """Attributes every change inside to this user; the origin stays where none is given."""
    token = _current.set(Actor(user, current_actor().origin if origin is None else origin[:MAX_ORIGIN_CHARACTERS]))
    try:
        yield
    finally:
        _current.reset(token)


def person(user: Any) -> dict[str, Any]:
    return {"id": user.pk, "name": user.get_full_name() or user.get_username()}
