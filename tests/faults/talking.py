"""A process that says lines of JSON and takes lines of commands."""

import itertools
import json
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.processes import ROOT

PATIENCE = 60.0  # seconds


class Talking:
    """`said` are its lines so far; `hear` is called with each, in the thread that reads."""

    def __init__(
        self,
        command: list[str],
        env: dict[str, str],
        log: Path,
        hear: Callable[[dict[str, Any]], None] = lambda line: None,
    ) -> None:
        self.said: list[dict[str, Any]] = []
        self._hear = hear
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
            self._hear(line)
            with self._change:
                self.said.append(line)
                self._change.notify_all()

    def tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def ask(self, what: str, about: Any = None) -> Any:
        """The answer to a question; raises AssertionError where there is none, or an error."""
        number = next(self._ids)
        self.tell(json.dumps({"id": number, "ask": what, "about": about}))
        answer = self.until(lambda line: line.get("answer") == number)
        assert "error" not in answer, answer
        return answer["value"]

    def until(self, right: Callable[[dict[str, Any]], Any], after: int = 0, seconds: float = PATIENCE) -> Any:
        """Waits for the first such line after so many; returns it."""

        def found() -> Any:
            return next((line for line in self.said[after:] if right(line)), None)

        with self._change:
            line = self._change.wait_for(found, seconds)
            assert line is not None, f"not said within {seconds} s: {self.said[-3:]}"
            return line

    def end(self) -> None:
        """The end of its input ends it."""
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
