"""A child process that reads lines of commands and writes lines of JSON."""

import itertools
import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.processes import ROOT

PATIENCE = 60.0  # seconds


class LineProcess:
    """`lines` holds what it has written so far; `on_line` is called with each line, in the reading thread."""

    def __init__(
        self,
        command: list[str],
        env: dict[str, str],
        log: Path,
        on_line: Callable[[dict[str, Any]], None] = lambda line: None,
    ) -> None:
        self.lines: list[dict[str, Any]] = []
        self._on_line = on_line
        self._change = threading.Condition()
        self._ids = itertools.count()
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for text in self.process.stdout or ():
            line = json.loads(text)
            self._on_line(line)
            with self._change:
                self.lines.append(line)
                self._change.notify_all()

    def send(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ask(self, what: str, about: Any = None) -> Any:
        """Sends a question and returns the answer. Raises AssertionError without one, or for an error."""
        number = next(self._ids)
        self.send(json.dumps({"id": number, "ask": what, "about": about}))
        answer = self.wait_for(lambda line: line.get("answer") == number)
        assert "error" not in answer, answer
        return answer["value"]

    def wait_for(self, right: Callable[[dict[str, Any]], Any], after: int = 0, seconds: float = PATIENCE) -> Any:
        """Waits for the first line after `after` lines for which `right` holds, and returns it.

        Raises AssertionError after `seconds`.
        """

        def found() -> Any:
            return next((line for line in self.lines[after:] if right(line)), None)

        with self._change:
            line = self._change.wait_for(found, seconds)
            assert line is not None, f"no such line within {seconds} s: {self.lines[-3:]}"
            return line

    def end(self) -> None:
        """Closes its input, which ends it; kills it after 10 s."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._reader.join(5)
        self.process.stdout.close()
