"""Pages, scripts and refusals speak the words of a front desk: some words stand in no sentence."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.languages import SCRIPT_CALL, SOURCES
from tests.support.processes import ROOT

UNWANTED = re.compile(r"\b(whoever|anew|all the same|seen off|nobody|somebody)\b", re.IGNORECASE)
SUFFIXES = {".py", ".ts", ".html"}
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')
IN_TEMPLATES = re.compile(
    r"""\{%\s*translate\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')|"""
    r"""_\("(?P<filter>[^"]*)"\)|"""
    r"""\{%\s*blocktranslate\b[^%]*%\}(?P<block>.*?)\{%\s*endblocktranslate""",
    re.DOTALL,
)


def sentences(path: Path) -> Iterator[str]:
    """Every sentence of a file that can be translated; of one with a plural, both forms."""
    text = path.read_text()
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
                yield from (each.value for each in node.args if isinstance(each, ast.Constant) and each.value)
    elif path.suffix == ".ts":
        yield from (literal for call in SCRIPT_CALL.findall(text) for literal in LITERAL.findall(call))
    elif path.suffix == ".html":
        yield from (each for found in IN_TEMPLATES.finditer(text) for each in found.groups() if each)


def all_sentences() -> list[tuple[str, str]]:
    """(file, sentence)"""
    files = [file for source in SOURCES for file in sorted((ROOT / source).rglob("*.*")) if file.suffix in SUFFIXES]
    return [(str(file.relative_to(ROOT)), str(sentence)) for file in files for sentence in sentences(file)]


def test_no_sentence_has_an_unwanted_word() -> None:
    assert [(file, sentence) for file, sentence in all_sentences() if UNWANTED.search(sentence)] == []


def test_sentences_of_all_kinds_of_files_are_looked_at() -> None:
    found = set(all_sentences())
    assert {
        ("templates/base.html", "Skip to content"),
        ("templates/partials/search.html", "Name, birth date, phone or MRN"),
        ("templates/appointments/patient/appointment.html", "Any doctor"),
        ("templates/appointments/day_sheet/sheet.html", "Closed: {{ holiday }}"),
        ("static/ts/shell/patient-choice/messages.ts", "No patient found. Register a new patient below."),
        ("static/ts/core/messages.ts", "%(count)s more changes by other desks"),
        ("appointments/exceptions.py", "Someone else changed this appointment. Check it and try again."),
        ("appointments/models/status.py", "Left without being seen"),
    } <= found
    assert len(found) > 400
