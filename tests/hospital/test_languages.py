"""The hospital's language: which sentences the translator gets, and where the translations are used."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import gettext
from rest_framework.test import APIClient

from appointments.models import Doctor, Patient
from hospital.languages import language_name
from hospital.views import server_error
from tests.languages import SCRIPT_CALL, Message
from tests.support.processes import ROOT

LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?!\s*[:\]])')
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*$", re.DOTALL | re.MULTILINE)
NOT_A_SENTENCE = re.compile(r"\.{1,2}/|-u-nu-")
EXACT = {"Live Updates Active", "Connecting..."}


@pytest.fixture
def in_hebrew(settings: Any, locales: Path) -> None:
    settings.LANGUAGE_CODE = "he"
    settings.LOCALE_PATHS = [locales]


def texts(messages: list[Message]) -> set[str]:
    return {text for message in messages for text in (message.text, message.plural)}


def scripts() -> list[Path]:
    return sorted((ROOT / "static" / "ts").rglob("*.ts"))


@pytest.mark.parametrize("path", scripts(), ids=lambda path: path.name)
def test_every_call_for_a_translation_is_found(path: Path, extracted: dict[str, list[Message]]) -> None:
    wanted = {text for call in SCRIPT_CALL.findall(path.read_text()) for text in LITERAL.findall(call)}
    assert wanted - texts(extracted["djangojs"]) == set()


@pytest.mark.parametrize(
    "path",
    [path for path in scripts() if path.name.endswith("messages.ts")],
    ids=lambda path: path.parent.name,
)
def test_every_sentence_of_the_word_lists_can_be_translated(path: Path, extracted: dict[str, list[Message]]) -> None:
    literals = {text for text in LITERAL.findall(COMMENT.sub("", path.read_text())) if re.search("[a-z]", text)}
    sentences = {text for text in literals if not NOT_A_SENTENCE.match(text)}
    assert sentences - texts(extracted["djangojs"]) - EXACT == set()


def test_sentences_of_python_and_templates_are_found(extracted: dict[str, list[Message]]) -> None:
    found = texts(extracted["django"])
    assert "%(doctor)s is not free at that time." in found
    assert "Skip to content" in found
    assert "This channel does not exist." in found


def test_a_refusal_is_translated_and_its_code_is_not(
    in_hebrew: None, api: APIClient, patient: Patient, doctor: Doctor, tomorrow_at_ten: datetime
) -> None:
    start = tomorrow_at_ten.replace(hour=3)
    body = {"patient": patient.pk, "doctor": doctor.pk, "start": start.isoformat(), "complaint": "Cough"}
    answer = api.post("/api/appointments/", body, format="json")
    assert answer.status_code == 409
    assert answer.json()["code"] == "closed"
    assert answer.json()["detail"] == gettext("That time is outside %(doctor)s's working hours.") % {
        "doctor": doctor.name
    }
    assert answer.json()["detail"].startswith("⟦")


def test_the_browsers_language_changes_nothing(client: Client, db: None) -> None:
    page = client.get("/accounts/login/", headers={"Accept-Language": "de"})
    assert '<html lang="en-gb"' in page.text
    assert "Sign in" in page.text


def test_the_page_for_server_errors_is_translated_too(in_hebrew: None, rf: RequestFactory) -> None:
    page = server_error(rf.get("/appointments/calendar"))
    assert '<html lang="he"' in page.content.decode()
    assert gettext("Something went wrong") in page.content.decode()


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    assert language_name("en-gb", tmp_path) == "British English"


def test_a_variant_uses_the_catalogue_of_its_language(locales: Path) -> None:
    assert language_name("he-il", locales) == "עברית"


@pytest.mark.parametrize("code", ["klingon", "en_gb", "../he", "e" * 300])
def test_an_unknown_language_stops_the_start(code: str, locales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        language_name(code, locales)
    assert capsys.readouterr().err.startswith("LANGUAGE_CODE: the value is no language that Django knows")


def test_a_language_without_a_catalogue_stops_the_start(locales: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        language_name("pt-br", locales)
    assert "`make messages LOCALE=pt_BR` begins one" in capsys.readouterr().err
