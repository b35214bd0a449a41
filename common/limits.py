"""Token buckets: each limits a burst and a rate."""

import time
from collections import OrderedDict
from collections.abc import Hashable

MOST_KEYS = 10_000  # about 2 MB


class Bucket:
    """Starts with `burst` tokens and gains `rate` a second; `take()` is False if none is left."""

    __slots__ = ("_at", "_burst", "_rate", "_tokens")

    def __init__(self, burst: float, rate: float) -> None:
        self._burst, self._rate, self._tokens, self._at = burst, rate, burst, time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def seconds_to_wait(self) -> float:
        """After a refusal: seconds until the next token."""
        return (1 - self._tokens) / self._rate


class Buckets:
    """A bucket for each key, such as a user or an address, in the memory of this process.

    Of more than `most` keys, those that were used least recently are forgotten; a forgotten key starts full again. Two
    threads that take at the same moment may get one token together: a limit of abuse needs no lock.
    """

    def __init__(self, burst: float, rate: float, most: int = MOST_KEYS) -> None:
        self._burst, self._rate, self._most = burst, rate, most
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def take(self, key: Hashable) -> float:
        """Takes a token of this key: 0.0, or the seconds until the next one if none is left."""
        bucket = self._buckets.pop(key, None) or Bucket(self._burst, self._rate)
        self._buckets[key] = bucket
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return 0.0 if bucket.take() else bucket.seconds_to_wait()
