"""The short form of `make siege`: everything is refused, nothing leaks, the honest client is served."""

import contextlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import copied
from tests.hostile.attacks import FAMILIES
from tests.hostile.honest import HonestClient
from tests.hostile.target import SHORT, Tally, Target
from tests.support.processes import Instance


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("siege")
    copied(seeded, folder)
    with Instance(folder, redis_url=valkey).serving("make run") as server, contextlib.ExitStack() as stack:
        yield Target.prepared(server, SHORT, stack)
        assert "Traceback" not in server.log.read_text()


@pytest.fixture(scope="module")
def tallies(target: Target) -> dict[str, Tally]:
    """All families at the same moment, because most of them wait for the server to end a connection."""
    with HonestClient(target) as honest, ThreadPoolExecutor(len(FAMILIES)) as pool:
        running = {name: pool.submit(attack, target) for name, attack in FAMILIES.items()}
        tallies = {name: each.result() for name, each in running.items()}
        honest.wait_for_more_than(len(honest.seconds))
    return tallies


@pytest.mark.parametrize("family", FAMILIES)
def test_every_attack_is_refused(tallies: dict[str, Tally], family: str) -> None:
    tally = tallies[family]

    assert (tally.leaks, tally.open) == ([], [])
    assert tally.tried > 0
