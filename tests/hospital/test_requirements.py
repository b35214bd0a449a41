"""The locks match requirements*.in: after a change of these, run `make lock`."""

import re

import pytest

from tests.support.processes import ROOT

PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;]+)", re.MULTILINE)
HASHED = re.compile(r"^[a-z0-9-]+==\S+(?: ;.*?)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE)


def pinned(name: str) -> dict[str, set[str]]:
    """{package: versions} of a requirements file; several versions if they depend on the platform."""
    found: dict[str, set[str]] = {}
    for package, version in PINNED.findall((ROOT / name).read_text()):
        found.setdefault(re.sub(r"[-_.]+", "-", package).lower(), set()).add(version)
    return found


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_a_lock_has_each_required_package_in_the_same_version(name: str) -> None:
    wanted, locked = pinned(f"{name}.in"), pinned(f"{name}.txt")
    assert {package: locked.get(package) for package in wanted} == wanted, "run `make lock`"


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_each_line_requires_one_version(name: str) -> None:
    lines = (ROOT / f"{name}.in").read_text().splitlines()
    assert [line for line in lines if not PINNED.match(line)] == (
        [] if name == "requirements" else ["-r requirements.in"]
    )


def test_the_tools_for_tests_change_no_package_of_the_server() -> None:
    serving, testing = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert {package: testing.get(package) for package in serving} == serving, "run `make lock`"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_of_a_lock_has_hashes(name: str) -> None:
    lock = (ROOT / name).read_text()
    assert len(HASHED.findall(lock)) == len(PINNED.findall(lock))
