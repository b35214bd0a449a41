"""Calls that schemathesis makes up from our own OpenAPI description, as one user of a running server.

Each answer must be one that the description lists, never a 5xx; what the description refuses must be refused.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tests.support.processes import ROOT, Server

ROLES = ("reception", "doctor", "opd", "manager", "developer", "admin", "")  # "" is nobody

# A valid body may still name a doctor who is not there, or a time that is taken. And a request that has a session's
# cookie beside an invented Authorization header is that session's: what nobody may do is tested as nobody.
EXCLUDED = ("positive_data_acceptance", "ignored_auth")
PHASES = ("examples", "coverage", "fuzzing", "stateful")


@dataclass(frozen=True)
class Outcome:
    """`report` is what schemathesis printed."""

    passed: bool
    report: str


def call_everything(server: Server, role: str, examples: int, phases: Sequence[str] = PHASES) -> Outcome:
    """Makes about `examples` calls for each operation and phase."""
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{server.url}/api/schema/", "--checks", "all"]
    command += ["--exclude-checks", ",".join(EXCLUDED), "--phases", ",".join(phases), "--max-examples", str(examples)]
    command += ["--no-shrink", "--generation-deterministic", "--continue-on-failure", "--warnings", "off"]
    if role:
        client = server.client_of(role)
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        headers = {"Cookie": cookies, "X-CSRFToken": client.headers["X-CSRFToken"], "Origin": server.url}
        command += [part for name, value in headers.items() for part in ("--header", f"{name}: {value}")]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | {"NO_COLOR": "1"}, capture_output=True, text=True, check=False
    )
    return Outcome(done.returncode == 0, done.stdout + done.stderr)
