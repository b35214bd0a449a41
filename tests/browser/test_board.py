"""The wall board and a patient's own page: calls arrive, nobody is named, and both say what they do not know."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Page, Route, expect

from tests.browser.conftest import watch
from tests.browser.ward import NAMES, Ward, ward_of
from tests.conftest import copied
from tests.support.processes import Instance, Server

SECONDS = 1_000
DARK_WITHIN = 5 * SECONDS
BACK_WITHIN = 40 * SECONDS


@pytest.fixture
def ward(server: Server) -> Ward:
    return ward_of(server)


@pytest.fixture
def windows(browser: Browser, browser_context_args: dict[str, Any], server: Server) -> Iterator[Any]:
    """Opens windows in which nobody is signed in; no script may have failed in them when the test ends."""
    contexts = []
    wrong: list[list[str]] = []

    def window(served: Server = server, **looks: Any) -> Page:
        context = browser.new_context(**browser_context_args | looks)
        contexts.append(context)
        wrong.append(watch(context, served))
        return context.new_page()

    yield window
    for context in contexts:
        context.close()
    assert wrong == [[] for _ in contexts]


def listen(page: Page) -> list[bytes]:
    """Everything that this window receives: pages, answers and frames."""
    heard: list[bytes] = []

    def frame(data: bytes | str) -> None:
        heard.append(data.encode() if isinstance(data, str) else data)

    page.on("websocket", lambda socket: socket.on("framereceived", frame))
    page.on("requestfinished", lambda request: heard.append(_body(request)))
    return heard


def _body(request: Any) -> bytes:
    answer = request.response()
    if request.is_navigation_request() and answer.status >= 300:
        return b""
    body: bytes = answer.body()
    return body


def test_a_call_reaches_the_board_and_the_patients_phone_and_names_nobody(windows: Any, ward: Ward) -> None:
    wall, pocket = windows(viewport={"width": 1920, "height": 1080}), windows(viewport={"width": 390, "height": 844})
    heard = [listen(wall), listen(pocket)]
    board, phone = ward.board(wall), ward.phone(pocket, 1)
    expect(board.get_by_test_id("next").locator("li")).to_have_text([ward.token(each) for each in range(3)])
    expect(phone.get_by_test_id("ahead")).to_have_text("1")

    ward.call(0)
    expect(board.locator("#last-token")).to_have_text(ward.token(0))
    expect(phone.get_by_test_id("ahead")).to_have_text("0")
    ward.call(1, room=1)
    expect(board.locator("#last-token")).to_have_text(ward.token(1))
    expect(board.locator("#last-room")).to_have_text("Room 2")
    expect(phone.get_by_test_id("state")).to_have_text("It’s your turn: Room 2")
    ward.step(1, "skip")
    expect(board.get_by_test_id("skipped")).to_contain_text(ward.token(1))
    ward.step(0, "serve")
    expect(board.locator("#now [data-state=serving]")).to_have_text(f"{ward.token(0)}Room 1")
    ward.step(0, "done")
    expect(board.get_by_test_id("now").locator("li")).to_have_count(0)

    for received in heard:
        everything = b"\n".join(received)
        assert ward.token(1).encode() in everything
        assert b"board.updated" in everything
        assert [name for name in NAMES if name.encode() in everything] == []


def test_a_revoked_board_goes_dark_and_says_so(windows: Any, ward: Ward) -> None:
    board = ward.board(windows())
    ward.call(0)
    expect(board.locator("#last-token")).to_have_text(ward.token(0))
    ward.revoke()
    expect(board.locator("#board-dark-text")).to_have_text("The link of this board was revoked.", timeout=DARK_WITHIN)
    expect(board.locator("#board")).to_be_hidden()
    assert ward.token(0) not in board.content()
    board.reload()
    expect(board.get_by_role("heading")).to_have_text("Link revoked")


@pytest.mark.more
def test_a_board_without_a_server_says_how_old_it_is_and_catches_up(
    windows: Any, tmp_path: Path, seeded: Path, valkey: str
) -> None:
    copied(seeded, tmp_path)
    instance = Instance(tmp_path, redis_url=valkey)
    with instance.serving() as first:
        ward = ward_of(first)
        page = windows(served=first)
        page.clock.install()
        board = ward.board(page)
        port = int(first.url.rpartition(":")[2])
    page.clock.fast_forward(25 * SECONDS)
    expect(board.locator("#board-behind")).to_contain_text("as of ")
    expect(board.get_by_test_id("next")).to_contain_text(ward.token(0))
    with instance.serving(port=port) as second:
        ward.server = second
        ward.call(0)
        page.clock.fast_forward(15 * SECONDS)
        expect(board.locator("#last-token")).to_have_text(ward.token(0), timeout=BACK_WITHIN)
        expect(board.locator("#board-behind")).to_be_hidden()
        page.close()


@pytest.mark.more
def test_a_board_without_a_network_says_how_old_it_is(windows: Any, ward: Ward) -> None:
    page = windows()
    page.clock.install()
    board = ward.board(page)
    page.context.set_offline(True)
    page.clock.fast_forward(60 * SECONDS)
    expect(board.locator("#board-behind")).to_contain_text("as of ")
    page.context.set_offline(False)
    page.clock.fast_forward(60 * SECONDS)
    expect(board.locator("#board-behind")).to_be_hidden(timeout=BACK_WITHIN)
    ward.call(0)
    expect(board.locator("#last-token")).to_have_text(ward.token(0), timeout=BACK_WITHIN)


@pytest.mark.more
def test_a_board_that_was_never_read_says_so(windows: Any, ward: Ward) -> None:
    page = windows()
    page.route("**/api/boards/**", lambda route: route.abort())
    page.goto(f"{ward.server.url}/appointments/board/{ward.slug}?link={ward.secret}")
    expect(page.locator("#board-dark-text")).to_have_text("The board cannot be read at the moment.")
    page.unroute("**/api/boards/**")
    expect(page.get_by_test_id("next")).to_contain_text(ward.token(0), timeout=2 * BACK_WITHIN)


@pytest.mark.more
def test_a_board_loads_a_new_release_at_night(windows: Any, ward: Ward) -> None:
    page = windows()
    page.clock.install(time="2026-03-10T21:20:00Z")  # 02:50 in the hospital
    page.route("**/api/boards/**", _without_date)
    board = ward.board(page)
    page.route("**/healthz", lambda route: route.fulfill(json={"status": "ok", "version": "another"}))
    page.evaluate("window.unloaded = false")
    page.clock.run_for(3 * 60 * SECONDS)
    assert board.evaluate("window.unloaded") is False
    with page.expect_navigation():
        page.clock.run_for(9 * 60 * SECONDS)
    page.unroute_all(behavior="ignoreErrors")


def _without_date(route: Route) -> None:
    """So that the page believes its own clock. A request of a page that navigates away has no answer."""
    with suppress(Error):
        answer = route.fetch()
        kept = {name: value for name, value in answer.headers.items() if name != "date"}
        route.fulfill(response=answer, headers=kept)


@pytest.mark.more
def test_sound_is_turned_on_once(windows: Any, ward: Ward) -> None:
    board = ward.board(windows())
    switch = board.locator("#sound")
    expect(switch).to_have_text("Turn sound on")
    switch.click()
    expect(switch).to_have_text("Turn sound off")
    with board.expect_navigation():
        board.evaluate("location.reload()")  # as a board does at night
    expect(switch).to_have_text("Turn sound off")


@pytest.mark.more
def test_a_patients_page_works_without_scripts(browser: Browser, browser_context_args: Any, ward: Ward) -> None:
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    phone = ward.phone(context.new_page(), 2)
    expect(phone.get_by_test_id("ahead")).to_have_text("2")
    ward.call(2)
    phone.reload()
    expect(phone.get_by_test_id("state")).to_have_text("It’s your turn: Room 1")
    context.close()
