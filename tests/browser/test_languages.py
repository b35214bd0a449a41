"""Every page and state in an invented language: nothing is said in English that a catalogue could say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Case
from tests.browser.leftovers import leftovers, phrases
from tests.browser.stops import STOPS, Stop, opened
from tests.conftest import copied
from tests.support.processes import Instance, Server

pytestmark = pytest.mark.more


def invented_clinic(code: str, locales: Path, seeded: Path, valkey: str, folder: Path) -> Iterator[Server]:
    """Serves the demo clinic in that language."""
    copied(seeded, folder)
    env = {"LANGUAGE_CODE": code, "LOCALE_DIR": str(locales)}
    with Instance(folder, redis_url=valkey, env=env).serving() as served:
        yield served


@pytest.fixture(scope="module")
def server(locales: Path, seeded: Path, valkey: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo clinic in accented Greek; `case` takes it too."""
    yield from invented_clinic("el", locales, seeded, valkey, tmp_path_factory.mktemp("el"))


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_nothing_is_said_that_no_catalogue_has(
    stop: Stop, browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case
) -> None:
    desk = opened(stop, browser, browser_context_args, server, case)
    expect(desk.page.locator("html")).to_have_attribute("lang", "el")
    found = leftovers(
        desk.page, phrases(server.instance.data / "hospital.sqlite3", "City Hospital", "nowhere", "pusher:error")
    )
    desk.page.context.close()
    if found:
        pytest.fail("Left in English:\n" + "\n".join(found))


def test_a_sentence_left_in_english_is_found(page: Page) -> None:
    page.set_content(
        """<title>⟦Ćáĺéńd́áŕ⟧</title><p title="Undo">Elena Novak</p><p>⟦T́óḱéń %⟧ OP-A-024</p>
        <input placeholder="Name" aria-label="⟦Ńáḿé⟧"><option>Keep ⟦it⟧</option><b>Live Updates Active</b>"""
    )
    assert leftovers(page, ["Live Updates Active", "Elena Novak"]) == [
        "input[placeholder]: Name",
        "option: Keep ⟦it⟧",
        "p[title]: Undo",
    ]
