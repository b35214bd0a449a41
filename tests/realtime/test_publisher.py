"""From a committed transaction to Redis, without a delay for the caller."""

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from appointments.models import Appointment
from appointments.services.booking import booking
from realtime import publisher
from tests.realtime.doubles import row
from tests.support.processes import until


class Layer:
    """A channel layer that is up, away or hung, as the test sets it."""

    def __init__(self) -> None:
        self.away = False
        self.sent: list[list[tuple[str, dict[str, Any]]]] = []
        self.calls = 0
        self.go = threading.Event()
        self.go.set()

    def publish(self, messages: list[tuple[str, dict[str, Any]]]) -> None:
        self.calls += 1
        self.go.wait(10)
        if self.away:
            raise RedisConnectionError("refused")
        self.sent.append(list(messages))


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch) -> Iterator[Layer]:
    publisher._flush()
    layer = Layer()
    monkeypatch.setattr(publisher, "get_channel_layer", lambda: layer)
    yield layer
    layer.go.set()
    publisher._flush()


def test_an_event_goes_to_the_group_of_its_channel(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publisher.time, "time", lambda: 5.0)
    publisher.publish([row(1), row(4, "there")])
    until(lambda: layer.sent)

    message = {"type": "stream.event", "event": "message.sent", "sent_at": 5.0}
    assert layer.sent == [
        [
            ("here", message | {"channel": "here", "seq": 1, "data": '{"seq":1}'}),
            ("there", message | {"channel": "there", "seq": 4, "data": '{"seq":4}'}),
        ]
    ]


def test_waiting_events_are_sent_in_one_trip_and_in_order(layer: Layer) -> None:
    layer.go.clear()
    publisher.publish([row(1)])
    until(lambda: layer.calls)
    for seq in range(2, 50):
        publisher.publish([row(seq)])
    layer.go.set()
    until(lambda: len(layer.sent) == 2)

    assert [message["seq"] for _, message in layer.sent[1]] == list(range(2, 50))


def test_redis_away_and_back_are_logged_once_each(layer: Layer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "realtime")
    layer.away = True
    for seq in (1, 2, 3):
        publisher.publish([row(seq)])
        until(lambda seq=seq: layer.calls == seq)
    layer.away = False
    publisher.publish([row(4)])
    until(lambda: layer.sent)
    publisher.publish([row(5)])
    until(lambda: len(layer.sent) == 2)

    warnings = [record.getMessage() for record in caplog.records if record.name == "realtime"]
    assert len(warnings) == 2
    assert warnings[0].startswith("Redis is unreachable (refused)")
    assert warnings[1] == "Redis is back"


def test_a_hung_redis_does_not_delay_the_caller(layer: Layer) -> None:
    layer.go.clear()
    publisher.publish([row(0)])
    until(lambda: layer.calls)
    message = row(1)
    started = time.monotonic()
    for _ in range(publisher.MAX_WAITING + 100):
        publisher.publish([message])

    assert time.monotonic() - started < 2
    assert publisher._waiting.full()


def test_an_error_in_sending_drops_one_batch_and_the_publisher_continues(
    layer: Layer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    send = layer.publish
    monkeypatch.setattr(layer, "publish", lambda messages: [].pop())
    publisher.publish([row(1)])
    until(lambda: "IndexError" in caplog.text)
    monkeypatch.setattr(layer, "publish", send)
    publisher.publish([row(2)])
    until(lambda: layer.sent)

    assert layer.sent[0][0][1]["seq"] == 2


def test_an_ending_command_waits_for_its_last_events(layer: Layer) -> None:
    layer.go.clear()
    publisher.publish([row(1)])
    threading.Timer(0.1, layer.go.set).start()
    publisher._flush()

    assert len(layer.sent) == 1


def test_after_its_end_the_publisher_starts_again(layer: Layer) -> None:
    publisher.publish([row(1)])
    publisher._flush()
    publisher.publish([row(2)])
    publisher._flush()

    assert [batch[0][1]["seq"] for batch in layer.sent] == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_hung_redis_neither_breaks_nor_delays_a_booking(
    layer: Layer, doctor: Any, patient: Any, receptionist: Any, tomorrow_at_ten: Any
) -> None:
    layer.go.clear()
    started = time.monotonic()
    booked = booking.book(
        by=receptionist, patient=patient, doctor=doctor, start=tomorrow_at_ten, complaint="Chest pain"
    )

    assert time.monotonic() - started < 1
    assert Appointment.objects.get() == booked
