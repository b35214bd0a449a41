"""`python -m tests.on_postgres ARGS`: pytest with these arguments on a temporary PostgreSQL server."""

import os
import subprocess
import sys

from tests.support.postgres import running_postgres


def main() -> int:
    with running_postgres() as url:
        print("On PostgreSQL:", flush=True)
        return subprocess.call([sys.executable, "-m", "pytest", *sys.argv[1:]], env={**os.environ, "DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main())
