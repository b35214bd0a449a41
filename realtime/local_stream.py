"""A stream as one process sees it: its listeners, and the last number that was delivered to them."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from realtime import frames, metrics
from realtime.models import StreamEvent

logger = logging.getLogger("realtime")


class Listener(Protocol):
    """What a stream delivers to: a socket."""

    aliases: set[str]

    def push(self, frame: bytes) -> None:
        """Sends a frame without waiting."""


class LocalStream:
    """Delivers the events of a stream to its listeners in the order of their numbers, each exactly once.

    `delivered` is the last number delivered; None until the stream's head has been read.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.delivered: int | None = None
        self.head = 0
        self.joined = False
        self.repairing = False
        self.waiting = 0  # subscribers that wait for the first head to be read
        # {alias: {listener: its `push`}}: for thousands of sockets the attribute lookup costs as much as the call.
        self._listeners: defaultdict[str, dict[Listener, Callable[[bytes], None]]] = defaultdict(dict)

    @property
    def idle(self) -> bool:
        return not self._listeners and not self.waiting

    def add(self, alias: str, listener: Listener) -> None:
        """Every event above `delivered` is now pushed to the listener under this name."""
        self._listeners[alias][listener] = listener.push

    def remove(self, alias: str, listener: Listener) -> None:
        listeners = self._listeners.get(alias, {})
        listeners.pop(listener, None)
        if not listeners:
            self._listeners.pop(alias, None)

    def offer(self, seq: int, event: str, data: str) -> bool:
        """Delivers the next number, ignores an older one, and returns False if numbers are missing before it."""
        if self.delivered is None or seq <= self.delivered:
            return True
        if seq > self.delivered + 1:
            return False
        self.delivered = seq
        self.head = max(self.head, seq)
        self.deliver(event, data)
        return True

    def deliver(self, event: str, data: str) -> None:
        """Encodes the event once for each alias, and pushes it to the listeners."""
        # A push can close a slow listener, which removes it from these dictionaries.
        for alias, listeners in list(self._listeners.items()):
            frame = frames.frame(event, data, alias)
            metrics.DELIVERED.inc(len(listeners))
            for push in list(listeners.values()):
                try:
                    push(frame)
                except Exception:
                    logger.exception("a socket could not be written to")

    def repair(self, rows: list[StreamEvent]) -> None:
        """Delivers what was missed. If its first rows are deleted, clients see the gap and reload their data."""
        for row in rows:
            if not self.offer(row.seq, row.event, row.data):
                self.delivered = row.seq - 1
                self.offer(row.seq, row.event, row.data)

    def restart(self, head: int) -> None:
        """The numbering has changed: continues after this head."""
        self.delivered = self.head = head


class InternalStream(LocalStream):
    """A stream between servers: its events are passed to a function, and it is never left."""

    idle = False

    def __init__(self, name: str, on_event: Callable[[str], None]) -> None:
        super().__init__(name)
        self._on_event = on_event

    def deliver(self, event: str, data: str) -> None:
        self._on_event(data)
