"""The demo clinic in an invented language that is written from right to left."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import copied
from tests.support.processes import Instance, Server


@pytest.fixture(scope="session")
def server(locales: Path, seeded: Path, valkey: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Replaces the English one; `case` takes it too."""
    folder = tmp_path_factory.mktemp("he")
    copied(seeded, folder)
    env = {"LANGUAGE_CODE": "he", "LOCALE_DIR": str(locales)}
    with Instance(folder, redis_url=valkey, env=env).serving() as served:
        yield served
