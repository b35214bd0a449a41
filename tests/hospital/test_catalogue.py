"""The catalogue of the scripts: loaded if it is needed, and cached by its address."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hospital import catalogue


@pytest.fixture
def in_hebrew(settings: Any, locales: Path) -> Iterator[None]:
    catalogue.catalogue.cache_clear()
    settings.LANGUAGE_CODE = "he"
    settings.LOCALE_PATHS = [locales]
    yield
    catalogue.catalogue.cache_clear()


def address(client: Client) -> str:
    found = re.search(r'<script src="(/catalogue/\w+\.js)"></script>', client.get("/accounts/login/").text)
    assert found
    return found[1]


def test_english_pages_load_no_catalogue(client: Client, db: None) -> None:
    assert "/catalogue/" not in client.get("/accounts/login/").text


def test_the_catalogue_is_loaded_before_the_scripts(client: Client, db: None, in_hebrew: None) -> None:
    page = client.get("/accounts/login/").text
    assert page.index(address(client)) < page.index('type="module"')


def test_the_catalogue_has_the_scripts_sentences(client: Client, db: None, in_hebrew: None) -> None:
    answer = client.get(address(client))
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "Someone" in answer.text
    assert "⟦" in answer.text or "\\u27e6" in answer.text


def test_browsers_may_cache_the_catalogue_for_a_year(client: Client, db: None, in_hebrew: None) -> None:
    assert client.get(address(client)).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_at_another_releases_address_it_is_not_cached(client: Client, db: None, in_hebrew: None) -> None:
    assert client.get("/catalogue/0123456789ab.js").headers["Cache-Control"] == "no-store"
