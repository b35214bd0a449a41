"""A token bucket: limits a burst and a rate."""

import time


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
