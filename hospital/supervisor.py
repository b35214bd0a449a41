"""Keeps child processes alive, and takes them along when it goes."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

POLL_SECONDS = 0.2
STOP_SECONDS = 15.0  # above the server's drain of 5 s and its grace of 5 s
PROVEN_SECONDS = 10.0  # a service that ends sooner failed at its start
RESTART_SECONDS = 0.5
PR_SET_PDEATHSIG = 1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def die_with_parent() -> None:
    """Runs in a child before it becomes its program: a supervisor that is killed leaves nothing behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """A command that is started again whenever it ends. Its output goes to `log`, or to ours."""

    def __init__(self, command: Sequence[str], log: Path | None = None) -> None:
        self._command, self._log = list(command), log
        self.started_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.started_at = time.monotonic()
        output = self._log.open("ab") if self._log else None
        try:
            self.process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # a Ctrl-C reaches us alone, and we stop them in order
                preexec_fn=die_with_parent,
            )
        finally:
            if output:
                output.close()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Asks it to end, and kills it after 15 s."""
        if self.process is None or self.ended():
            return
        self.process.send_signal(number)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Stopped(Exception):
    """SIGINT or SIGTERM came."""


def _stop(number: int, frame: object) -> None:
    raise Stopped


def keep_alive(service: Child, helpers: Sequence[Child]) -> int:
    """Runs until a signal comes or the service fails at its start; returns the exit code.

    Helpers are started again within 1 s of their end, the service too once it has run for a while.
    """
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        service.start()
        while True:
            time.sleep(POLL_SECONDS)
            for child in (*helpers, service):
                if child.ended():
                    code = child.process.returncode if child.process else 0
                    if child is service and time.monotonic() - child.started_at < PROVEN_SECONDS:
                        return code or 1
                    time.sleep(max(0.0, RESTART_SECONDS - (time.monotonic() - child.started_at)))
                    child.start()
    except Stopped:
        return 0
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C finds us stopping already
        for child in (service, *helpers):
            child.stop()
