"""The bytes of the calendar at the first opening, counted in the files that WhiteNoise serves."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

LIMIT = 260_000  # bytes, compressed, without the snapshot
FILE = re.compile(r'(?:href|src|data-icons)="/static/([^"#]+)')
IMPORT = re.compile(r'(?:from|import)"\./([^"]+)"')
FONT = re.compile(r'url\("?\.?/?([^")]*inter-latin-wght[^")]*)"?\)')
HASHED = re.compile(settings.WHITENOISE_IMMUTABLE_FILE_TEST)


@pytest.fixture(autouse=True)
def _listed(settings: Any) -> None:
    """Finds the files as a server does."""
    settings.WHITENOISE_AUTOREFRESH = False


@pytest.fixture
def loaded(receptionist: Any) -> tuple[int, set[Path]]:
    """(size of the page, every file that it loads), as a browser with gzip gets them."""
    client = Client()
    client.force_login(receptionist)
    page = client.get("/appointments/calendar", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    return len(page.content), with_imports(FILE.findall(gzip.decompress(page.content).decode()))


def with_imports(names: list[str]) -> set[Path]:
    """These files, and the imports of scripts and the fonts of style sheets."""
    found: set[Path] = set()
    waiting = [settings.STATIC_ROOT / name for name in names]
    while waiting:
        file = waiting.pop().resolve()
        if file in found:
            continue
        found.add(file)
        if file.suffix in {".js", ".css"}:
            text = file.read_text()
            waiting += [file.parent / name for name in (*IMPORT.findall(text), *FONT.findall(text))]
    return found


def transferred(file: Path) -> int:
    compressed = file.with_name(f"{file.name}.gz")
    return (compressed if compressed.exists() else file).stat().st_size


def test_the_calendar_is_within_its_limit(loaded: tuple[int, set[Path]]) -> None:
    page, files = loaded
    sizes = {"the page itself": page} | {file.name: transferred(file) for file in files}
    listed = "\n".join(f"{size:>8,}  {name}" for name, size in sorted(sizes.items(), key=lambda each: -each[1]))
    assert sum(sizes.values()) <= LIMIT, f"{sum(sizes.values()):,} bytes:\n{listed}"


def test_every_file_that_it_loads_has_a_hash_in_its_name(loaded: tuple[int, set[Path]]) -> None:
    _, files = loaded
    names = {file.name for file in files}
    assert {name.partition(".")[0].partition("-")[0] for name in names} == {
        "app",
        "calendar",
        "chunk",
        "icons",
        "inter",
    }
    assert [name for name in names if not HASHED.match(f"/static/{name}")] == []


def test_a_file_with_a_hash_in_its_name_is_cached_for_a_year(loaded: tuple[int, set[Path]]) -> None:
    client = Client()
    for file in loaded[1]:
        answer = client.get(f"/static/{file.relative_to(settings.STATIC_ROOT.resolve())}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"], file.name
        answer.close()
