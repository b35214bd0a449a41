"""The two databases, each with eight desks that stay open for a whole module."""

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
    """After every race: nobody twice at one time, no version, history entry or event missing."""
    world = request.getfixturevalue("world") if "world" in request.fixturenames else None
    yield
    if world:
        assert world.broken() == {}


@pytest.fixture
def morning(world: World) -> Callable[[int], str]:
    """Ten in the morning of the n-th day from now, so that every round has a day of its own."""
    first = world.day(1)
    return lambda days: later(first, days * 24 * 60)
