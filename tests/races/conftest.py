"""The two databases, each with eight desks that stay open for a whole module."""

from collections.abc import Iterator

import pytest

from tests.races.pool import World, postgres_instance, sqlite_instance
from tests.realtime.databases import new_database, postgres_uri

__all__ = ["postgres_uri"]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("races")
    if request.param == "sqlite":
        with World.opened(sqlite_instance(folder)) as world:
            yield world
        return
    with (
        new_database(request.getfixturevalue("postgres_uri")) as database,
        World.opened(postgres_instance(folder, database.url)) as world,
    ):
        yield world


@pytest.fixture(autouse=True)
def _unbroken(world: World) -> Iterator[None]:
    """After every race: nobody twice at one time, no version, history entry or event missing."""
    yield
    assert world.broken() == {}
