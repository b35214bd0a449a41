"""CPU time and memory of processes, from the kernel, and the cores on which they run."""

import contextlib
import os
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

CORES = sorted(os.sched_getaffinity(0))
SERVER_CORE, CLIENT_CORE = {CORES[0]}, set(CORES[1:]) or {CORES[0]}


@contextlib.contextmanager
def started_on_the_servers_core() -> Iterator[None]:
    """Processes started inside the block run on the server's core; this process stays on the others."""
    os.sched_setaffinity(0, SERVER_CORE)
    try:
        yield
    finally:
        os.sched_setaffinity(0, CLIENT_CORE)


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process, in nanosecond steps: its POSIX CPU clock (clock_getcpuclockid)."""
    return time.clock_gettime(((~pid) << 3) | 2)


def memory_bytes(pid: int) -> int:
    """Resident set."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def percentile(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def median(values: list[float]) -> float:
    return statistics.median(values)
