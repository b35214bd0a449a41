"""States of a patient's page that is being edited, for axe and for other languages."""

from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk


def warned_about(case: Case) -> None:
    """The patient has all that the page can show: a note, a missed visit, a second phone, an odd number."""
    booked = case.book(case.ten)
    status = {"status": "NO_SHOW", "version": 1}
    case.manager.post(f"/api/appointments/{booked['id']}/status/", json=status)
    fields = {
        "note": "Needs a wheelchair",
        "phone": "+91 9848",
        "second_phone": "+46 70 555 0102",
        "second_phone_of": "Zelda",
    }
    assert case.client.patch(f"/api/patients/{case.patient_id}/", json=fields).status_code == 200


def alike(desk: Desk, case: Case) -> None:
    """All fields are open, and the number that was typed is another patient's."""
    warned_about(case)
    case.register("Zelda Quist-Berg")
    desk.open_patient(case.patient_id)
    desk.page.locator("#correct").click()
    desk.page.locator("#id_correct-phone").fill("+46 70 555 0101")
    desk.press("Enter")
    expect(desk.page.locator("#correction-matches")).to_be_visible()


def stale(desk: Desk, case: Case) -> None:
    """Another desk has saved meanwhile."""
    desk.open_patient(case.patient_id)
    desk.page.locator("#correct").click()
    fields = {"phone": None, "sex": "other"}
    assert case.client.patch(f"/api/patients/{case.patient_id}/", json=fields).status_code == 200
    desk.page.locator("#correction-save").click()
    expect(desk.page.locator("#correction-error")).not_to_be_empty()
    expect(desk.page.locator("#id_correct-phone")).to_be_disabled()
