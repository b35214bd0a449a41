"""The token bucket."""

import pytest

from common import limits
from common.limits import Bucket, Buckets


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


def test_each_key_has_a_bucket_of_its_own(clock: list[float]) -> None:
    buckets = Buckets(2, 1)

    assert [buckets.take("here") for _ in range(3)] == [0.0, 0.0, 1.0]
    assert buckets.take("there") == 0.0


def test_a_refusal_says_how_long_to_wait(clock: list[float]) -> None:
    buckets = Buckets(1, 0.25)
    buckets.take("here")
    clock[0] += 1.0

    assert buckets.take("here") == 3.0
    clock[0] += 3.0
    assert buckets.take("here") == 0.0


def test_the_keys_used_least_recently_are_forgotten(clock: list[float]) -> None:
    buckets = Buckets(1, 1, most=2)
    for key in ("first", "second", "first", "third"):
        buckets.take(key)

    assert [buckets.take(key) > 0 for key in ("first", "third")] == [True, True]
    assert buckets.take("second") == 0.0
