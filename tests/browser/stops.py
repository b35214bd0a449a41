"""Every page and state that is looked at in invented languages. A new one is one more line in STOPS."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

from tests.browser import states
from tests.browser.conftest import Case
from tests.browser.desk import Desk, desks
from tests.processes import Server


@dataclass(frozen=True)
class Stop:
    """A page, who opens it (empty: nobody signed in), and what is done there; `{case…}` in the path is filled in."""

    name: str
    who: str
    path: str
    act: Callable[[Desk, Case], None] = states.as_it_is


CALENDAR, CREATE, TIME_OFF = "/appointments/calendar", "/appointments/create", "/appointments/time-off"
DAY = "?doctor={case.doctor_id}&date={case.day}&patient={case.patient_id}"
STOPS = [
    Stop("month", "reception", f"{CALENDAR}?view=month&doctor=1", states.more_of_a_day),
    Stop("month, too full to draw", "reception", f"{CALENDAR}?view=month", states.live),
    Stop("week", "reception", f"{CALENDAR}?view=week&doctor=1", states.live),
    Stop("day", "reception", f"{CALENDAR}?view=day", states.live),
    Stop("list", "reception", f"{CALENDAR}?view=list", states.live),
    Stop(
        "filtered list",
        "reception",
        f"{CALENDAR}?view=list&doctor=1&doctor=2&doctor=3&status=NO_SHOW&kind=opd",
        states.live,
    ),
    Stop("details", "reception", f"{CALENDAR}?view=week&doctor=1", states.first_visit),
    Stop("a reason is asked for", "reception", f"{CALENDAR}?view=week&doctor=1", states.first_visit_cancelled),
    Stop("a move is refused", "reception", f"{CALENDAR}?view=week&doctor=1", states.first_visit_moved_in_vain),
    Stop("another desk changes what is open", "reception", CALENDAR, states.first_visit_undone),
    Stop("nothing matches", "reception", f"{CALENDAR}?view=week&date=2031-05-05&doctor=1", states.nothing_matches),
    Stop("out of reach", "reception", f"{CALENDAR}?view=week&doctor=1", states.away),
    Stop("session over", "reception", f"{CALENDAR}?view=week&doctor=1", states.password_asked),
    Stop("the user's menu", "admin", CALENDAR, states.menu),
    Stop("book", "manager", CREATE, states.live),
    Stop("book, sent empty", "reception", CREATE, states.sent_empty),
    Stop("book, nobody found", "reception", CREATE, states.found_nobody),
    Stop("book, somebody found", "reception", CREATE, states.found_somebody),
    Stop("book, registered before", "reception", CREATE, states.registered_before),
    Stop("book, a doctor's day", "manager", CREATE + DAY, states.time_held),
    Stop("book, a full day", "reception", CREATE + "?doctor={case.doctor_id}&date=2026-01-01", states.live),
    Stop("book, time lost", "reception", CREATE + DAY, states.time_lost),
    Stop("book, signed out", "reception", CREATE + DAY, states.sent_without_a_session),
    Stop("booked", "reception", CREATE + DAY, states.booked),
    Stop("time off", "manager", TIME_OFF, states.time_off_entered_wrongly),
    Stop("time off over patients", "manager", TIME_OFF, states.time_off_over_patients),
    Stop("time off entered", "manager", TIME_OFF, states.time_off_entered),
    Stop("realtime test", "developer", "/appointments/realtime-test", states.pinged),
    Stop("sign in", "", "/accounts/login/", states.signed_in_wrongly),
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
