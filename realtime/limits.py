"""A token bucket: so many at once, so many a second."""

import time


class Bucket:
    """`take()` is False where the allowance is used up. `burst` tokens at first, `rate` more each second."""

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
