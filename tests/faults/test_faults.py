"""Three of the faults of `make faults`, on SQLite, for `make test-more`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.clinic import NODE, Clinic
from tests.faults.database_under_test import sqlite_under_test
from tests.faults.faults import FAULTS
from tests.faults.trial import attempt
from tests.support.processes import ROOT

SHORT = [
    "Valkey killed (kill -9)",
    "database restored",
    "crash between commit and send",
]

pytestmark = [
    pytest.mark.more,
    pytest.mark.skipif(
        not (NODE.exists() and (ROOT / "node_modules/pusher-js").exists()), reason="pusher-js is missing: make build"
    ),
]


@pytest.fixture(scope="module")
def clinic(seeded: Path) -> Iterator[Clinic]:
    with sqlite_under_test() as database, Clinic(database, seeded) as clinic:
        yield clinic


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.name in SHORT], ids=lambda fault: fault.name)
def test_after_a_fault_every_page_shows_what_the_database_holds(clinic: Clinic, fault: object) -> None:
    row = attempt(clinic, fault)  # type: ignore[arg-type]

    assert row.wrong == []
    assert (row.lost, row.twice) == (0, 0)
