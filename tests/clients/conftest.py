"""The server for clients of others."""

from collections.abc import Iterator

import pytest

from tests.support.processes import Instance, Server


@pytest.fixture
def server(instance: Instance) -> Iterator[Server]:
    with instance.serving() as server:
        yield server
