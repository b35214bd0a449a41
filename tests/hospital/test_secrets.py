"""Only its owner can read the secrets of an instance."""

from pathlib import Path

import pytest

from hospital import secrets


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of an instance without secrets."""
    file = tmp_path / "env"
    monkeypatch.setattr(secrets, "DATA", tmp_path)
    monkeypatch.setattr(secrets, "SAVED", file)
    monkeypatch.setattr(secrets, "read_saved", dict)
    monkeypatch.delenv("SECRET_KEY")
    return file


def test_only_the_owner_can_read_the_new_file(saved: Path) -> None:
    secrets.make_missing()
    assert saved.read_text().startswith("SECRET_KEY=")
    assert saved.stat().st_mode & 0o777 == 0o600


def test_a_file_that_others_could_read_becomes_private(saved: Path) -> None:
    saved.write_text("HOSPITAL_NAME=Riverside\n")
    saved.chmod(0o644)
    secrets.make_missing()
    assert saved.read_text().startswith("HOSPITAL_NAME=Riverside\nSECRET_KEY=")
    assert saved.stat().st_mode & 0o777 == 0o600
