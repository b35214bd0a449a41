"""`make bench-pages` in short: with limits so wide that only a fall fails them; weight and exactness as promised."""

import subprocess
import sys

import pytest

from tests.support.processes import ROOT

SECONDS = 180

pytestmark = [pytest.mark.alone, pytest.mark.more]


def test_the_calendar_opens_draws_and_follows_a_stream_of_changes() -> None:
    """In a process of its own: two Playwrights do not fit into one."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.pages", "--short"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
