"""The code, docs/configuration.md, README's limits and .env.example list the same variables."""

import ast
import re
from typing import NamedTuple

from hospital.env import BASE_DIR

READERS = {"env", "env_pairs", "env_required", "env_int", "env_bool", "env_list", "env_networks", "env_rate"}
BEFORE_ITS_FILE = {"DATA"}  # the folder of the file
NOT_SET_BY_PEOPLE = {"COLLECTING_STATIC"}  # set by `make build` for one command
NAME = re.compile(r"`([A-Z][A-Z_]+)`")
LIMIT = re.compile(r"^\| `(REALTIME_MAX_[A-Z_]+)` \| ([0-9,]+) \|", re.MULTILINE)
EXAMPLE = re.compile(r"^# ([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)


class Read(NamedTuple):
    """A place that reads a variable. `default` is its text; None if it is computed."""

    name: str
    default: str | None


def reads() -> list[Read]:
    trees = (ast.parse(path.read_text()) for path in (BASE_DIR / "hospital").rglob("*.py"))
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id in READERS)
    return [Read(call.args[0].value, default_of(call)) for call in named if isinstance(call.args[0], ast.Constant)]


def default_of(call: ast.Call) -> str | None:
    given = [*call.args[1:], *(keyword.value for keyword in call.keywords)]
    if not given:
        return ""
    if not isinstance(given[0], ast.Constant):
        return None
    value = given[0].value
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def read_by_the_code() -> set[str]:
    return {read.name for read in reads()} | BEFORE_ITS_FILE


def test_the_configuration_page_lists_every_variable_that_is_read_and_no_other() -> None:
    lines = (BASE_DIR / "docs" / "configuration.md").read_text().splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("| `")]
    assert {name for cell in cells for name in NAME.findall(cell)} == read_by_the_code() - NOT_SET_BY_PEOPLE


def test_readme_shows_every_limit_with_its_default() -> None:
    limits = {read.name: read.default for read in reads() if read.name.startswith("REALTIME_MAX_")}
    shown = dict(LIMIT.findall((BASE_DIR / "README.md").read_text()))
    assert {name: number.replace(",", "") for name, number in shown.items()} == limits


def test_the_example_has_every_variable_once() -> None:
    names = [name for name, _ in EXAMPLE.findall((BASE_DIR / ".env.example").read_text())]
    assert sorted(names) == sorted(read_by_the_code() - NOT_SET_BY_PEOPLE)


def test_the_example_shows_the_defaults_that_the_code_has() -> None:
    shown = dict(EXAMPLE.findall((BASE_DIR / ".env.example").read_text()))
    computed = {read.name for read in reads() if read.default is None}
    constant = (read for read in reads() if read.default and read.name not in NOT_SET_BY_PEOPLE | computed)
    defaults = {read.name: read.default for read in constant}
    assert {name: shown[name] for name in defaults} == defaults


def test_the_example_as_it_is_changes_nothing() -> None:
    lines = (BASE_DIR / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []
