"""Every page in every state that a person may meet, for axe and for invented languages. A new one is one more line.

states.py has some of them in English, for `make test` and for phones.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser

from tests.browser import correcting, merging, own_account, steps
from tests.browser.conftest import Case
from tests.browser.desk import Desk, desks
from tests.support.processes import Server


@dataclass(frozen=True)
class Stop:
    """A page, who opens it (empty: nobody signed in), and what is done there; `{case…}` in the path is filled in."""

    name: str
    who: str
    path: str
    act: Callable[[Desk, Case], object] = steps.as_it_is
    small_targets: bool = False  # axe finds targets that are too small: docs/open-points.md


CALENDAR, CREATE, TIME_OFF = "/appointments/calendar", "/appointments/create", "/appointments/time-off"
ROOM = "/appointments/room"
WEEK = "?view=week&doctor={case.doctor_id}&date={case.day}"
DAY = "?doctor={case.doctor_id}&date={case.day}&patient={case.patient_id}"
OF_THE_CALENDAR = [
    Stop("month", "reception", f"{CALENDAR}?view=month&doctor=1", steps.more_of_a_day, small_targets=True),
    Stop("month, too full to draw", "reception", f"{CALENDAR}?view=month", steps.live),
    Stop("week", "reception", f"{CALENDAR}?view=week&doctor=1", steps.live),
    Stop("doctors side by side", "reception", f"{CALENDAR}?view=doctors&department=1", steps.live),
    Stop("walk-ins without a doctor", "reception", CALENDAR, steps.walk_in_for_any_doctor),
    Stop("too many doctors side by side", "reception", f"{CALENDAR}?view=doctors", steps.live),
    Stop("week of many doctors", "reception", f"{CALENDAR}?view=week", steps.live),
    Stop("keyboard help", "reception", f"{CALENDAR}?view=day", steps.keyboard_help),
    Stop("searched for nobody", "reception", f"{CALENDAR}?view=day", steps.sought_nobody),
    Stop("day", "reception", f"{CALENDAR}?view=day", steps.live),
    Stop("list", "reception", f"{CALENDAR}?view=list", steps.live),
    Stop(
        "filtered list",
        "reception",
        f"{CALENDAR}?view=list&doctor=1&doctor=2&doctor=3&status=NO_SHOW&kind=opd",
        steps.live,
    ),
    Stop("details", "reception", CALENDAR + WEEK, steps.first_visit),
    Stop("a reason is asked for", "reception", CALENDAR + WEEK, steps.first_visit_cancelled),
    Stop("a move is refused", "reception", CALENDAR + WEEK, steps.first_visit_moved_in_vain),
    Stop("a correction is refused", "reception", CALENDAR + WEEK, steps.first_visit_corrected_in_vain),
    Stop("overbooked without a reason", "manager", CALENDAR, steps.overbooked_without_a_reason),
    Stop("another desk changes what is open", "reception", CALENDAR, steps.first_visit_undone),
    Stop("nothing matches", "reception", f"{CALENDAR}?view=week&date=2031-05-05&doctor=1", steps.nothing_matches),
    Stop("out of reach", "reception", CALENDAR + WEEK, steps.away),
    Stop("signed out", "reception", CALENDAR + WEEK, steps.session_banner),
    Stop("session over", "reception", CALENDAR + WEEK, steps.password_asked),
    Stop("the user's menu", "admin", CALENDAR, steps.menu, small_targets=True),
    Stop("day sheet", "reception", "/appointments/day-sheet?doctor=1"),
]
OF_PAGES = [
    Stop("patient", "reception", "/appointments/patients/{case.patient_id}", steps.live),
    Stop("patient, similar to another", "reception", "/appointments/patients/{case.patient_id}", correcting.alike),
    Stop("patient, changed elsewhere", "reception", "/appointments/patients/{case.patient_id}", correcting.stale),
    Stop("merge records, searched", "manager", "/appointments/patients/{case.patient_id}/merge", merging.searched),
    Stop("merge records", "manager", "/appointments/patients/{case.patient_id}/merge", merging.clashing),
    Stop("merge records, refused", "manager", "/appointments/patients/{case.patient_id}/merge", merging.refused),
    Stop("patient, merged", "manager", "/appointments/patients/{case.patient_id}", merging.merged),
    Stop("patients", "reception", "/appointments/patients", steps.sought_on_the_page),
    Stop("book", "manager", CREATE, steps.live),
    Stop("book, sent empty", "reception", CREATE, steps.sent_empty),
    Stop("book, nobody found", "reception", CREATE, steps.found_nobody),
    Stop("book, somebody found", "reception", CREATE, steps.found_somebody),
    Stop("book, registered before", "reception", CREATE, steps.registered_before),
    Stop("book, a doctor's day", "manager", CREATE + DAY, steps.time_held),
    Stop("book, a full day", "reception", CREATE + "?doctor={case.doctor_id}&date=2026-01-01", steps.live),
    Stop("book, time lost", "reception", CREATE + DAY, steps.time_lost),
    Stop("book, the earliest times", "reception", CREATE + "?department=1", steps.earliest_times),
    Stop("book, signed out", "reception", CREATE + DAY, steps.sent_without_a_session),
    Stop("booked", "reception", CREATE + DAY, steps.booked),
    Stop("OPD desk", "opd", "/appointments/opd?department=cardiology", steps.somebody_waits),
    Stop("OPD desk, transfer", "manager", "/appointments/opd?department=cardiology", steps.transfer_asked),
    Stop("OPD desk, priority", "opd", "/appointments/opd?department=cardiology", steps.priority_asked),
    Stop("OPD desk, sent empty", "opd", "/appointments/opd", steps.token_sent_without_patient),
    Stop("OPD desk, token given", "manager", "/appointments/opd?department=dermatology", steps.token_given),
    Stop("OPD desk, not loaded", "opd", "/appointments/opd", steps.queue_not_loaded),
    Stop("OPD desk, without the right to give tokens", "reception", "/appointments/opd", steps.live),
    Stop("slip", "opd", "/appointments/opd", steps.slip),
    Stop("room", "manager", ROOM, steps.patient_in_the_room),
    Stop("room, transfer", "manager", ROOM, steps.transfer_asked_in_the_room),
    Stop("room, none open", "manager", ROOM, steps.no_room_open),
    Stop("room, not loaded", "doctor", ROOM, steps.room_not_loaded),
    Stop("room, choosing a doctor", "opd", ROOM),
    Stop("time off", "manager", TIME_OFF, steps.time_off_entered_wrongly),
    Stop("time off over patients", "manager", TIME_OFF, steps.time_off_over_patients),
    Stop("time off entered", "manager", TIME_OFF, steps.time_off_entered),
    Stop("audit", "manager", "/appointments/audit?patient={case.patient_id}"),
    Stop("staff", "manager", "/accounts/staff"),
    Stop("an account", "manager", "/accounts/staff/1", steps.password_link),
    Stop("an admin's account", "manager", "/accounts/staff/6"),
    Stop("new account, sent empty", "manager", "/accounts/staff/new", steps.account_sent_empty),
    Stop("program tokens", "manager", "/accounts/tokens", steps.token_sent_empty),
    Stop("new password, old link", "", "/accounts/password/MQ/x"),
    Stop("board links", "manager", "/appointments/boards", steps.board_link_made),
    Stop("wall board", "", "/t/wrong", steps.board_called),
    Stop("wall board, dark", "", "/t/wrong", steps.board_dark),
    Stop("wall board, link revoked", "", "/t/wrong", steps.board_revoked),
    Stop("patient's own page", "", "/t/wrong", steps.own_page),
    Stop("patient's own page, wrong code", "", "/t/wrong"),
    Stop("realtime test", "developer", "/appointments/realtime-test", steps.pinged),
    Stop("sign in", "", "/accounts/login/", steps.signed_in_wrongly),
    Stop("sign in, locked", "", "/accounts/login/", steps.locked),
    *(Stop(name, "", "/accounts/login/", arrive) for name, arrive in own_account.PAGES.items()),
    Stop("account", "reception", "/accounts/", steps.new_password_refused),
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
