"""A doctor's room in a window, and what is done there, in verbs."""

from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Case
from tests.browser.desk import CHANGE_MS, Desk
from tests.support.badge import LIVE

PHONE = {"width": 390, "height": 844}


class Room:
    def __init__(self, desk: Desk, case: Case, department: str) -> None:
        self.desk, self.page, self.case, self.department = desk, desk.page, case, department
        doctors = case.manager.get("/api/doctors/").json()
        self.doctor = next(each["id"] for each in doctors if each["department"]["slug"] == department)

    def opened(self, *, session: bool = True) -> "Room":
        """Opens the page, with nobody in the room, and with a session in the first room or without one."""
        for entry in self._queue()["entries"]:
            visit = entry["extendedProps"]["appointment"]
            if visit["token_state"] in {"CALLED", "SERVING"}:
                action = "done" if visit["token_state"] == "SERVING" else "left"
                kind = "opd-appointments" if visit["kind"] == "opd" else "appointments"
                body = {"action": action, "version": visit["version"]}
                answer = self.case.manager.post(f"/api/{kind}/{visit['id']}/token/", json=body)
                assert answer.status_code == 200, answer.text
        rooms = self._queue()["rooms"]
        for each in rooms:
            self.case.manager.delete(f"/api/rooms/{each['id']}/session/")
        if session:
            answer = self.case.manager.post(f"/api/rooms/{rooms[0]['id']}/session/", json={"doctor": self.doctor})
            assert answer.status_code == 201, answer.text
        self.page.goto(f"{self.desk.server.url}/appointments/room?doctor={self.doctor}")
        self.desk.expect_badge(LIVE)
        return self

    def next_two(self) -> tuple[str, str]:
        """The tokens of the two who are called next; two more patients come first."""
        for name in ("Yann Abel", "Zoe Abel"):
            self.case.walk_in(self.department, self.case.register(name)["id"])
        waiting = [
            visit["token"]
            for entry in self._queue()["entries"]
            if (visit := entry["extendedProps"]["appointment"])["position"]
            and (not visit["doctor"] or visit["doctor"]["id"] == self.doctor)
        ]
        expect(self.step("next")).to_contain_text(waiting[0], timeout=CHANGE_MS)
        expect(self.page.get_by_test_id("next").nth(1)).to_contain_text(waiting[1], timeout=CHANGE_MS)
        return waiting[0], waiting[1]

    @property
    def current(self) -> Locator:
        return self.page.get_by_test_id("current")

    def step(self, name: str) -> Locator:
        return self.page.get_by_test_id("steps").locator(f"[data-control={name}]")

    def press(self, name: str) -> None:
        self.step(name).click()

    def undo(self) -> None:
        """By the last toast."""
        self.page.get_by_test_id("toast").last.get_by_role("button", name="Undo").click()

    def _queue(self) -> dict[str, Any]:
        return dict(self.case.manager.get(f"/api/queues/{self.department}/").json())
