"""The version is written in one place and shown to programs and administrators."""

import tomllib
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from tests.support.processes import ROOT

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


@pytest.fixture
def administrator(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("admin", password="demo")


def test_the_settings_have_the_projects_version() -> None:
    assert VERSION == settings.VERSION


@pytest.mark.parametrize("address", ["/healthz", "/healthz/"])
def test_healthz_answers_with_the_version(client: Client, address: str) -> None:
    assert client.get(address).json() == {"status": "ok", "version": VERSION}


@pytest.mark.parametrize("address", ["/admin/", "/admin/appointments/doctor/", "/admin/appointments/doctor/add/"])
def test_the_admins_footer_shows_the_version(client: Client, administrator: Any, address: str) -> None:
    client.force_login(administrator)
    footer = client.get(address).text.partition('<footer id="footer">')[2].partition("</footer>")[0]
    assert f"Hospital calendar, version {VERSION}" in footer


def test_the_api_description_has_the_version(client: Client, db: None) -> None:
    assert client.get("/api/schema/", headers={"Accept": "application/json"}).json()["info"]["version"] == VERSION


def test_the_changelog_has_the_version() -> None:
    assert f"\n## [{VERSION}] – " in (ROOT / "CHANGELOG.md").read_text()
