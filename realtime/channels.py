"""Which channels exist, what is said on them, and who may listen.

Applications register a rule per kind of channel when they start (`AppConfig.ready`). A name that no rule covers is
unknown: 404 on the API, 4009 on the socket.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PRIVATE = "private-"
MAX_NAME_CHARACTERS = 164
_NAME = re.compile(rf"[A-Za-z0-9_\-=@,.;]{{1,{MAX_NAME_CHARACTERS}}}")


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` matches whole names; `exists` is asked with its groups, as {"doctor": "7"}."""

    pattern: re.Pattern[str]
    events: frozenset[str]
    may_hear: Callable[[Any], bool]
    exists: Callable[..., bool]


class UnknownChannel(Exception):
    """No rule covers this name, or what it names does not exist."""


class Refused(Exception):
    """This user may not hear this channel."""


_rules: list[Rule] = []


def register(
    pattern: str, *, events: set[str], may_hear: Callable[[Any], bool], exists: Callable[..., bool] = lambda: True
) -> None:
    """Adds a rule: a regular expression for the names, the events said there, and who may hear them."""
    _rules.append(Rule(re.compile(pattern), frozenset(events), may_hear, exists))


def stream_of(name: str) -> str:
    """The stream behind a channel as subscribed: `private-appointments` is the stream `appointments`."""
    return name.removeprefix(PRIVATE)


def rule_for(name: str, user: Any) -> Rule:
    """The rule of a stream that this user may hear.

    Raises UnknownChannel or Refused. A user without the right learns nothing of what exists.
    """
    for rule in _rules:
        if match := rule.pattern.fullmatch(name):
            if not (user.is_active and rule.may_hear(user)):
                raise Refused
            if not (_NAME.fullmatch(name) and rule.exists(**match.groupdict())):
                raise UnknownChannel
            return rule
    raise UnknownChannel
