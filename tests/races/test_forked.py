"""A desk that fails after its last answer fails its test, and one that hangs is killed.

The desks run this module too: `main` ends in the way that its last job names.
"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support import pool
from tests.support.pool import World
from tests.support.processes import Instance

GONE_SECONDS = 5.0


def main() -> None:
    print("ready", flush=True)
    verb = ""
    for line in sys.stdin:
        verb = json.loads(line)["verb"]
        print(json.dumps({"ok": True}), flush=True)
    if verb == "raise":
        raise RuntimeError("after its last answer")
    if verb == "be killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if verb == "hang":
        signal.pause()


@pytest.fixture
def two_desks(tmp_path: Path) -> Any:
    with contextlib.ExitStack() as desks:
        yield desks, desks.enter_context(World.opened(Instance(tmp_path), desks=2, racer=__name__))


def test_desks_that_end_by_themselves_pass(two_desks):
    desks, world = two_desks
    world.alone("leave")

    desks.close()


@pytest.mark.parametrize(("verb", "status"), [("raise", 1), ("be killed", 9)])
def test_a_desk_that_dies_after_its_last_answer_fails_the_test(two_desks, verb, status):
    desks, world = two_desks
    world.alone(verb)

    with pytest.raises(AssertionError, match=f"a desk ended with status {status}"):
        desks.close()


def test_a_desk_that_hangs_is_killed_with_the_others(two_desks, monkeypatch):
    desks, world = two_desks
    world.alone("hang")
    output = os.dup(world.desks[0].answers.fileno())  # closed once the desk has ended, which alone has the other end
    monkeypatch.setattr(pool, "END_SECONDS", 0.5)

    with pytest.raises(subprocess.TimeoutExpired):
        desks.close()
    assert select.select([output], [], [], GONE_SECONDS)[0] == [output]
    assert os.read(output, 1) == b""
    os.close(output)
