"""The one door through which events leave.

`broadcast()` writes an event's body down; the outermost `atomic()` numbers all bodies as the transaction's last
act, and each is published once the transaction has committed. Numbering last keeps the counter rows locked for as
short as can be and always in the same order, so that two transactions of several saves cannot deadlock.
"""

import functools
import logging
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import ContextDecorator
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

import orjson
from django.db import OperationalError, connection, transaction

from common.actor import current
from common.counters import advance
from realtime import publisher
from realtime.events import ShouldBroadcast
from realtime.models import Stream, StreamEvent

logger = logging.getLogger("realtime")

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 4  # one, and at most three repetitions after 40001 or 40P01
RETRIED = {"40001", "40P01"}  # PostgreSQL: serialization_failure, deadlock_detected

_depth = threading.local()


class Body:
    """An event in its transaction: a body first, numbered at the end, published on commit.

    It is registered with `transaction.on_commit`, so that a rolled-back savepoint takes it along.
    """

    def __init__(self, event: ShouldBroadcast) -> None:
        cause = current()
        self.name = event.broadcast_as()
        self.channels = sorted(set(event.broadcast_on()))
        self.data = orjson.dumps({**event.broadcast_with(), "by": cause.person(), "origin": cause.origin}).decode()
        self.rows: list[StreamEvent] = []

    def number(self, channel: str, seq: int) -> StreamEvent:
        data = f'{self.data[:-1]},"seq":{seq}}}'
        row = StreamEvent(channel=channel, seq=seq, event=self.name, data=data)
        self.rows.append(row)
        return row

    def __call__(self) -> None:
        """On commit. What fails here fails after the change was made: the hubs read the rows all the same."""
        try:
            publisher.publish(self.rows)
        except Exception:
            logger.exception("%s was committed but not published", self.name)


def broadcast(event: ShouldBroadcast) -> Body:
    """Says that something happened. Must be called inside `atomic()`, which versioned models' `save()` opens itself.

    Returns the body; its `rows`, one per channel, are there once the outermost `atomic()` has ended.

    Raises RuntimeError outside: an event without the transaction that made it true could not be numbered.
    """
    if not getattr(_depth, "value", 0):
        raise RuntimeError("broadcast() needs broadcasting.atomic() around the change that it tells of")
    body = Body(event)
    transaction.on_commit(body)
    return body


def _number_bodies() -> None:
    bodies = [entry[1] for entry in connection.run_on_commit if isinstance(entry[1], Body) and not entry[1].rows]
    if not bodies:
        return
    steps = Counter(channel for body in bodies for channel in body.channels)
    heads = advance(Stream, "channel", "seq", steps)
    following = {channel: heads[channel] - count + 1 for channel, count in steps.items()}
    rows = []
    for body in bodies:
        for channel in body.channels:
            rows.append(body.number(channel, following[channel]))
            following[channel] += 1
    StreamEvent.objects.bulk_create(rows)


class atomic(ContextDecorator):  # noqa: N801 - named after, and used like, django.db.transaction.atomic
    """`transaction.atomic()` whose outermost block numbers the events broadcast inside it.

    As a decorator it also repeats the function after a serialization failure or a deadlock, where it is outermost.
    """

    def __init__(self, *, savepoint: bool = True) -> None:
        self._savepoint = savepoint
        self._stack: list[transaction.Atomic] = []

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:  # type: ignore[override]
        @functools.wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            for attempt in range(1, ATTEMPTS + 1):
                outermost = not connection.in_atomic_block
                try:
                    with atomic(savepoint=self._savepoint):
                        return function(*args, **kwargs)
                except OperationalError as error:
                    if not outermost or attempt == ATTEMPTS or _sqlstate(error) not in RETRIED:
                        raise
            raise AssertionError("unreachable")

        return wrapper

    def __enter__(self) -> None:
        block = transaction.atomic(savepoint=self._savepoint)
        block.__enter__()
        self._stack.append(block)
        _depth.value = getattr(_depth, "value", 0) + 1

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        block = self._stack.pop()
        _depth.value -= 1
        if _depth.value == 0 and kind is None and not connection.needs_rollback:
            try:
                _number_bodies()
            except BaseException as failure:
                block.__exit__(type(failure), failure, failure.__traceback__)
                raise
        block.__exit__(kind, error, trace)
        return None


def _sqlstate(error: BaseException) -> Any:
    return getattr(error.__cause__, "sqlstate", None)
