"""`make audit`: are there known vulnerabilities in the locked packages?

Asks PyPI for requirements*.txt and the npm registry for each package-lock.json. Exits with 0 if none is known, with 1
if one is, and with 3 if an index could not be asked and the others know of none.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from tests.support.processes import ROOT

FOUND, NOT_ASKED = 1, 3
PYTHON_LOCKS = ("requirements.txt", "requirements-dev.txt")
NPM_LOCKS = ("package-lock.json", "bench/peers/package-lock.json")


@dataclass(frozen=True)
class Report:
    """What an index said of one lock. `findings` is None if it could not be asked, and `why` says what went wrong."""

    lock: str
    findings: list[str] | None
    why: str = ""


def audit_python(lock: str) -> Report:
    """pip-audit exits with 1 for a finding and for a failure alike; only the former prints JSON."""
    command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "--requirement", lock]
    done = _run([*command, "--format", "json", "--progress-spinner", "off"])
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return Report(lock, None, _last_line(done.stderr))
    found = [(package, weakness) for package in packages for weakness in package.get("vulns", [])]
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if skipped and not found:
        return Report(lock, None, f"the index does not know {len(skipped)} of {len(packages)}, such as {skipped[0]}")
    return Report(lock, [f"{each['name']} {each['version']}: {weakness['id']}" for each, weakness in found])


def audit_npm(lock: str) -> Report:
    """npm answers with JSON in both cases, without `vulnerabilities` if it failed."""
    folder = ROOT / lock.rpartition("/")[0]
    done = _run(["npm", "audit", "--json", "--package-lock-only", "--fetch-retries", "1"], folder)
    answer = json.loads(done.stdout or "{}")
    if "vulnerabilities" not in answer:
        return Report(lock, None, answer.get("message") or _last_line(done.stderr))
    weaknesses = answer["vulnerabilities"]
    return Report(lock, [f"{name} {each['range'] or '*'}: {each['severity']}" for name, each in weaknesses.items()])


def _run(command: list[str], folder: object = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=str(folder), capture_output=True, text=True, check=False)


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no output"])[-1]


def main() -> int:
    audits: list[tuple[Callable[[str], Report], tuple[str, ...]]] = [
        (audit_python, PYTHON_LOCKS),
        (audit_npm, NPM_LOCKS),
    ]
    reports = [ask(lock) for ask, locks in audits for lock in locks]
    for report in reports:
        if report.findings is None:
            print(f"{report.lock}: could not ask ({report.why})")
        else:
            print(f"{report.lock}: {len(report.findings) or 'no'} known vulnerabilities", *report.findings, sep="\n  ")
    if any(report.findings for report in reports):
        return FOUND
    return NOT_ASKED if any(report.findings is None for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
