"""Both databases, each with eight desks for a whole module."""

from collections.abc import Callable, Iterator

import pytest

from tests.races.rounds import later
from tests.support.databases import new_database, postgres_uri
from tests.support.pool import World, postgres_instance, sqlite_instance
from tests.support.processes import Instance

__all__ = ["postgres_uri"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    folder = tmp_path_factory.mktemp("races")
    if request.param == "sqlite":
        yield sqlite_instance(folder)
        return
    with new_database(request.getfixturevalue("postgres_uri")) as database:
        yield postgres_instance(folder, database.url)


@pytest.fixture(scope="module")
def world(migrated: Instance) -> Iterator[World]:
    with World.opened(migrated) as world:
        yield world


@pytest.fixture(autouse=True)
def _unbroken(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every race: no double booking, no missing version, history entry or event."""
    world = request.getfixturevalue("world") if "world" in request.fixturenames else None
    yield
    if world:
        assert world.broken() == {}


@pytest.fixture
def morning(world: World) -> Callable[[int], str]:
    """Ten in the morning, n days from now: every round has its own day."""
    first = world.day(1)
    return lambda days: later(first, days * 24 * 60)
