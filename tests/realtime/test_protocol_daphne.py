"""Five rows of the protocol under Daphne, in every run. `make test-more` runs all of test_protocol.py under it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.realtime.test_protocol import (
    manager,
    protocol_server,
    reception,
    test_a_message_over_the_limit_closes_the_socket,
    test_a_signed_private_channel_is_the_same_stream,
    test_an_event_arrives_once_with_the_next_number,
    test_another_origin_is_closed_with_4009,
    test_nothing_arrives_after_unsubscribing,
    too_big,
    wire,
)
from tests.support.processes import Server

__all__ = [
    "manager",
    "reception",
    "test_a_message_over_the_limit_closes_the_socket",
    "test_a_signed_private_channel_is_the_same_stream",
    "test_an_event_arrives_once_with_the_next_number",
    "test_another_origin_is_closed_with_4009",
    "test_nothing_arrives_after_unsubscribing",
    "too_big",
    "wire",
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str) -> Iterator[Server]:
    with protocol_server("daphne", seeded, valkey, tmp_path_factory.mktemp("daphne")) as server:
        yield server
