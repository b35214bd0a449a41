"""Every page in every state that a person may meet, each as one line: who sees it, and how it comes about.

The tests of accessibility walk through all of them. A new page or state is one more line.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser import own_account, steps
from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.browser.ward import ward_of
from tests.support.badge import LIVE

NOBODY = ""
TOO_MANY = {"code": "too_many", "detail": "More than 2,000 appointments."}
HOUR = timedelta(hours=1)


def failed_login(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/accounts/login/")
    desk.page.get_by_label("User name").fill("reception")
    desk.page.get_by_label("Password").fill("wrong")
    desk.page.get_by_role("button", name="Sign in").click()
    expect(desk.page.get_by_role("alert")).to_be_visible()


def locked(desk: Desk, case: Case) -> None:
    """After ten wrong passwords for a name."""
    desk.server.guess(case.mrn, times=10)
    desk.page.goto(f"{desk.server.url}/accounts/login/")
    desk.page.get_by_label("User name").fill(case.mrn)
    desk.page.get_by_label("Password").fill("wrong")
    desk.page.get_by_role("button", name="Sign in").click()
    expect(desk.page.get_by_role("heading", name="Please wait")).to_be_visible()


def new_password_refused(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/accounts/")
    desk.page.locator("#id_old_password").fill("demo")
    desk.page.locator("#id_new_password1").fill("short")
    desk.page.locator("#id_new_password2").fill("short")
    desk.page.get_by_role("button", name="Change password").click()
    expect(desk.page.locator(".errorlist").first).to_be_visible()


def details(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.open_calendar(case.week)
    desk.open_details(case.patient)
    expect(desk.page.get_by_test_id("history")).to_be_visible()


def cancel_form(desk: Desk, case: Case) -> None:
    details(desk, case)
    desk.move_to("CANCELLED")
    expect(desk.page.locator("#cancel-reason")).to_be_focused()


def reschedule_form(desk: Desk, case: Case) -> None:
    details(desk, case)
    desk.page.get_by_test_id("reschedule").locator("summary").click()


def correction_refused(desk: Desk, case: Case) -> None:
    details(desk, case)
    desk.begin_correction()
    desk.correct(complaint=" ")
    desk.page.locator("#correct-visit_type").select_option(index=4)
    desk.save_correction()
    expect(desk.page.locator("#correct-complaint-error")).not_to_be_empty()


def overbooking(desk: Desk, case: Case) -> None:
    case.book(case.ten + HOUR, patient=case.register("Yann Abel")["id"])
    details(desk, case)
    desk.reschedule(case.ten + HOUR)
    desk.page.get_by_role("button", name="Overbook…").click()
    expect(desk.page.locator("#overbook-reason")).to_be_focused()


def session_dialog(desk: Desk, case: Case) -> None:
    details(desk, case)
    desk.page.context.clear_cookies(name="sessionid")
    desk.move_to("CHECKED_IN")
    expect(desk.page.locator("#session-dialog")).to_be_visible()


def session_banner(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    desk.page.context.clear_cookies(name="sessionid")
    desk.page.locator("#go-on").click()
    expect(desk.page.locator("#session-banner")).to_be_visible()


def failed_to_load(desk: Desk, case: Case) -> None:
    desk.page.route("**/api/calendar/?*", lambda route: route.abort())
    desk.page.goto(f"{desk.server.url}/appointments/calendar{case.week}")
    expect(desk.page.locator("#calendar-notice")).to_be_visible()


def too_many(desk: Desk, case: Case) -> None:
    desk.page.route("**/api/calendar/?*", lambda route: route.fulfill(status=422, json=TOO_MANY))
    desk.page.goto(f"{desk.server.url}/appointments/calendar?view=month")
    expect(desk.page.locator("#calendar-notice")).to_be_visible()


def drawer(desk: Desk, case: Case) -> None:
    desk.open_calendar("?view=list&department=1")
    opener = desk.page.locator("[data-drawer-open=filters]")
    if opener.is_visible():
        opener.click()
        expect(desk.page.locator("#filters")).to_be_visible()


def patient_found(desk: Desk, case: Case) -> None:
    desk.open_create()
    desk.page.locator("#id_q").fill(case.mrn)
    expect(desk.page.get_by_test_id("patient-option")).to_be_visible()


def registration(desk: Desk, case: Case) -> None:
    desk.open_create()
    desk.page.locator("#registration > summary").click()


def duplicate_question(desk: Desk, case: Case) -> None:
    registration(desk, case)
    desk.page.locator("[name=new-name]").fill(case.patient)
    desk.page.locator("[name=new-phone]").fill("+46 70 555 0101")
    desk.page.locator("button[value=register]").click()
    expect(desk.page.get_by_test_id("matches")).to_be_visible()


def filled_in(desk: Desk, case: Case) -> None:
    case.book(case.ten - HOUR / 2)
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    desk.choose_slot(case.ten)
    desk.expect_held()


def refused(desk: Desk, case: Case) -> None:
    desk.open_create()
    desk.book()
    expect(desk.page.locator("#form-error")).to_be_visible()


def clash(desk: Desk, case: Case) -> None:
    filled_in(desk, case)
    desk.page.route("**/availability/**", lambda route: route.abort())
    case.book(case.ten, patient=case.register("Yann Abel")["id"])
    expect(desk.page.locator("#time-error")).not_to_be_empty()


def booked(desk: Desk, case: Case) -> None:
    desk.open_create(booked=case.book(case.ten)["id"])
    expect(desk.page.get_by_test_id("booked")).to_be_visible()


def time_off_over_patients(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.page.goto(f"{desk.server.url}/appointments/time-off")
    desk.page.get_by_label("Doctor").select_option(label=case.doctor)
    desk.page.get_by_label("From").fill(f"{case.day}T09:00")
    desk.page.get_by_label("Until").fill(f"{case.day}T12:00")
    desk.page.get_by_test_id("enter").click()
    expect(desk.page.get_by_test_id("hits")).to_be_visible()


def realtime_messages(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/realtime-test")
    desk.expect_badge(LIVE)
    desk.page.get_by_test_id("send-ping").click()
    expect(desk.page.locator("#messages-table tbody tr").first).to_be_visible()


def keyboard_help(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    desk.page.keyboard.press("?")
    expect(desk.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()


def at(path: str) -> Callable[[Desk, Case], object]:
    """A page that needs nothing but its address."""
    return lambda desk, case: desk.page.goto(desk.server.url + path)


def sought(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    if not desk.page.locator("#site-search-q").is_visible():  # a phone has a page for it
        desk.page.goto(f"{desk.server.url}/appointments/patients")
    field = desk.page.locator("[role=combobox]:visible").first
    field.fill(case.mrn)
    expect(desk.page.get_by_test_id("patient-option").first).to_be_visible()


def correcting(desk: Desk, case: Case) -> None:
    patient_page(desk, case)
    desk.page.get_by_role("button", name="Edit details").click()


def patient_page(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.page.goto(f"{desk.server.url}/appointments/patients/{case.patient_id}")
    expect(desk.page.get_by_test_id("appointment")).to_have_count(1)


def who_looked(desk: Desk, case: Case) -> None:
    patient_page(desk, case)
    desk.page.get_by_test_id("who-looked").click()
    expect(desk.page.get_by_test_id("records")).to_contain_text("Opened a patient's record")


def audit_refused(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/audit")
    desk.page.get_by_label("Patient", exact=True).fill("Xyzzy")
    desk.page.get_by_test_id("search").click()
    expect(desk.page.locator("#id_patient_error")).to_be_visible()


def account(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/accounts/staff")
    desk.page.get_by_role("link", name="Second Desk").click()
    expect(desk.page.get_by_role("heading", name="Access")).to_be_visible()


def password_link(desk: Desk, case: Case) -> None:
    account(desk, case)
    desk.page.get_by_role("button", name="Make a link for a new password").click()
    expect(desk.page.get_by_test_id("link")).to_be_visible()


def removing_a_factor(desk: Desk, case: Case) -> None:
    """A manager who has typed the password a moment ago removes another user's."""
    name = f"lost-{case.mrn}"
    desk.server.instance.shell(
        f"""
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
TOTP.activate(User.objects.create_user({name!r}), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
"""
    )
    own_account.type_password(desk, "manager")
    expect(desk.page.locator("#user-menu")).to_be_visible()
    desk.page.goto(f"{desk.server.url}/accounts/staff?q={name}")
    desk.page.get_by_test_id("account").get_by_role("link").click()
    desk.page.get_by_role("link", name="Remove second factor").click()
    expect(desk.page.get_by_role("heading", name="Remove second factor")).to_be_visible()


def new_password(desk: Desk, case: Case) -> None:
    password_link(desk, case)
    desk.page.goto(desk.page.get_by_test_id("link").input_value())
    expect(desk.page.get_by_label("New password again")).to_be_visible()


def account_refused(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/accounts/staff/new")
    desk.page.locator("#id_username").fill("two words")
    desk.page.get_by_role("button", name="Create account").click()
    expect(desk.page.locator("#id_username_error")).not_to_be_empty()


def token_made(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/accounts/tokens")
    desk.page.get_by_label("Name of the program").fill(f"Import of {case.mrn}")
    desk.page.get_by_label("Acts for").select_option(label="reception")
    desk.page.get_by_label("Read the calendar and patients").check()
    desk.page.get_by_role("button", name="Create token").click()
    expect(desk.page.get_by_test_id("secret")).to_be_visible()


def board_dark(desk: Desk, case: Case) -> None:
    ward = ward_of(desk.server)
    ward.board(desk.page)
    ward.revoke()
    expect(desk.page.locator("#board-dark-text")).not_to_be_empty()


def board_revoked(desk: Desk, case: Case) -> None:
    board_dark(desk, case)
    desk.page.reload()
    expect(desk.page.get_by_role("heading", name="Link revoked")).to_be_visible()


def board_link_made(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/boards")
    desk.page.get_by_label("Department").select_option(label="Cardiology")
    desk.page.get_by_role("button", name="Create link").click()
    expect(desk.page.get_by_test_id("made")).to_be_visible()


def own_page_waiting(desk: Desk, case: Case) -> None:
    ward_of(desk.server).phone(desk.page, 2)


def own_page_called(desk: Desk, case: Case) -> None:
    ward = ward_of(desk.server)
    ward.call(2)
    ward.phone(desk.page, 2)


def at_the_desk(desk: Desk, case: Case) -> str:
    """With a token of its own, which it returns, so that somebody waits at any hour."""
    token = case.token()
    desk.open_opd("department=cardiology")
    expect(desk.entry(token)).to_be_visible()
    return token


def transfer_asked(desk: Desk, case: Case) -> None:
    row = desk.entry(at_the_desk(desk, case))
    row.locator("summary").click()
    row.get_by_role("button", name="Transfer").click()
    expect(desk.page.get_by_test_id("ask")).to_be_visible()


def priority_asked(desk: Desk, case: Case) -> None:
    row = desk.entry(at_the_desk(desk, case))
    row.locator("summary").click()
    row.get_by_role("button", name="Change priority").click()
    expect(desk.page.get_by_test_id("ask")).to_be_visible()


def token_given(desk: Desk, case: Case) -> None:
    desk.open_opd("department=dermatology")
    desk.give_token(case.mrn, case.patient)
    expect(desk.page.get_by_test_id("given")).to_be_visible()


def token_refused(desk: Desk, case: Case) -> None:
    desk.open_opd("department=cardiology")
    desk.begin_token()
    desk.page.get_by_test_id("give-token").click()
    expect(desk.page.locator("#form-error")).to_be_visible()


def queue_not_loaded(desk: Desk, case: Case) -> None:
    desk.page.route("**/api/queues/**", lambda route: route.abort())
    desk.page.goto(f"{desk.server.url}/appointments/opd")
    expect(desk.page.locator("#queue-notices .notice-error")).to_be_visible()


def room_not_loaded(desk: Desk, case: Case) -> None:
    desk.page.route("**/api/queues/**", lambda route: route.abort())
    desk.page.goto(f"{desk.server.url}/appointments/room")
    expect(desk.page.locator("#queue-notices .notice-error")).to_be_visible()


def slip(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/appointments/opd/slip/{case.walk_in()['id']}")
    expect(desk.page.get_by_test_id("slip")).to_be_visible()


STATES: dict[str, tuple[str, Callable[[Desk, Case], Any]]] = {
    "login, failed": (NOBODY, failed_login),
    "login, locked": (NOBODY, locked),
    **{name: (NOBODY, bring_about) for name, bring_about in own_account.PAGES.items()},
    "account, refused": ("reception", new_password_refused),
    "calendar, week": ("reception", lambda desk, case: desk.open_calendar("?view=week&doctor=1")),
    "calendar, day": ("reception", lambda desk, case: desk.open_calendar("?view=day")),
    "calendar, list": ("reception", lambda desk, case: desk.open_calendar("?view=list&department=1")),
    "calendar, doctors": ("reception", lambda desk, case: desk.open_calendar("?view=doctors&department=1")),
    "calendar, walk-ins without a doctor": ("reception", steps.walk_in_for_any_doctor),
    "calendar, too many doctors": ("reception", lambda desk, case: desk.open_calendar("?view=doctors")),
    "calendar, searching": ("reception", sought),
    "patient": ("reception", patient_page),
    "patient, correcting": ("reception", correcting),
    "calendar, empty": ("reception", lambda desk, case: desk.open_calendar(case.week)),
    "calendar, details": ("manager", details),
    "calendar, cancelling": ("manager", cancel_form),
    "calendar, rescheduling": ("manager", reschedule_form),
    "calendar, correcting": ("manager", correction_refused),
    "calendar, overbooking": ("manager", overbooking),
    "calendar, filters": ("reception", drawer),
    "calendar, not loaded": ("reception", failed_to_load),
    "calendar, too many": ("reception", too_many),
    "calendar, signed out": ("reception", session_banner),
    "calendar, session ended": ("reception", session_dialog),
    "create, patient found": ("reception", patient_found),
    "create, registration": ("reception", registration),
    "create, duplicate": ("reception", duplicate_question),
    "create, filled in": ("reception", filled_in),
    "create, refused": ("reception", refused),
    "create, clash": ("reception", clash),
    "create, booked": ("reception", booked),
    "OPD desk": ("opd", at_the_desk),
    "OPD desk, transfer": ("opd", transfer_asked),
    "OPD desk, priority": ("opd", priority_asked),
    "OPD desk, token given": ("manager", token_given),
    "OPD desk, refused": ("opd", token_refused),
    "OPD desk, not loaded": ("opd", queue_not_loaded),
    "OPD desk, without the right to give tokens": ("reception", lambda desk, case: desk.open_opd()),
    "slip": ("opd", slip),
    "room": ("manager", steps.patient_in_the_room),
    "room, transfer": ("manager", steps.transfer_asked_in_the_room),
    "room, none open": ("manager", steps.no_room_open),
    "room, not loaded": ("doctor", room_not_loaded),
    "room, choosing a doctor": ("opd", at("/appointments/room")),
    "time off, over patients": ("manager", time_off_over_patients),
    "audit, of a patient": ("manager", who_looked),
    "audit, refused": ("manager", audit_refused),
    "staff": ("manager", at("/accounts/staff")),
    "staff, account": ("manager", account),
    "staff, password link": ("manager", password_link),
    "staff, removing a second factor": ("manager", removing_a_factor),
    "staff, new account refused": ("manager", account_refused),
    "new password": ("manager", new_password),
    "new password, old link": (NOBODY, at("/accounts/password/MQ/x")),
    "program tokens, one made": ("manager", token_made),
    "board, one called": (NOBODY, steps.board_called),
    "board, dark": (NOBODY, board_dark),
    "board, link revoked": (NOBODY, board_revoked),
    "board links, one made": ("manager", board_link_made),
    "own page, waiting": (NOBODY, own_page_waiting),
    "own page, called": (NOBODY, own_page_called),
    "own page, wrong code": (NOBODY, at("/t/wrong")),
    "realtime test, messages": ("developer", realtime_messages),
    "keyboard help": ("reception", keyboard_help),
    "no such page": ("reception", at("/appointments/nowhere")),
    "day sheet": ("reception", at("/appointments/day-sheet")),
}
