"""Which channels exist, which events they carry, and who may subscribe.

Applications register a rule for each kind of channel when they start (`AppConfig.ready`). A name that no rule covers is
unknown: 404 on the API, 4009 on the socket. An event can only be broadcast on a channel whose rule lists it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from common.access import Access
from realtime.events import ShouldBroadcast
from realtime.guests import Guest

Listed = Iterable[tuple[str, Any]]  # names and descriptions

PRIVATE = "private-"
INTERNAL = "_"  # begins the names of streams between servers, which no rule covers
MAX_NAME_CHARACTERS = 164
_NAME = re.compile(rf"[A-Za-z0-9_\-=@,.;]{{1,{MAX_NAME_CHARACTERS}}}")


@dataclass(frozen=True, slots=True)
class Rule:
    """`pattern` matches whole names; `exists` is called with the user and its named groups, such as doctor="7".

    `events` are the names of the events that the channel carries. `listed` returns the existing channels that a
    user may hear, with a description of each, for the inspector.
    """

    pattern: re.Pattern[str]
    events: frozenset[str]
    access: Access
    exists: Callable[..., bool]
    listed: Callable[[Any], Listed]

    @property
    def name(self) -> str:
        """The channel as documents write it: `doctor-schedule.<doctor>`."""
        return re.sub(r"\(\?P(<\w+>)[^()]*\)", r"\1", self.pattern.pattern).replace("\\", "")


class UnknownChannel(Exception):
    """No rule covers this name, or what it names does not exist."""


class Refused(Exception):
    """This user may not subscribe to this channel."""


class NotCarried(Exception):
    """No rule lets this channel carry this event."""


_rules: list[Rule] = []


def register(
    pattern: str,
    *,
    events: Iterable[type[ShouldBroadcast]],
    access: Access,
    listed: Callable[[Any], Listed],
    exists: Callable[..., bool] = lambda user: True,
) -> None:
    """Adds a rule: a regular expression for the names, the events that the channel carries, and who may subscribe."""
    names = frozenset(event.broadcast_as() for event in events)
    _rules.append(Rule(re.compile(pattern), names, access, exists, listed))


def rules() -> list[Rule]:
    """All rules, in the order in which they are tried."""
    return list(_rules)


def listed_for(user: Any) -> list[tuple[str, Any]]:
    """The channels to which this user may subscribe, with a description of each."""
    return [channel for rule in _rules if rule.access.allows(user) for channel in rule.listed(user)]


def check_carries(channel: str, event: str) -> None:
    """Raises NotCarried where no rule for this stream lists the event. Internal streams carry anything."""
    if channel.startswith(INTERNAL):
        return
    if not any(event in rule.events and rule.pattern.fullmatch(channel) for rule in _rules):
        raise NotCarried(f"{channel!r} carries no {event!r}: list the event where the channel is registered")


def stream_of(name: str) -> str:
    """The stream of a channel as subscribed: `private-appointments` is the stream `appointments`."""
    return name.removeprefix(PRIVATE)


def rule_for(name: str, user: Any) -> Rule:
    """The rule of a stream to which this user or guest may subscribe.

    Raises UnknownChannel or Refused. A user without the right does not learn what exists, nor does one who is limited
    to departments learn what exists in others. A guest hears only the own channels, which exist, and only where the
    rule admits guests.
    """
    for rule in _rules:
        if match := rule.pattern.fullmatch(name):
            if isinstance(user, Guest):
                if not (rule.access.guests and name in user.channels):
                    raise Refused
                return rule
            if not rule.access.allows(user):
                raise Refused
            if not (_NAME.fullmatch(name) and rule.exists(user, **match.groupdict())):
                raise UnknownChannel
            return rule
    raise UnknownChannel
