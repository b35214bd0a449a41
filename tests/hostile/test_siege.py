"""The short form of `make siege`: everything is refused, nothing leaks, the honest client is served."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import copied
from tests.hostile.attacks import FAMILIES
from tests.hostile.honest import HonestClient
from tests.hostile.target import SHORT, Target
from tests.support.processes import Instance


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("siege")
    copied(seeded, folder)
    with Instance(folder, redis_url=valkey).serving("make run") as server, contextlib.ExitStack() as stack:
        yield Target.prepared(server, SHORT, stack)
        assert "Traceback" not in server.log.read_text()


@pytest.fixture(scope="module")
def honest(target: Target) -> Iterator[HonestClient]:
    with HonestClient(target) as client:
        yield client


@pytest.mark.parametrize("family", FAMILIES)
def test_every_attack_is_refused_while_others_are_served(target: Target, honest: HonestClient, family: str) -> None:
    already = len(honest.seconds)
    tally = FAMILIES[family](target)

    assert (tally.leaks, tally.open) == ([], [])
    assert tally.tried > 0
    honest.wait_for_more_than(already)
