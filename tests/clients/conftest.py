"""The server for clients of others."""

from collections.abc import Iterator

import pytest

from tests.support.processes import Instance, Server


@pytest.fixture(params=["uvicorn", pytest.param("daphne", marks=pytest.mark.more)])
def server(request: pytest.FixtureRequest, instance: Instance) -> Iterator[Server]:
    with instance.serving(request.param) as server:
        yield server
