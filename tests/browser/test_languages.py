"""Every page and state in an invented language: nothing is said in English that a catalogue could say.

A new page or state is one more line in STOPS.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Case
from tests.browser.desk import LIVE, Desk, desks
from tests.browser.leftovers import leftovers, phrases
from tests.conftest import copied
from tests.processes import Instance, Server


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


# What is done on a page before it is read. Controls are found by ids and data- attributes: their names are invented.


def live(desk: Desk, case: Case) -> None:
    desk.expect_badge(LIVE)


def first_visit(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator(".visit.state-scheduled").first.click()
    expect(desk.page.get_by_test_id("history")).to_be_visible()


def first_visit_cancelled(desk: Desk, case: Case) -> None:
    first_visit(desk, case)
    desk.page.locator("[data-move=CANCELLED]").click()


def first_visit_moved_in_vain(desk: Desk, case: Case) -> None:
    first_visit(desk, case)
    desk.page.get_by_test_id("reschedule").locator("summary").click()
    desk.page.locator("#new-start").fill("2031-05-04T03:00")
    desk.page.get_by_test_id("reschedule").locator("button[type=submit]").click()
    expect(desk.page.locator(".details-note .notice-error")).to_be_visible()


def first_visit_undone(desk: Desk, case: Case) -> None:
    """Checked in, and changed by another desk meanwhile."""
    booked = case.book(case.ten, patient=case.register("Otto Arvid")["id"])
    desk.page.goto(f"{desk.server.url}/appointments/calendar{case.week}&open={booked['id']}")
    live(desk, case)
    desk.move_to("CHECKED_IN")
    expect(desk.page.locator("[data-move=SCHEDULED]")).to_be_visible()
    version = case.client.get(f"/api/appointments/{booked['id']}/").json()["extendedProps"]["appointment"]["version"]
    case.client.patch(
        f"/api/appointments/{booked['id']}/", json={"complaint": "Cough", "notes": "-", "version": version}
    )
    expect(desk.page.locator(".details-note .notice-info")).to_be_visible()


def more_of_a_day(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator("#calendar").get_by_text(re.compile(r"^⟦?\+\d")).first.click()


def nothing_matches(desk: Desk, case: Case) -> None:
    live(desk, case)
    expect(desk.page.locator("#calendar-empty")).to_be_visible()


def away(desk: Desk, case: Case) -> None:
    """The server is out of reach."""
    desk.page.route("**/api/calendar/**", lambda route: route.abort())
    desk.page.locator("#go-on").click()
    expect(desk.page.locator("#calendar-notice")).to_be_visible()


def password_asked(desk: Desk, case: Case) -> None:
    """The session has ended while a visit is open, and the password given in place is wrong."""
    first_visit(desk, case)
    desk.page.context.clear_cookies(name="sessionid")
    desk.page.locator("[data-move=CHECKED_IN]").first.click()
    desk.page.locator("#session-password").fill("wrong")
    desk.page.locator("#session-dialog button[type=submit]").click()
    expect(desk.page.locator("#session-error")).not_to_be_empty()


def sent_empty(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.book()
    expect(desk.page.locator("#id_doctor_error")).not_to_be_empty()


def found_nobody(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator("#id_q").fill("Xyzzy")
    expect(desk.page.locator("#patient-hint")).not_to_be_empty()
    desk.page.locator("#registration summary").click()
    desk.page.locator("#register").click()
    expect(desk.page.locator("#id_new-phone_error")).not_to_be_empty()


def found_somebody(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator("#id_q").fill(case.patient)
    expect(desk.page.get_by_test_id("patient-option").first).to_be_visible()


def registered_before(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator("#registration summary").click()
    desk.page.locator("#id_new-name").fill(case.patient)
    desk.page.locator("#id_new-phone").fill("+46 70 555 0101")
    desk.page.locator("#register").click()
    expect(desk.page.get_by_test_id("matches")).to_be_visible()


def time_held(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.choose_slot(case.ten)
    expect(desk.page.get_by_test_id("own-hold")).to_be_visible()


def time_lost(desk: Desk, case: Case) -> None:
    time_held(desk, case)
    case.book(case.ten, patient=case.register("Yann Abel")["id"])
    expect(desk.page.locator("#time-error")).not_to_be_empty()


def booked(desk: Desk, case: Case) -> None:
    time_held(desk, case)
    desk.page.locator("#id_complaint").fill("Cough")
    desk.book()
    desk.expect_booked(case.patient)


def pinged(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.get_by_test_id("send-ping").click()
    expect(desk.page.locator("#messages tr")).to_have_count(1)
    desk.page.locator("#subscribe-channel").fill("nowhere")
    desk.page.get_by_test_id("subscribe").click()
    expect(desk.page.locator("#subscribe-error")).not_to_be_empty()
    desk.page.locator("#drop-socket").click()
    live(desk, case)


def time_off_entered_wrongly(desk: Desk, case: Case) -> None:
    desk.page.get_by_test_id("enter").click()
    expect(desk.page.locator(".field-error").first).to_be_visible()


def time_off_over_patients(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.page.locator("#id_doctor").select_option(str(case.doctor_id))
    desk.page.locator("#id_start").fill(case.ten.strftime("%Y-%m-%dT%H:%M"))
    desk.page.locator("#id_end").fill(case.ten.strftime("%Y-%m-%dT12:00"))
    desk.page.get_by_test_id("enter").click()
    expect(desk.page.get_by_test_id("hits")).to_be_visible()


def time_off_entered(desk: Desk, case: Case) -> None:
    time_off_over_patients(desk, case)
    desk.page.get_by_test_id("enter").click()
    expect(desk.page.get_by_test_id("entered")).to_be_visible()


def signed_in_wrongly(desk: Desk, case: Case) -> None:
    desk.page.locator("#id_username").fill("nobody")
    desk.page.locator("#id_password").fill("wrong")
    desk.page.locator("main button[type=submit]").click()
    expect(desk.page.locator("#login-error")).to_be_visible()


def menu(desk: Desk, case: Case) -> None:
    desk.page.locator("#user-menu").click()


def as_it_is(desk: Desk, case: Case) -> None:
    pass


@dataclass(frozen=True)
class Stop:
    """A page, who opens it (empty: nobody signed in), and what is done there; `{case…}` in the path is filled in."""

    name: str
    who: str
    path: str
    act: Callable[[Desk, Case], None] = as_it_is


CALENDAR, CREATE, TIME_OFF = "/appointments/calendar", "/appointments/create", "/appointments/time-off"
DAY = "?doctor={case.doctor_id}&date={case.day}&patient={case.patient_id}"
STOPS = [
    Stop("month", "reception", f"{CALENDAR}?view=month&doctor=1", more_of_a_day),
    Stop("month, too full to draw", "reception", f"{CALENDAR}?view=month", live),
    Stop("week", "reception", f"{CALENDAR}?view=week&doctor=1", live),
    Stop("day", "reception", f"{CALENDAR}?view=day", live),
    Stop("list", "reception", f"{CALENDAR}?view=list", live),
    Stop(
        "filtered list", "reception", f"{CALENDAR}?view=list&doctor=1&doctor=2&doctor=3&status=NO_SHOW&kind=opd", live
    ),
    Stop("details", "reception", f"{CALENDAR}?view=week&doctor=1", first_visit),
    Stop("a reason is asked for", "reception", f"{CALENDAR}?view=week&doctor=1", first_visit_cancelled),
    Stop("a move is refused", "reception", f"{CALENDAR}?view=week&doctor=1", first_visit_moved_in_vain),
    Stop("another desk changes what is open", "reception", CALENDAR, first_visit_undone),
    Stop("nothing matches", "reception", f"{CALENDAR}?view=week&date=2031-05-05&doctor=1", nothing_matches),
    Stop("out of reach", "reception", f"{CALENDAR}?view=week&doctor=1", away),
    Stop("session over", "reception", f"{CALENDAR}?view=week&doctor=1", password_asked),
    Stop("the user's menu", "admin", CALENDAR, menu),
    Stop("book", "manager", CREATE, live),
    Stop("book, sent empty", "reception", CREATE, sent_empty),
    Stop("book, nobody found", "reception", CREATE, found_nobody),
    Stop("book, somebody found", "reception", CREATE, found_somebody),
    Stop("book, registered before", "reception", CREATE, registered_before),
    Stop("book, a doctor's day", "manager", CREATE + DAY, time_held),
    Stop("book, a full day", "reception", CREATE + "?doctor={case.doctor_id}&date=2026-01-01", live),
    Stop("book, time lost", "reception", CREATE + DAY, time_lost),
    Stop("booked", "reception", CREATE + DAY, booked),
    Stop("time off", "manager", TIME_OFF, time_off_entered_wrongly),
    Stop("time off over patients", "manager", TIME_OFF, time_off_over_patients),
    Stop("time off entered", "manager", TIME_OFF, time_off_entered),
    Stop("realtime test", "developer", "/appointments/realtime-test", pinged),
    Stop("sign in", "", "/accounts/login/", signed_in_wrongly),
    Stop("not found", "reception", "/nowhere"),
    Stop("not allowed", "reception", "/appointments/realtime-test"),
]


def opened(stop: Stop, browser: Browser, context_args: dict[str, Any], server: Server, case: Case) -> Desk:
    if stop.who:
        [desk] = desks(browser, context_args, server, stop.who)
    else:
        desk = Desk(browser.new_context(**context_args).new_page(), server)
    desk.page.goto(server.url + stop.path.format(case=case))
    stop.act(desk, case)
    return desk


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_nothing_is_said_that_no_catalogue_has(
    stop: Stop, browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case
) -> None:
    desk = opened(stop, browser, browser_context_args, server, case)
    expect(desk.page.locator("html")).to_have_attribute("lang", "el")
    found = leftovers(desk.page, phrases(server.instance.data / "hospital.sqlite3", "City Hospital", "nowhere"))
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
