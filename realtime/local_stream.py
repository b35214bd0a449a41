"""One channel as this process sees it: who listens, and which number they were last given."""

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Protocol

from realtime import frames, metrics
from realtime.models import StreamEvent

logger = logging.getLogger("realtime")


class Listener(Protocol):
    """A socket, as far as the hub knows it."""

    aliases: set[str]

    def push(self, frame: bytes) -> None:
        """Puts a frame on its way without waiting."""


class LocalStream:
    """Delivers a stream's events to its listeners in the order of their numbers, each exactly once.

    `delivered` is the last number handed out, None until the stream's head was read for the first time.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.delivered: int | None = None
        self.head = 0
        self.joined = False
        self.repairing = False
        self.waiting = 0  # subscribers that wait for the first head
        # With each listener its `push`: looking it up anew for each of thousands costs as much as the call.
        self._listeners: defaultdict[str, dict[Listener, Callable[[bytes], None]]] = defaultdict(dict)

    @property
    def idle(self) -> bool:
        return not self._listeners and not self.waiting

    def add(self, alias: str, listener: Listener) -> None:
        """From here on every event above `delivered` reaches the listener under this name."""
        self._listeners[alias][listener] = listener.push

    def remove(self, alias: str, listener: Listener) -> None:
        listeners = self._listeners.get(alias, {})
        listeners.pop(listener, None)
        if not listeners:
            self._listeners.pop(alias, None)

    def offer(self, seq: int, event: str, data: str) -> bool:
        """Delivers the next number, drops an older one; False for a number that leaves a hole before it."""
        if self.delivered is None or seq <= self.delivered:
            return True
        if seq > self.delivered + 1:
            return False
        self.delivered = seq
        self.head = max(self.head, seq)
        self.deliver(event, data)
        return True

    def deliver(self, event: str, data: str) -> None:
        """Encodes once for each name under which the stream is heard, and pushes."""
        # A listener that is too slow is closed, and so removed, by the very push.
        for alias, listeners in list(self._listeners.items()):
            frame = frames.frame(event, data, alias)
            metrics.DELIVERED.inc(len(listeners))
            for push in list(listeners.values()):
                try:
                    push(frame)
                except Exception:
                    logger.exception("a socket could not be written to")

    def repair(self, rows: list[StreamEvent]) -> None:
        """Delivers what was missed. Where its first rows are deleted, the clients see the hole and load anew."""
        for row in rows:
            if not self.offer(row.seq, row.event, row.data):
                self.delivered = row.seq - 1
                self.offer(row.seq, row.event, row.data)

    def restart(self, head: int) -> None:
        """The numbering is another one: go on from its head."""
        self.delivered = self.head = head


class InternalStream(LocalStream):
    """A stream that the hub itself listens to, for as long as it lives."""

    idle = False

    def __init__(self, name: str, hear: Callable[[str], None]) -> None:
        super().__init__(name)
        self._hear = hear

    def deliver(self, event: str, data: str) -> None:
        self._hear(data)
