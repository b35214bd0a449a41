"""The token bucket."""

import pytest

from realtime import limits
from realtime.limits import Bucket


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    return now


def test_the_burst_is_limited(clock: list[float]) -> None:
    bucket = Bucket(3, 1)

    assert [bucket.take() for _ in range(5)] == [True, True, True, False, False]


def test_tokens_come_back_at_the_rate(clock: list[float]) -> None:
    bucket = Bucket(3, 2)
    for _ in range(3):
        bucket.take()
    clock[0] += 1.0

    assert [bucket.take() for _ in range(3)] == [True, True, False]


def test_a_refusal_takes_no_token(clock: list[float]) -> None:
    bucket = Bucket(1, 1)
    bucket.take()
    for _ in range(8):
        clock[0] += 0.125
        taken = bucket.take()

    assert taken


def test_an_idle_bucket_holds_no_more_than_the_burst(clock: list[float]) -> None:
    bucket = Bucket(3, 100)
    clock[0] += 3600

    assert sum(bucket.take() for _ in range(10)) == 3
