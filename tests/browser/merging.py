"""States of the pages that merge records, for axe and for other languages."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk


def searched(desk: Desk, case: Case) -> None:
    """Another record with the same phone is offered."""
    case.register("Zelda Quist-Berg")
    desk.page.goto(f"{desk.server.url}/appointments/patients/{case.patient_id}/merge")
    expect(desk.page.get_by_test_id("other-record").first).to_be_visible()


def clashing(desk: Desk, case: Case) -> None:
    """Both records side by side; both are booked for the same time."""
    twin = case.register("Zelda Quist-Berg")
    case.book(case.ten)
    body = {
        "patient": twin["id"],
        "doctor": case.client.get("/api/doctors/").json()[1]["id"],
        "start": (case.ten + timedelta(minutes=5)).isoformat(),
        "complaint": "Cough",
        "reason": "Same time",
    }
    assert case.manager.post("/api/appointments/", json=body).status_code == 201
    desk.page.goto(f"{desk.server.url}/appointments/patients/{case.patient_id}/merge?with={twin['id']}")
    expect(desk.page.get_by_test_id("clash")).to_have_count(2)


def refused(desk: Desk, case: Case) -> None:
    """Without a reason."""
    twin = case.register("Zelda Quist-Berg")
    desk.page.goto(f"{desk.server.url}/appointments/patients/{case.patient_id}/merge?with={twin['id']}")
    desk.page.get_by_test_id("merge").click()
    expect(desk.page.get_by_role("alert")).to_be_visible()


def merged(desk: Desk, case: Case) -> None:
    """The page of the record that stays, with the notice and the merged record."""
    twin = case.register("Zelda Quist-Berg")
    body = {"into": case.patient_id, "reason": "Registered twice"}
    assert case.manager.post(f"/api/patients/{twin['id']}/merge/", json=body).status_code == 200
    desk.page.goto(f"{desk.server.url}/appointments/patients/{twin['id']}")
    expect(desk.page.get_by_test_id("merged-notice")).to_be_visible()
    expect(desk.page.get_by_test_id("merged-record")).to_be_visible()
