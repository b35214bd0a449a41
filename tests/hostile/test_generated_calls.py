"""Calls made up from the API's own description, as reception: no 5xx, no answer that it does not list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import copied
from tests.hostile.generated_calls import call_everything
from tests.support.processes import Instance, Server

pytestmark = pytest.mark.more

EXAMPLES = 3  # besides the values at the limits, of which there are about 50 for each call
ROLE = "reception"  # `make siege` calls as all roles, and as nobody


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("generated")
    copied(seeded, folder)
    with Instance(folder).serving("make run") as server:
        yield server
        assert "Traceback" not in server.log.read_text()


def test_every_generated_call_gets_an_answer_that_is_described(server: Server) -> None:
    outcome = call_everything(server, ROLE, EXAMPLES)

    assert outcome.passed, outcome.report
