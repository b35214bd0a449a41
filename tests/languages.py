"""An invented translation: every sentence that `make messages` finds, in Hebrew letters, so that an untranslated one is
seen, and everything from right to left.

It uses the code of Hebrew, so that Django, DRF and the browser show their own texts in other letters. Text in Latin
letters on a page that is neither data nor inside ⟦ ⟧ was not translated.
"""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.processes import ROOT

SOURCES = ("accounts", "appointments", "audit", "common", "hospital", "realtime", "templates", "static/ts")
DOMAINS = ("django", "djangojs")
KEPT = re.compile(r"(%\(\w+\)[sd]|%[sd%]|\$\d|\{\w*\}|<[^>]+>|&\w+;)")
SCRIPT_CALL = re.compile(r"""\b(?:gettext|ngettext|pgettext)\(\s*((?:"(?:[^"\\]|\\.)*"\s*,?\s*)+)""")
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
CODE = "he"
HEBREW = dict(zip("abcdefghijklmnopqrstuvwxyz", "אבגדהופגהיחכלמנספקרשתטווחיז", strict=False))


@dataclass(frozen=True)
class Message:
    """A sentence of the code; `plural` is '' if it has one form."""

    text: str
    plural: str = ""
    context: str = ""


def hebrew(letter: str) -> str:
    return HEBREW.get(letter.lower(), letter)


def extract(folder: Path) -> None:
    """Copies the sources into this folder and runs `make messages` there."""
    for source in SOURCES:
        shutil.copytree(ROOT / source, folder / source, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("manage.py", "Makefile", "pyproject.toml"):
        shutil.copy(ROOT / file, folder / file)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    # The tools are installed, and must not be installed again from a copy.
    command = ["make", "--assume-old=.build/python", "messages", f"LOCALE={CODE}"]
    env = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}  # not copied: tests/
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def read_catalogues(folder: Path) -> dict[str, list[Message]]:
    """The sentences that `make messages` found there, by domain."""
    return {
        domain: list(read_catalogue(folder / "locale" / CODE / "LC_MESSAGES" / f"{domain}.po")) for domain in DOMAINS
    }


def read_catalogue(path: Path) -> Iterator[Message]:
    """The messages of a .po file, without its header."""
    for block in path.read_text().split("\n\n"):
        fields: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if line.startswith("#"):
                continue
            word, _, quoted = line.partition(" ") if not line.startswith('"') else (name, "", line)
            name = word
            fields[name] = fields.get(name, "") + ast.literal_eval(quoted)
        if fields.get("msgid"):
            yield Message(fields["msgid"], fields.get("msgid_plural", ""), fields.get("msgctxt", ""))


def compile_language(folder: Path, messages: dict[str, list[Message]]) -> None:
    """Writes and compiles the catalogues of the invented language into a LOCALE_DIR."""
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    for domain, found in messages.items():
        source = target / f"{domain}.po"
        source.write_text(HEADER + "".join(entry(message) for message in found))
        command = ["msgfmt", "--check-format", "-o", str(source.with_suffix(".mo")), str(source)]
        subprocess.run(command, check=True, capture_output=True)


def entry(message: Message) -> str:
    translated = [invented(text) for text in (message.text, message.plural) if text]
    lines = [f"\nmsgctxt {quote(message.context)}"] if message.context else [""]
    lines.append(f"msgid {quote(message.text)}")
    if message.plural:
        lines.append(f"msgid_plural {quote(message.plural)}")
        lines += [f"msgstr[{number}] {quote(text)}" for number, text in enumerate(translated)]
    else:
        lines.append(f"msgstr {quote(translated[0])}")
    return "\n".join(lines) + "\n"


def invented(text: str) -> str:
    """⟦פאטיהנט %(name)s⟧ for "Patient %(name)s"; placeholders, tags and surrounding blanks stay."""
    parts = KEPT.split(text.strip())
    changed = "".join(part if index % 2 else "".join(map(hebrew, part)) for index, part in enumerate(parts))
    return text.replace(text.strip(), f"⟦{changed}⟧")


def quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
