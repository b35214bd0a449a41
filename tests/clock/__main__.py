"""Runs the time-sensitive tests, or another command, at each moment.

Servers, PostgreSQL, Node and Chromium use the moved clock too.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.clock.moments import LIVELY, MOMENTS, Moment

SHIM = Path(__file__).with_name("shift.c")
COMPILER_MISSING = "No C compiler here: apt-get install -y gcc libc6-dev"
TOLERANCE_SECONDS = 30
# Tests that show or compare the current time. tests/appointments has a fixed clock (its conftest.py).
TESTS = [
    "-m",
    "pytest",
    "-q",
    "-n",
    "3",
    "--dist",
    "loadfile",
    "--no-loadscope-reorder",
    "tests/browser",
    "tests/paths",
]
TESTS += ["-m", "not more"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.clock", description=__doc__)
    parser.add_argument("moments", nargs="*", metavar="MOMENT", help=f"of {', '.join(MOMENTS)}; all without one")
    parser.add_argument("--run", nargs=argparse.REMAINDER, metavar="ARG", help="arguments of Python, instead of tests")
    options = parser.parse_args()
    if unknown := set(options.moments) - set(MOMENTS):
        parser.error(f"no such moment: {', '.join(sorted(unknown))}")
    failed = []
    with tempfile.TemporaryDirectory(prefix="hospital-clock-") as folder:
        library = compiled(Path(folder))
        for name in options.moments or (name for name in MOMENTS if name != LIVELY):
            moment = MOMENTS[name]
            print(f"\n{name}: {moment.wall:%A %d %B %Y %H:%M} in {moment.zone} ({time.strftime('%T')})", flush=True)
            environment = moved_to(moment, library)
            assert_moved(moment, environment)
            if subprocess.call([sys.executable, *(options.run or TESTS)], env=environment):
                failed.append(name)
    if failed:
        print(f"Failed at: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def compiled(folder: Path) -> Path:
    """Compiles the library that moves the clock. Exits with one line without a compiler."""
    library = folder / "shift.so"
    try:
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", library, SHIM, "-ldl"], check=True)
    except FileNotFoundError:
        sys.exit(COMPILER_MISSING)
    return library


def moved_to(moment: Moment, library: Path) -> dict[str, str]:
    shift = round(moment.timestamp - time.time())
    return {
        **os.environ,
        "LD_PRELOAD": str(library),
        "CLOCK_SHIFT_SECONDS": str(shift),
        "TESTS_TIME_ZONE": moment.zone,
        "TZ": moment.machine_zone,
    }


def assert_moved(moment: Moment, environment: dict[str, str]) -> None:
    """Otherwise every moment would pass."""
    node = [f"{sys.prefix}/bin/node", "-p", "Date.now() / 1000"]
    for command in ([sys.executable, "-c", "import time; print(time.time())"], node):
        shown = float(subprocess.check_output(command, env=environment, text=True))
        assert abs(shown - moment.timestamp) < TOLERANCE_SECONDS, f"{command[0]} shows {shown}"


if __name__ == "__main__":
    sys.exit(main())
