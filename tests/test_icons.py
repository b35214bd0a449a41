"""static/img/icons.txt lists exactly the icons that templates, scripts and views use: others are not in the sprite."""

import re
from collections.abc import Iterable

import pytest

from tests.support.processes import ROOT

BOOTSTRAP = ROOT / "node_modules/bootstrap-icons/icons"
LISTED = set((ROOT / "static/img/icons.txt").read_text().split())


def found(expression: str, *patterns: str) -> set[str]:
    """What the expression's group matches in the files of these patterns."""
    files = [file for pattern in patterns for file in ROOT.glob(pattern)]
    assert files, patterns
    return {name for file in files for name in re.findall(expression, file.read_text())}


def literals(texts: Iterable[str]) -> set[str]:
    return {name for text in texts for name in re.findall(r"""["'`]([a-z0-9-]+)["'`]""", text)}


SCRIPTS = "static/[jt]s/**/*.[jt]s"
IN_TEMPLATES = found(r"icons\.svg' %\}#([a-z0-9-]+)", "templates/**/*.html")
QUOTED = literals(found(r"(?s)(.*)", SCRIPTS, "hospital/views.py"))


def test_every_icon_of_a_template_is_listed() -> None:
    assert not IN_TEMPLATES - LISTED


def test_every_icon_that_a_script_names_is_listed() -> None:
    """A name that comes from a variable is recognised by its hyphen."""
    assert BOOTSTRAP.is_dir(), "make build installs the icons"
    icons = {file.stem for file in BOOTSTRAP.glob("*.svg")}
    named = literals(found(r"\bicon\(([^)]*)\)", SCRIPTS)) | {name for name in QUOTED if "-" in name}

    assert not (named & icons) - LISTED


@pytest.mark.parametrize("name", sorted(LISTED))
def test_every_listed_icon_is_used(name: str) -> None:
    assert name in IN_TEMPLATES | QUOTED
