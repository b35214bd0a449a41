"""A Pusher client in a child process that writes each event it receives as a line of JSON until its input ends."""

import json
import os
import subprocess
import threading
from types import TracebackType
from typing import Any, Self

from tests.support.processes import ROOT

PATIENCE = 15.0  # seconds


class Listener:
    """`lines` holds the JSON that the process has written so far."""

    def __init__(self, *command: str) -> None:
        self.lines: list[dict[str, Any]] = []
        self._change = threading.Condition()
        environment = {**os.environ, "NO_PROXY": "127.0.0.1"}
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Closes its input, which ends it; a signal would only reach PyPI's wrapper of Node."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            with self._change:
                self.lines.append(json.loads(line))
                self._change.notify_all()

    def heard(self, what: str, count: int = 1, **fields: Any) -> list[dict[str, Any]]:
        """Waits until it has written such a line so many times; returns these lines."""

        def found() -> list[dict[str, Any]]:
            wanted = {"what": what, **fields}
            return [line for line in self.lines if wanted.items() <= line.items()]

        with self._change:
            assert self._change.wait_for(lambda: len(found()) >= count, PATIENCE), self.lines
            return found()
