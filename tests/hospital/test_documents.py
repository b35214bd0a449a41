"""The documents name only what exists: links, headings, files, folders, and the glossary's names in code."""

import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from tests.support.processes import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOLDERS = (
    "accounts",
    "appointments",
    "audit",
    "bench",
    "common",
    "docs",
    "hospital",
    "realtime",
    "static",
    "templates",
    "tests",
)
# A path in a document begins at the root, at the document itself, or in one of these.
BEGINNINGS = ("appointments", "appointments/services", "appointments/web", "static/ts", "templates")
# Made by make, by the hospital that runs the calendar, or by its translators.
MADE = (".build", ".venv", "bench/results", "locale", "node_modules", "static/dist", "staticfiles", "var", "DATA")
MADE_FILES = {"seen.json"}

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PATH = re.compile(r"[\w.-]+(/[\w.-]+)*/?")
FILE = re.compile(r"[\w./-]+\.(c|css|html|json|md|mjs|py|scss|toml|ts|txt|yaml)")
DRAWN_FILE = re.compile(r"[\w-]+(?:/[\w-]+)+\.(?:py|ts)")
NAME = re.compile(r"([A-Za-z_]\w*)(\(\))?")
IN_CODE = {"in code", "in the page's scripts"}


def named(document: Path) -> str:
    return str(document.relative_to(ROOT))


every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=named)


@cache
def text_of(document: Path) -> str:
    return document.read_text()


@cache
def headings(document: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub names them."""
    titles = HEADING.findall(FENCE.sub("", text_of(document)))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@cache
def files() -> list[Path]:
    """Every file that can be named by its name alone."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.is_file()]
    kept = [path for path in found if not {"__pycache__", "node_modules", "dist"} & set(path.relative_to(ROOT).parts)]
    return [*kept, *(path for path in ROOT.iterdir() if path.is_file())]


@cache
def names_in_code() -> set[str]:
    sources = [path for path in files() if path.suffix in {".py", ".ts"}]
    return {name for path in sources for name in re.findall(r"[A-Za-z_]\w*", path.read_text())}


@cache
def packages() -> set[str]:
    package = json.loads((ROOT / "package.json").read_text())
    return {*package["dependencies"], *package["devDependencies"]}


def is_made(path: str) -> bool:
    return path in MADE_FILES or any(path == made or path.startswith(f"{made}/") for made in MADE)


def exists(path: str, document: Path) -> bool:
    places = (ROOT, document.parent, *(ROOT / beginning for beginning in BEGINNINGS))
    if any((place / path).exists() for place in places):
        return True
    return "/" not in path and any(file.name == path for file in files())


def paths(document: Path) -> Iterator[str]:
    """What is written in backticks, or drawn in a diagram, and looks like a file or a folder of the repository."""
    text = text_of(document)
    for code in CODE.findall(FENCE.sub("", text)):
        if code.startswith("./"):  # an import in a script, as an example
            continue
        is_path = "/" in code and PATH.fullmatch(code) and code.partition("/")[0] not in packages()
        if is_path or FILE.fullmatch(code):
            yield code
    for block in FENCE.findall(text):
        if block.startswith("```mermaid"):
            yield from DRAWN_FILE.findall(block)


@every_document
def test_every_link_leads_somewhere(document: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", text_of(document))):
        path, _, heading = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if "://" in path:
            continue
        if not target.exists() or (heading and heading not in headings(target)):
            broken.append(link)
    assert broken == [], "\n".join(broken)


@every_document
def test_every_path_exists(document: Path) -> None:
    missing = [path for path in paths(document) if not is_made(path) and not exists(path, document)]
    assert missing == [], "\n".join(missing)


def test_the_index_lists_every_document() -> None:
    index = ROOT / "docs" / "README.md"
    listed = {(index.parent / link.partition("#")[0]).resolve() for link in LINK.findall(text_of(index))}
    assert [named(document) for document in DOCUMENTS if document not in {*listed, index}] == []


def test_the_glossary_names_what_the_code_has() -> None:
    missing = []
    lines = text_of(ROOT / "docs" / "glossary.md").splitlines()
    for is_table, group in groupby(lines, key=lambda line: line.startswith("|")):
        if is_table:
            head, _, *rows = ([cell.strip() for cell in line.strip("|").split("|")] for line in group)
            cells = [cell for row in rows for title, cell in zip(head, row, strict=True) if title in IN_CODE]
            names = [match for cell in cells for code in CODE.findall(cell) if (match := NAME.fullmatch(code))]
            missing += [match[1] for match in names if match[1] not in names_in_code()]
    assert missing == [], "\n".join(missing)


def test_the_glossary_has_each_term_once() -> None:
    lines = text_of(ROOT / "docs" / "glossary.md").splitlines()
    terms = [line.split("|")[1].strip() for line in lines if line.startswith("|") and "---" not in line]
    terms = [term for term in terms if term != "term"]
    assert sorted(terms) == sorted(set(terms))
