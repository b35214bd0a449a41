"""Keeps child processes alive, and takes them along when it goes."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

POLL_SECONDS = 0.2
STOP_SECONDS = 15.0  # above the server's drain of 5 s and its grace of 5 s
PROVEN_SECONDS = 10.0  # a service that ends sooner after its first start cannot run here
RESTART_SECONDS = 0.5
PR_SET_PDEATHSIG = 1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def die_with_parent() -> None:
    """Runs in a child before it becomes its program: a supervisor that is killed leaves nothing behind (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """A command that is started again whenever it ends. Its output goes to `log`, or to ours."""

    def __init__(self, command: Sequence[str], log: Path | None = None, files: Sequence[int] = ()) -> None:
        """`files` are descriptors that the command inherits under the same numbers."""
        self._command, self._log, self._files = list(command), log, files
        self.started_at = 0.0
        self.starts = 0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.starts += 1
        output = self._log.open("ab") if self._log else None
        try:
            self.process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,  # a Ctrl-C reaches us alone, and we stop them in order
                preexec_fn=die_with_parent,
                pass_fds=self._files,
            )
        finally:
            if output:
                output.close()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def ask_to_end(self) -> None:
        if self.process is not None and not self.ended():
            self.process.send_signal(signal.SIGTERM)

    def stop(self) -> None:
        """Asks it to end, and kills it after 15 s."""
        self.ask_to_end()
        if self.process is None or self.ended():
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep_alive(services: Sequence[Child], helpers: Sequence[Child], before_stopping: Callable[[], None]) -> int:
    """Runs until a signal comes or a service fails at its start; returns the exit code.

    Helpers are started again within 1 s of their end, services too once they have run for a while, however often: one
    that dies while the database is away must not take the others along. All services are
    asked to end at the same time, helpers when those are gone.
    """
    asked_to_stop: list[int] = []
    for number in SIGNALS:
        # Raising from the handler would be lost where it interrupts a hook that runs at a fork.
        signal.signal(number, lambda number, frame: asked_to_stop.append(number))
    try:
        for service in services:
            service.start()
        while not asked_to_stop:
            time.sleep(POLL_SECONDS)
            for child in (*helpers, *services):
                if child.ended() and not asked_to_stop:
                    code = child.process.returncode if child.process else 0
                    failed = child.starts == 1 and time.monotonic() - child.started_at < PROVEN_SECONDS
                    if child in services and failed:
                        return code or 1
                    time.sleep(max(0.0, RESTART_SECONDS - (time.monotonic() - child.started_at)))
                    if not asked_to_stop:
                        child.start()
        return 0
    finally:
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C finds us stopping already
        before_stopping()
        for service in services:
            service.ask_to_end()
        for child in (*services, *helpers):
            child.stop()
