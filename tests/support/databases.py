"""Databases on a real PostgreSQL server, one for each test that needs one."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.support.postgres import running_postgres
from tests.support.processes import Instance


@dataclass(frozen=True)
class Database:
    """`url` is its DATABASE_URL; `admin` is a connection to another database of the server."""

    name: str
    url: str
    admin: psycopg.Connection

    def disconnect(self) -> None:
        self.admin.execute(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS false')
        self.admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self.name])

    def reconnect(self) -> None:
        self.admin.execute(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS true')


@pytest.fixture(scope="session")
def postgres_uri() -> Iterator[str]:
    """The URI of a server's database `postgres`. A unix socket is named in the query, not in the path."""
    if (given := os.environ.get("DATABASE_URL", "")).startswith("postgres"):
        yield _named(given, "postgres")
        return
    with running_postgres() as uri:
        yield uri


@contextmanager
def new_database(uri: str, template: str = "template1") -> Iterator[Database]:
    name = f"test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(uri, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            yield Database(name, _named(uri, name), admin)
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def migrated_postgres(postgres_uri: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a migrated database, to be copied."""
    with new_database(postgres_uri) as made:
        Instance(tmp_path_factory.mktemp("migrated"), made.url).manage("migrate", "--verbosity", "0")
        yield made.name


@pytest.fixture
def postgres_database(postgres_uri: str) -> Iterator[Database]:
    with new_database(postgres_uri) as database:
        yield database


def _named(uri: str, name: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/{name}"))
