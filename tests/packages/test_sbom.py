"""The SBOM has the packages of the locks: names, versions and hashes."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.packages.sbom import write
from tests.support.processes import ROOT

pytestmark = pytest.mark.more

LINE = re.compile(
    r"^([a-z0-9-]+)==(\S+)((?: ;[^\n]*?)? \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)
HASH = re.compile(r"sha256:([0-9a-f]{64})")

Packages = dict[tuple[str, str], set[str]]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    python, npm = write(tmp_path_factory.mktemp("sbom") / "new")
    return json.loads(Path(python).read_text()), json.loads(Path(npm).read_text())


def described(document: dict[str, Any]) -> Packages:
    """{(name, version): hashes}, wherever the tool has put the hashes."""
    found: Packages = {}
    for each in document["components"]:
        hashes = [
            *each.get("hashes", []),
            *(h for r in each.get("externalReferences", []) for h in r.get("hashes", [])),
        ]
        name = f"{each['group']}/{each['name']}" if each.get("group") else each["name"]
        found[name, each["version"]] = {each["content"] for each in hashes}
    return found


def test_the_python_packages_are_those_of_the_lock(documents: tuple[dict[str, Any], dict[str, Any]]) -> None:
    lock = LINE.findall((ROOT / "requirements.txt").read_text())

    assert described(documents[0]) == {(name, version): set(HASH.findall(rest)) for name, version, rest in lock}
    assert len(lock) > 30


def test_the_npm_packages_are_those_of_the_lock(documents: tuple[dict[str, Any], dict[str, Any]]) -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {
        (path.rpartition("node_modules/")[2], package["version"]): {
            base64.b64decode(package["integrity"].removeprefix("sha512-")).hex()
        }
        for path, package in packages.items()
        if path
    }

    found = described(documents[1])
    assert {key: found.get(key) for key in locked} == locked
    assert set(found) == set(locked)


@pytest.mark.parametrize("place", [0, 1])
def test_both_are_cyclonedx(documents: tuple[dict[str, Any], dict[str, Any]], place: int) -> None:
    assert documents[place]["bomFormat"] == "CycloneDX"
    assert documents[place]["specVersion"] >= "1.5"
