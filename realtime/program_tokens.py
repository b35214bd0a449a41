"""Tokens of programs, which sign subscriptions as sessions do. The pipe knows only their ids.

The application that keeps them registers, when it starts, how ended ones are found. A token can end without a signal
(it expires, or a bulk write deletes it), so the hubs ask for those in use once a second.
"""

from collections.abc import Callable, Collection

Ended = Callable[[Collection[int]], set[int]]

_ended: Ended = set  # without an application that keeps tokens, none is valid


def register(ended: Ended) -> None:
    """`ended` returns those of these ids whose token is deleted, revoked, expired or of an inactive user. Blocking."""
    global _ended
    _ended = ended


def ended(tokens: Collection[int]) -> set[int]:
    """Those of these tokens that have ended, in one query; none for no tokens. Blocking."""
    return _ended(tokens) if tokens else set()
