"""The two databases, each with eight desks that stay open for a whole module."""

from collections.abc import Iterator

import pytest

from tests.races.pool import World, postgres_instance, sqlite_instance


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("races")
    if request.param == "sqlite":
        instance = sqlite_instance(folder)
    else:
        name = request.module.__name__.rpartition(".")[2]
        instance = postgres_instance(folder, request.getfixturevalue("postgres"), name)
    with World.opened(instance) as world:
        yield world


@pytest.fixture(autouse=True)
def _unbroken(world: World) -> Iterator[None]:
    """After every race: nobody twice at one time, no version, history entry or event missing."""
    yield
    assert world.broken() == {}
