"""Every test of this folder begins with an empty audit, and a file of its own for the newest hash."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import remove_audit


@pytest.fixture(autouse=True)
def _empty_audit(_as_migrated: None, db: None, settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_ANCHOR = tmp_path / "audit.json"
    remove_audit()  # migrations record the rights of the roles
