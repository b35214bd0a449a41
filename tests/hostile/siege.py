"""`make siege [FAMILY …]`: attacks a running hospital while an honest client works in it, and prints a table.

Exits with 1 if anything leaked, if an attack was not refused, if the honest client waited too long, or if the server
took too much memory.
"""

import argparse
import contextlib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ |= {"SECRET_KEY": "siege", "REALTIME_APP_ID": "1", "REALTIME_APP_KEY": "siege", "DEMO": "1"}
os.environ |= {"REALTIME_APP_SECRET": "siege", "DJANGO_SETTINGS_MODULE": "hospital.settings"}
os.environ |= {"MFA_REQUIRED_ROLES": "none"}  # as `make run` sets it for the demo clinic

import django

django.setup()

from tests.hostile.attacks import FAMILIES  # noqa: E402
from tests.hostile.generated_calls import ROLES, call_everything  # noqa: E402
from tests.hostile.honest import HonestClient  # noqa: E402
from tests.hostile.target import FULL, SHORT, Scale, Tally, Target  # noqa: E402
from tests.support.processes import Instance, Server, running_valkey  # noqa: E402

HONEST_SECONDS = 1.0  # p99 of the honest client
MEMORY_MB = 600  # peak of the server: 150 at rest, and 25 kB for each of 10,000 sockets
EXAMPLES = 50  # generated calls for each operation, role and phase


@dataclass(frozen=True)
class Row:
    family: str
    tally: Tally
    honest_p99: float
    peak_mb: float

    @property
    def wrong(self) -> list[str]:
        """What broke a promise; of many attacks of one kind, the first five."""
        leaks = [f"leaked: {what}" for what in self.tally.leaks]
        return [
            *leaks[:5],
            *[f"not refused: {what}" for what in self.tally.open[:5]],
            *([f"honest client: {self.honest_p99:.2f} s"] if self.honest_p99 >= HONEST_SECONDS else []),
            *([f"memory: {self.peak_mb:.0f} MB"] if self.peak_mb >= MEMORY_MB else []),
        ]


def besiege(server: Server, scale: Scale, families: dict[str, Callable[[Target], Tally]]) -> Iterator[Row]:
    """Each family in turn, with the honest client at work."""
    with contextlib.ExitStack() as stack:
        target = Target.prepared(server, scale, stack)
        honest = stack.enter_context(HonestClient(target))
        for name, attack in families.items():
            already = len(honest.seconds)
            reset_peak(server.process.pid)
            tally = attack(target)
            honest.wait_for_more_than(already)
            yield Row(name, tally, p99(honest.seconds[already:]), peak_mb(server.process.pid))


def reset_peak(pid: int) -> None:
    Path(f"/proc/{pid}/clear_refs").write_text("5")


def peak_mb(pid: int) -> float:
    """The highest resident memory of the process since `reset_peak`."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def p99(seconds: list[float]) -> float:
    return sorted(seconds)[max(0, round(0.99 * len(seconds)) - 1)]


def generated_calls(server: Server) -> Tally:
    """schemathesis as each role; its report is printed if something was wrong."""
    tally = Tally()
    for role in ROLES:
        outcome = call_everything(server, role, EXAMPLES)
        tally.note(f"generated calls as {role or 'nobody'}", refused=outcome.passed)
        if not outcome.passed:
            print(outcome.report)
    return tally


@contextlib.contextmanager
def hospital(**env: str) -> Iterator[Server]:
    """The demo clinic, served as `make run` serves it, with the limits of a new installation."""
    with tempfile.TemporaryDirectory() as folder, running_valkey(Path(folder)) as redis_url:
        instance = Instance(Path(folder), redis_url=redis_url, env=env)
        instance.manage("migrate", "--verbosity", "0")
        instance.manage("seed_demo", "--verbosity", "0")
        with instance.serving("make run") as server:
            yield server


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true", help="fewer of each attack, and no generated calls")
    parser.add_argument("words", nargs="*", help="only families whose names contain one of these")
    options = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    chosen = {name: attack for name, attack in FAMILIES.items() if any(w in name for w in options.words or [""])}
    failed = 0
    print(line("attack", "tried", "refused", "leaked", "honest p99 s", "peak MB", "seconds"), flush=True)
    with hospital() as server:
        began = time.monotonic()
        for row in besiege(server, SHORT if options.short else FULL, chosen):
            print(shown(row, time.monotonic() - began), flush=True)
            failed += bool(row.wrong)
            began = time.monotonic()
    if not options.short and not options.words:
        with hospital(**dict.fromkeys(("LIMIT_PER_USER", "LIMIT_SEARCHES"), "100000,100000")) as server:
            tally = generated_calls(server)
        print(line("generated calls, by role", tally.tried, tally.refused, len(tally.leaks), "", "", ""))
        failed += tally.tried != tally.refused
    print(f"{failed} attacks broke a promise" if failed else "Everything refused, nothing leaked.")
    return 1 if failed else 0


def shown(row: Row, seconds: float) -> str:
    tally = row.tally
    numbers = (f"{row.honest_p99:.2f}", f"{row.peak_mb:.0f}", f"{seconds:.0f}")
    return "\n    ! ".join([line(row.family, tally.tried, tally.refused, len(tally.leaks), *numbers), *row.wrong])


def line(family: str, *cells: object) -> str:
    return f"{family:<26}" + "".join(f"{cell!s:>14}" for cell in cells)


if __name__ == "__main__":
    sys.exit(main())
