"""States of pages in English, each as one line: who sees it, and how it comes about. axe looks at them in English.

stops.py lists all states; here are those of `make test`, those with another layout on a phone, and a few that are found
by English words.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser import merging, own_account, steps
from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.browser.ward import ward_of

NOBODY = ""
HOUR = timedelta(hours=1)


def failed_login(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/accounts/login/")
    desk.page.get_by_label("User name").fill("reception")
    desk.page.get_by_label("Password").fill("wrong")
    desk.page.get_by_role("button", name="Sign in").click()
    expect(desk.page.get_by_role("alert")).to_be_visible()


def details(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.open_calendar(case.week)
    desk.open_details(case.patient)
    expect(desk.page.get_by_test_id("history")).to_be_visible()


def overbooking(desk: Desk, case: Case) -> None:
    case.book(case.ten + HOUR, patient=case.register("Yann Abel")["id"])
    details(desk, case)
    desk.reschedule(case.ten + HOUR)
    desk.page.get_by_role("button", name="Overbook…").click()
    expect(desk.page.locator("#overbook-reason")).to_be_focused()


def drawer(desk: Desk, case: Case) -> None:
    desk.open_calendar("?view=list&department=1")
    opener = desk.page.locator("[data-drawer-open=filters]")
    if opener.is_visible():
        opener.click()
        expect(desk.page.locator("#filters")).to_be_visible()


def filled_in(desk: Desk, case: Case) -> None:
    case.book(case.ten - HOUR / 2)
    desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
    desk.choose_slot(case.ten)
    desk.expect_held()


def earliest_times(desk: Desk, case: Case) -> None:
    desk.open_create(patient=case.patient_id, department=1)
    steps.earliest_times(desk, case)


def clash(desk: Desk, case: Case) -> None:
    filled_in(desk, case)
    desk.page.route("**/availability/**", lambda route: route.abort())
    case.book(case.ten, patient=case.register("Yann Abel")["id"])
    expect(desk.page.locator("#time-error")).not_to_be_empty()


def time_off_over_patients(desk: Desk, case: Case) -> None:
    case.book(case.ten)
    desk.page.goto(f"{desk.server.url}/appointments/time-off")
    desk.page.get_by_label("Doctor").select_option(label=case.doctor)
    desk.page.get_by_label("From").fill(f"{case.day}T09:00")
    desk.page.get_by_label("Until").fill(f"{case.day}T12:00")
    desk.page.get_by_test_id("enter").click()
    expect(desk.page.get_by_test_id("hits")).to_be_visible()


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


def token_made(desk: Desk, case: Case) -> None:
    desk.page.goto(f"{desk.server.url}/accounts/tokens")
    desk.page.get_by_label("Name of the program").fill(f"Import of {case.mrn}")
    desk.page.get_by_label("Acts for").select_option(label="reception")
    desk.page.get_by_label("Read the calendar and patients").check()
    desk.page.get_by_role("button", name="Create token").click()
    expect(desk.page.get_by_test_id("secret")).to_be_visible()


def own_page_waiting(desk: Desk, case: Case) -> None:
    ward_of(desk.server).phone(desk.page, 2)


def at_the_desk(desk: Desk, case: Case) -> str:
    """With a token of its own, which it returns, so that somebody waits at any hour."""
    token = case.token()
    desk.open_opd("department=cardiology")
    expect(desk.entry(token)).to_be_visible()
    return token


def token_given(desk: Desk, case: Case) -> None:
    desk.open_opd("department=dermatology")
    desk.give_token(case.mrn, case.patient)
    expect(desk.page.get_by_test_id("given")).to_be_visible()


STATES: dict[str, tuple[str, Callable[[Desk, Case], Any]]] = {
    "login, failed": (NOBODY, failed_login),
    **{name: (NOBODY, bring_about) for name, bring_about in own_account.PAGES.items()},
    "calendar, list": ("reception", lambda desk, case: desk.open_calendar("?view=list&department=1")),
    "calendar, doctors": ("reception", lambda desk, case: desk.open_calendar("?view=doctors&department=1")),
    "calendar, searching": ("reception", sought),
    "patient": ("reception", patient_page),
    "patient, correcting": ("reception", correcting),
    "calendar, details": ("manager", details),
    "calendar, overbooking": ("manager", overbooking),
    "calendar, filters": ("reception", drawer),
    "create, filled in": ("reception", filled_in),
    "create, clash": ("reception", clash),
    "create, earliest times": ("reception", earliest_times),
    "OPD desk": ("opd", at_the_desk),
    "OPD desk, token given": ("manager", token_given),
    "slip": ("opd", steps.slip),
    "time off, over patients": ("manager", time_off_over_patients),
    "merge records, searched": ("manager", merging.searched),
    "merge records, clashing": ("manager", merging.clashing),
    "merge records, refused": ("manager", merging.refused),
    "patient, merged": ("manager", merging.merged),
    "audit, of a patient": ("manager", who_looked),
    "audit, refused": ("manager", audit_refused),
    "staff, account": ("manager", account),
    "staff, removing a second factor": ("manager", removing_a_factor),
    "new password": ("manager", new_password),
    "program tokens, one made": ("manager", token_made),
    "board, one called": (NOBODY, steps.board_called),
    "own page, waiting": (NOBODY, own_page_waiting),
    "day sheet": ("reception", at("/appointments/day-sheet")),
}
