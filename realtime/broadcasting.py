"""The only way to send an event.

`broadcast()` makes an event's body; the outermost `atomic()` numbers all bodies as the last step of the transaction,
and they are published once it has committed. Numbering last locks the counter rows for the shortest time, and always
in the same order, so that transactions with several saves cannot deadlock.
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

from common.actor import current_actor
from common.counters import advance
from realtime import channels, publisher
from realtime.events import ShouldBroadcast
from realtime.models import Stream, StreamEvent

logger = logging.getLogger("realtime")

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 4  # at most three repetitions, after the codes below
RETRIED = {"40001", "40P01"}  # PostgreSQL: serialization_failure, deadlock_detected

_depth = threading.local()


class Body:
    """An event in its transaction: made at once, numbered at the end, published on commit.

    It is registered with `transaction.on_commit`, so that a savepoint that is rolled back drops it.
    """

    def __init__(self, event: ShouldBroadcast) -> None:
        actor = current_actor()
        self.name = event.broadcast_as()
        self.channels = sorted(set(event.broadcast_on()))
        for channel in self.channels:
            channels.check_carries(channel, self.name)
        by = {"by": actor.person(), "origin": actor.origin} if getattr(event, "names_actor", True) else {}
        self.data = orjson.dumps({**event.broadcast_with(), **by}).decode()
        self.rows: list[StreamEvent] = []

    def number(self, channel: str, seq: int) -> StreamEvent:
        data = f'{self.data[:-1]},"seq":{seq}}}'
        row = StreamEvent(channel=channel, seq=seq, event=self.name, data=data)
        self.rows.append(row)
        return row

    def __call__(self) -> None:
        """On commit. A failure here loses nothing: the hubs read the rows from the database."""
        try:
            publisher.publish(self.rows)
        except Exception:
            logger.exception("%s was committed but not published", self.name)


def broadcast(event: ShouldBroadcast) -> Body:
    """Sends an event. Must be called inside `atomic()`, which `save()` of a versioned model opens.

    Returns the body; its `rows`, one per channel, are there once the outermost `atomic()` has ended.

    Raises RuntimeError outside `atomic()`: an event without the transaction that made it true could not be numbered.
    Raises channels.NotCarried where a channel's rule does not list the event.
    """
    if not getattr(_depth, "value", 0):
        raise RuntimeError("broadcast() needs broadcasting.atomic() around the change")
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
    """`transaction.atomic()` whose outermost block numbers the events that were broadcast inside it.

    As the outermost decorator it also repeats the function after a serialization failure or a deadlock.
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
