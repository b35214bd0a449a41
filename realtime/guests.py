"""Guests: those who are no users and may hear certain channels, such as a wall board by its link.

The pipe knows only their keys. Applications register the kinds of guests when they start (`AppConfig.ready`). A guest
can end without an event (a code dies at midnight), so the hubs ask for those in use every 10 s.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

MAX_KEY_CHARACTERS = 100


@dataclass(frozen=True, slots=True)
class Guest:
    """Has no permission; hears `channels` (names of streams), where the channel's rule is open to guests.

    `key` is the kind and an opaque text, as in `board:17`.
    """

    key: str
    channels: frozenset[str]
    is_active: ClassVar[bool] = True
    is_authenticated: ClassVar[bool] = False

    @property
    def pk(self) -> str:
        """What distinguishes it from users, whose keys are numbers, and from other guests."""
        return self.key

    def has_perm(self, name: str) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Kind:
    """`of_request` returns the key that a request claims, which need not exist, or None; it asks no database.

    `find` returns the guests of those keys that are valid now, in one query. Blocking.
    """

    of_request: Callable[[Any], str | None]
    find: Callable[[Collection[str]], dict[str, Guest]]


_kinds: dict[str, Kind] = {}


def register(
    name: str, *, of_request: Callable[[Any], str | None], find: Callable[[Collection[str]], dict[str, Guest]]
) -> None:
    """Adds a kind of guests, whose keys begin with `name` and a colon."""
    _kinds[name] = Kind(of_request, find)


def of_request(request: Any) -> Iterator[Guest]:
    """The guests as which a request comes: at most one of each kind, each found in one query. Blocking."""
    for kind in _kinds.values():
        if key := kind.of_request(request):
            yield from kind.find([key]).values()


def find(keys: Collection[str]) -> dict[str, Guest]:
    """{key: guest} for those of these keys that are valid now, in one query for each kind. Blocking."""
    by_kind: dict[str, list[str]] = {}
    for key in keys:
        by_kind.setdefault(key.partition(":")[0], []).append(key)
    found: dict[str, Guest] = {}
    for name, its_keys in by_kind.items():
        if kind := _kinds.get(name):
            found |= kind.find(its_keys)
    return found


def ended(keys: Collection[str]) -> set[str]:
    """Those of these guests that have ended. Blocking."""
    return set(keys) - find(keys).keys()
