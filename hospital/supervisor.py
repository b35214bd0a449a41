"""Restarts child processes when they end, and stops them when it is stopped."""

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

POLL_SECONDS = 0.2
STOP_SECONDS = 15.0  # more than the server's 5 s for sockets and 5 s for requests
PROVEN_SECONDS = 10.0  # a service that ends sooner after its first start has failed
RESTART_SECONDS = 0.5
PR_SET_PDEATHSIG = 1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def die_with_parent() -> None:
    """Runs in a child before its program: ends it when the supervisor is killed (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    """A command that is restarted when it ends. Its output goes to `log`, or to that of this process."""

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
                start_new_session=True,  # Ctrl-C reaches only the supervisor, which stops the children in order
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
        """Sends SIGTERM, and SIGKILL after 15 s."""
        self.ask_to_end()
        if self.process is None or self.ended():
            return
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def keep_alive(services: Sequence[Child], helpers: Sequence[Child], before_stopping: Callable[[], None]) -> int:
    """Runs until a signal arrives or a service fails at its start; returns the exit code.

    Helpers are restarted within 1 s, and so are services once they have run for PROVEN_SECONDS, any number of times:
    one that ends while the database is away must not end the others. At the end all services get SIGTERM at once;
    helpers are stopped after them.
    """
    asked_to_stop: list[int] = []
    for number in SIGNALS:
        # An exception from the handler would be lost if it interrupted a hook that runs at a fork.
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
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C changes nothing
        before_stopping()
        for service in services:
            service.ask_to_end()
        for child in (*services, *helpers):
            child.stop()
