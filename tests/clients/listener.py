"""A client in a process of its own, which writes what it hears as lines of JSON until its input ends."""

import json
import os
import subprocess
import threading
from types import TracebackType
from typing import Any, Self

from tests.support.processes import ROOT

PATIENCE = 15.0  # seconds


class Listener:
    """`said` are the lines of JSON that the process wrote so far."""

    def __init__(self, *command: str) -> None:
        self.said: list[dict[str, Any]] = []
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
        """The end of its input ends it; a signal would reach only PyPI's wrapper around Node."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self._process.stdout.close()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            with self._change:
                self.said.append(json.loads(line))
                self._change.notify_all()

    def heard(self, what: str, count: int = 1, **fields: Any) -> list[dict[str, Any]]:
        """Waits until it said this so many times."""

        def found() -> list[dict[str, Any]]:
            wanted = {"what": what, **fields}
            return [said for said in self.said if wanted.items() <= said.items()]

        with self._change:
            assert self._change.wait_for(lambda: len(found()) >= count, PATIENCE), self.said
            return found()
