"""What is done on a page before it is looked at. Controls are found by ids and data- attributes: their names are
invented where a language is.
"""

import re
from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.browser.room import Room
from tests.browser.ward import ward_of
from tests.support.badge import LIVE


def live(desk: Desk, case: Case) -> None:
    desk.expect_badge(LIVE)


def first_visit(desk: Desk, case: Case) -> None:
    """Opens an appointment of the case's own week, which nobody else changes."""
    live(desk, case)
    case.book(case.ten)
    desk.appointment(case.patient).click()
    expect(desk.page.get_by_test_id("history")).to_be_visible()


def first_visit_cancelled(desk: Desk, case: Case) -> None:
    first_visit(desk, case)
    desk.page.locator("[data-transition=CANCELLED]").click()


def first_visit_moved_in_vain(desk: Desk, case: Case) -> None:
    first_visit(desk, case)
    desk.page.get_by_test_id("reschedule").locator("summary").click()
    desk.page.locator("#new-start").fill("2031-05-04T03:00")
    desk.page.get_by_test_id("reschedule").locator("button[type=submit]").click()
    expect(desk.page.locator(".details-note .notice-error")).to_be_visible()


def first_visit_corrected_in_vain(desk: Desk, case: Case) -> None:
    first_visit(desk, case)
    desk.begin_correction()
    desk.correct(complaint=" ")
    desk.page.get_by_test_id("correction").locator("button[type=submit]").click()
    expect(desk.page.locator("#correct-complaint-error")).not_to_be_empty()


def overbooked_without_a_reason(desk: Desk, case: Case) -> None:
    case.book(case.ten + timedelta(hours=1), patient=case.register("Yann Abel")["id"])
    booked = case.book(case.ten)
    desk.page.goto(f"{desk.server.url}/appointments/calendar{case.week}&open={booked['id']}")
    live(desk, case)
    desk.reschedule(case.ten + timedelta(hours=1))
    desk.page.locator(".details-note button").last.click()
    expect(desk.page.locator("#overbook-reason")).to_be_focused()
    desk.page.locator("#overbook-reason").fill(" ")
    desk.page.locator("dialog[open] button[type=submit]").click()
    expect(desk.page.locator("#overbook-error")).not_to_be_empty()


def first_visit_undone(desk: Desk, case: Case) -> None:
    """Checked in, and changed by another desk meanwhile."""
    booked = case.book(case.ten, patient=case.register("Otto Arvid")["id"])
    desk.page.goto(f"{desk.server.url}/appointments/calendar{case.week}&open={booked['id']}")
    live(desk, case)
    desk.move_to("CHECKED_IN")
    desk.page.locator(".details-note button").first.click()  # it is booked for another day
    expect(desk.page.locator("[data-transition=SCHEDULED]")).to_be_visible()
    version = case.client.get(f"/api/appointments/{booked['id']}/").json()["extendedProps"]["appointment"]["version"]
    case.client.patch(
        f"/api/appointments/{booked['id']}/", json={"complaint": "Cough", "notes": "-", "version": version}
    )
    expect(desk.page.locator(".details-note .notice-info")).to_be_visible()


def keyboard_help(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.keyboard.press("?")
    expect(desk.page.locator("#shortcuts")).to_be_visible()


def sought_on_the_page(desk: Desk, case: Case) -> None:
    """As without scripts: the form itself is sent."""
    desk.page.locator("#patients-q").fill("Xyzzy")
    desk.page.locator("#patients").evaluate("form => form.submit()")
    expect(desk.page.locator(".notice")).to_be_visible()


def sought_nobody(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator("#site-search-q").fill("Xyzzy")
    expect(desk.page.locator("#site-search-hint")).not_to_be_empty()


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
    """The session has ended while an appointment is open, and the password given in place is wrong."""
    first_visit(desk, case)
    desk.page.context.clear_cookies(name="sessionid")
    desk.page.locator("[data-transition=CHECKED_IN]").first.click()
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
    desk.page.locator("#registration > summary").click()
    desk.page.locator("#register").click()
    expect(desk.page.locator("#id_new-phone_error")).not_to_be_empty()


def found_somebody(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator("#id_q").fill(case.patient)
    expect(desk.page.get_by_test_id("patient-option").first).to_be_visible()


def registered_before(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator("#registration > summary").click()
    desk.page.locator("#id_new-name").fill(case.patient)
    desk.page.locator("#id_new-phone").fill("+46 70 555 0101")
    desk.page.locator("#register").click()
    expect(desk.page.get_by_test_id("matches")).to_be_visible()


def time_held(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.choose_slot(case.ten)
    expect(desk.page.get_by_test_id("own-hold")).to_be_visible()


def earliest_times(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.locator("#earliest > summary").click()
    expect(desk.page.get_by_test_id("earliest-time").first).to_be_visible()


def time_lost(desk: Desk, case: Case) -> None:
    time_held(desk, case)
    case.book(case.ten, patient=case.register("Yann Abel")["id"])
    expect(desk.page.locator("#time-error")).not_to_be_empty()


def sent_without_a_session(desk: Desk, case: Case) -> None:
    """As a plain form, which no script holds back to ask for the password."""
    live(desk, case)
    desk.page.context.clear_cookies(name="sessionid")
    desk.page.evaluate("document.getElementById('booking').submit()")
    expect(desk.page.get_by_test_id("signed-out")).to_be_visible()


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
    desk.page.get_by_label(case.patient).select_option(index=1)
    desk.page.get_by_test_id("enter").click()
    expect(desk.page.get_by_test_id("entered")).to_be_visible()


def signed_in_wrongly(desk: Desk, case: Case) -> None:
    signed_in_wrongly_as(desk, "nobody")
    expect(desk.page.locator("#login-error")).to_be_visible()


def signed_in_wrongly_as(desk: Desk, username: str) -> None:
    desk.page.locator("#id_username").fill(username)
    desk.page.locator("#id_password").fill("wrong")
    desk.page.locator("main button[type=submit]").click()


def locked(desk: Desk, case: Case) -> None:
    desk.server.guess(case.mrn, times=10)
    signed_in_wrongly_as(desk, case.mrn)
    expect(desk.page.locator(".error-page")).to_be_visible()


def new_password_refused(desk: Desk, case: Case) -> None:
    """Because the two differ: Django's own refusals are not translated in every language."""
    desk.page.locator("#id_new_password1").fill("Kestrel-42-fly")
    desk.page.locator("#id_new_password2").fill("Kestrel-43-fly")
    desk.page.locator("#id_old_password").fill("demo")
    desk.page.locator(".account button[type=submit]").first.click()
    expect(desk.page.locator(".errorlist").first).to_be_visible()


def menu(desk: Desk, case: Case) -> None:
    desk.page.locator("#user-menu").click()


def as_it_is(desk: Desk, case: Case) -> None:
    pass


def board_link_made(desk: Desk, case: Case) -> None:
    desk.page.locator("#id_department").select_option(index=1)
    desk.page.locator(".staff-fields ~ .staff-actions button").click()
    expect(desk.page.get_by_test_id("made")).to_be_visible()


def board_called(desk: Desk, case: Case) -> None:
    ward = ward_of(desk.server)
    ward.board(desk.page)
    ward.call(0)
    ward.step(0, "skip")
    ward.call(1)
    expect(desk.page.locator("#last-token")).to_have_text(ward.token(1))


def board_revoked(desk: Desk, case: Case) -> None:
    ward = ward_of(desk.server)
    ward.board(desk.page)
    ward.revoke()
    desk.page.reload()
    expect(desk.page.locator(".board-dark h1")).to_be_visible()


def own_page(desk: Desk, case: Case) -> None:
    ward = ward_of(desk.server)
    ward.phone(desk.page, 2)
    ward.call(2)
    expect(desk.page.locator("#ticket[data-state=called]")).to_be_visible()


def password_link(desk: Desk, case: Case) -> None:
    desk.page.locator("form[action$='/password'] button").click()
    expect(desk.page.get_by_test_id("link")).to_be_visible()


def account_sent_empty(desk: Desk, case: Case) -> None:
    desk.page.locator(".staff-fields ~ .staff-actions button").click()
    expect(desk.page.locator("#id_username_error")).to_be_visible()


def token_sent_empty(desk: Desk, case: Case) -> None:
    desk.page.locator(".staff-fields ~ .staff-actions button").click()
    expect(desk.page.locator("#id_name_error")).to_be_visible()


def walk_in_for_any_doctor(desk: Desk, case: Case) -> None:
    """Looks at a department's doctors beside a patient who waits for any of them."""
    body = {"patient": case.patient_id, "department": 1, "complaint": "Fever"}
    assert desk.server.client_of("opd").post("/api/opd-appointments/", json=body).status_code == 201
    desk.page.goto(f"{desk.server.url}/appointments/calendar?view=doctors&department=1")
    expect(desk.page.get_by_test_id("any-doctor")).to_be_visible()


def somebody_waits(desk: Desk, case: Case) -> str:
    live(desk, case)
    token = case.token()
    expect(desk.entry(token)).to_be_visible()
    return token


def transfer_asked(desk: Desk, case: Case) -> None:
    row = desk.entry(somebody_waits(desk, case))
    row.locator("summary").click()
    row.locator("[data-control=transfer]").click()
    expect(desk.page.get_by_test_id("ask")).to_be_visible()


def priority_asked(desk: Desk, case: Case) -> None:
    row = desk.entry(somebody_waits(desk, case))
    row.locator("summary").click()
    row.locator("[data-control=priority]").click()
    expect(desk.page.get_by_test_id("ask")).to_be_visible()


def patient_in_the_room(desk: Desk, case: Case) -> Room:
    """A called patient, two more who wait, and the menu of further steps, which is open."""
    room = Room(desk, case, "orthopaedics").opened()
    room.next_two()
    room.press("next")
    expect(room.current).to_be_visible()
    room.page.get_by_test_id("steps").locator("summary").click()
    return room


def transfer_asked_in_the_room(desk: Desk, case: Case) -> None:
    patient_in_the_room(desk, case).press("transfer")
    expect(desk.page.get_by_test_id("ask")).to_be_visible()


def no_room_open(desk: Desk, case: Case) -> None:
    Room(desk, case, "paediatrics").opened(session=False)
    expect(desk.page.get_by_test_id("room-choice")).to_be_visible()


def token_sent_without_patient(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.page.get_by_test_id("give-token").click()
    expect(desk.page.locator("#form-error")).to_be_visible()


def token_given(desk: Desk, case: Case) -> None:
    live(desk, case)
    desk.give_token(case.mrn, case.patient)
    expect(desk.page.get_by_test_id("given")).to_be_visible()


def session_banner(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    desk.page.context.clear_cookies(name="sessionid")
    desk.page.locator("#go-on").click()
    expect(desk.page.locator("#session-banner")).to_be_visible()


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


def board_dark(desk: Desk, case: Case) -> None:
    ward = ward_of(desk.server)
    ward.board(desk.page)
    ward.revoke()
    expect(desk.page.locator("#board-dark-text")).not_to_be_empty()
