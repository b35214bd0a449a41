"""The panel beside the calendar corrects what an appointment is about, and loses nothing that is typed."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk


@pytest.fixture
def booked(case: Case) -> int:
    return int(case.book(case.ten)["id"])


@pytest.fixture
def correcting(desk: Desk, case: Case, booked: int) -> Desk:
    """A receptionist with an appointment's correction open."""
    desk.open_calendar(case.week)
    desk.open_details(case.patient)
    desk.begin_correction()
    return desk


def elsewhere(case: Case, booked: int, **changes: object) -> None:
    """Another desk changes the appointment."""
    event = case.client.get(f"/api/appointments/{booked}/").json()
    body = {"version": event["extendedProps"]["appointment"]["version"], **changes}
    assert case.client.patch(f"/api/appointments/{booked}/", json=body).status_code == 200


def facts(desk: Desk) -> Locator:
    return desk.page.locator(".details-facts")


def test_complaint_notes_and_visit_are_corrected_and_taken_back(correcting: Desk, case: Case) -> None:
    desk, page = correcting, correcting.page
    desk.correct(complaint="Chest pain", notes="Comes with\nher daughter")
    page.locator("#correct-visit_type").select_option(label="First visit")
    expect(page.locator("#correct-visit_type-until")).to_have_text("New end: 10:45.")
    desk.save_correction()
    for text in ("Chest pain", "Comes with", "First visit, 45 min", "10:00 – 10:45"):
        expect(facts(desk)).to_contain_text(text, timeout=CHANGE_MS)
    expect(page.get_by_test_id("history")).to_contain_text("eason for visit changed")
    expect(page.get_by_test_id("correction").locator("summary")).to_be_focused()
    toast = page.get_by_test_id("toast").last
    expect(toast).to_contain_text(f"{case.patient}: Saved.")
    toast.get_by_role("button", name="Undo").click()
    for text in ("Cough", "15 min", "10:00 – 10:15"):
        expect(facts(desk)).to_contain_text(text, timeout=CHANGE_MS)
    expect(facts(desk)).not_to_contain_text("Comes with")


@pytest.mark.more
def test_what_is_typed_stays_while_another_desk_goes_on(correcting: Desk, case: Case, booked: int) -> None:
    desk, page = correcting, correcting.page
    desk.correct(complaint="Chest pain")
    elsewhere(case, booked, notes="Allergic")
    desk.expect_details("Allergic")
    expect(page.locator("#correct-complaint")).to_have_value("Chest pain")
    expect(page.locator("#correct-complaint")).to_be_focused()
    desk.press("Escape")
    expect(page.get_by_test_id("correction").locator("summary")).to_be_focused()
    desk.press("Enter")
    expect(page.locator("#correct-complaint")).to_have_value("Chest pain")
    desk.save_correction()
    expect(facts(desk)).to_contain_text("Chest pain", timeout=CHANGE_MS)
    expect(facts(desk)).to_contain_text("Allergic")


def test_a_correction_that_another_desk_made_first_is_looked_at_again(
    correcting: Desk, case: Case, booked: int
) -> None:
    desk, page = correcting, correcting.page
    desk.correct(complaint="Chest pain")
    elsewhere(case, booked, complaint="Fever", notes="Allergic")
    desk.expect_details("Fever")
    desk.save_correction()
    desk.expect_details("Not saved. Someone else changed this appointment.")
    expect(page.locator("#correct-complaint")).to_have_value("Chest pain")
    expect(page.locator("#correct-notes")).to_have_value("Allergic")
    desk.save_correction()
    expect(facts(desk)).to_contain_text("Chest pain", timeout=CHANGE_MS)


def test_a_longer_visit_that_meets_the_next_patient_is_offered_other_times(
    correcting: Desk, case: Case, booked: int
) -> None:
    desk, page = correcting, correcting.page
    case.book(case.ten.replace(minute=15), patient=case.register("Yann Abel")["id"])
    page.locator("#correct-visit_type").select_option(label="First visit")
    desk.save_correction()
    desk.expect_details("Not saved.")
    page.locator(".details-note").get_by_role("button").first.click()
    expect(facts(desk)).to_contain_text("First visit, 45 min", timeout=CHANGE_MS)
    expect(facts(desk)).not_to_contain_text("10:00 –")


@pytest.mark.more
def test_an_empty_complaint_is_refused_beside_its_field(correcting: Desk) -> None:
    desk, page = correcting, correcting.page
    desk.correct(complaint="   ")
    desk.save_correction()
    desk.expect_details("Not saved.")
    expect(page.locator("#correct-complaint")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#correct-complaint-error")).not_to_be_empty()
    page.get_by_role("button", name="Cancel", exact=True).click()
    expect(page.locator("#correct-complaint")).to_be_hidden()
    expect(facts(desk)).to_contain_text("Cough")
    desk.begin_correction()
    expect(page.locator("#correct-complaint")).not_to_have_attribute("aria-invalid", "true")
    expect(page.locator("#correct-complaint-error")).to_be_empty()


@pytest.mark.more
def test_a_user_without_the_right_sees_no_correction_form(two_desks: list[Desk], case: Case, booked: int) -> None:
    reception, other = two_desks
    other.page.context.clear_cookies()
    other.sign_in("doctor")
    for desk in (reception, other):
        desk.open_calendar(case.week)
        desk.open_details(case.patient)
        expect(desk.page.get_by_test_id("history")).to_be_visible()
    expect(reception.page.get_by_test_id("correction")).to_have_count(1)
    expect(other.page.get_by_test_id("correction")).to_have_count(0)
