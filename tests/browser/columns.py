"""Doctors side by side, as a user with a mouse works on them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from playwright.sync_api import FloatRect, Locator, Page, expect

from tests.browser.desk import CHANGE_MS, Desk

POINT = """([doctor, part]) => {
  const heads = [...document.querySelectorAll("#doctors [data-doctor]")].map((head) => Number(head.dataset.doctor));
  const column = document.querySelectorAll("#doctors .time-column")[heads.indexOf(doctor)];
  let scroller = column;
  while (getComputedStyle(scroller).overflowY !== "auto") scroller = scroller.parentElement;
  const frame = scroller.getBoundingClientRect();
  const y = () => column.getBoundingClientRect().top + part * column.getBoundingClientRect().height;
  if (y() < frame.top + 60 || y() > frame.bottom - 160) scroller.scrollTop += y() - frame.top - frame.height / 3;
  const box = column.getBoundingClientRect();
  return {x: box.left + box.width / 2, y: y() + 2};
}"""
DOCTOR_OF = """(appointment) => {
  const columns = [...document.querySelectorAll("#doctors .time-column")];
  const heads = document.querySelectorAll("#doctors [data-doctor]");
  return Number(heads[columns.indexOf(appointment.closest(".time-column"))].dataset.doctor);
}"""
MINUTES = 24 * 60


@dataclass
class Columns:
    """A desk that looks at a day of some doctors."""

    desk: Desk

    @property
    def page(self) -> Page:
        return self.desk.page

    def open(self, day: str, *doctors: int) -> "Columns":
        self.desk.open_calendar("?view=doctors&date=" + day + "".join(f"&doctor={each}" for each in doctors))
        expect(self.page.locator("#doctors [data-doctor]")).to_have_count(len(doctors))
        expect(self.page.locator("#calendar-body")).to_have_attribute("aria-busy", "false")
        return self

    def point(self, doctor: int, wall: datetime) -> dict[str, float]:
        """Where on the screen this time of this doctor stands, scrolled into view."""
        part = (wall.hour * 60 + wall.minute) / MINUTES
        point: dict[str, float] = self.page.evaluate(POINT, [doctor, part])
        return point

    def click(self, doctor: int, wall: datetime) -> None:
        point = self.point(doctor, wall)
        self.page.mouse.click(point["x"], point["y"])

    def draw(self, doctor: int, start: datetime, end: datetime) -> None:
        """Draws a length of empty time."""
        self.draw_and_hold(doctor, start, end)
        self.drop()

    def draw_and_hold(self, doctor: int, start: datetime, end: datetime) -> None:
        """Draws a length of empty time, and holds it there."""
        last, first = self.point(doctor, end), self.point(doctor, start)
        self._grab(first, {"x": last["x"], "y": last["y"] - 6})

    def take(self, patient: str, doctor: int, wall: datetime) -> None:
        """Drags an appointment, by the middle of its first quarter of an hour, to this time, and holds it there."""
        to = self.point(doctor, wall)
        slot = self._box(self.desk.appointment(patient))
        self._grab({"x": slot["x"] + slot["width"] / 2, "y": slot["y"] + 16}, {"x": to["x"], "y": to["y"] + 14})

    def drop(self) -> None:
        self.page.mouse.up()

    def stretch(self, patient: str, doctor: int, end: datetime) -> None:
        """Drags an appointment's lower edge to this time."""
        to = self.point(doctor, end)
        self.desk.appointment(patient).hover()
        box = self._box(self.desk.appointment(patient))
        bottom = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] - 2}
        self._drag(bottom, {"x": to["x"], "y": to["y"] - 6})

    def expect_doctor(self, patient: str, doctor: int) -> None:
        """The appointment stands in this doctor's column."""
        appointment = self.desk.appointment(patient)
        expect(appointment).to_have_count(1, timeout=CHANGE_MS)
        self.page.wait_for_function(f"(id) => ({DOCTOR_OF})({APPOINTMENT}) === id", arg=doctor)

    def expect_toast(self, text: str) -> Locator:
        toast = self.page.get_by_test_id("toast").last
        expect(toast).to_contain_text(text, timeout=CHANGE_MS)
        return toast

    def _drag(self, start: dict[str, float], end: dict[str, float]) -> None:
        self._grab(start, end)
        self.page.mouse.up()

    def _grab(self, start: dict[str, float], end: dict[str, float]) -> None:
        self.page.mouse.move(start["x"], start["y"])
        self.page.mouse.down()
        self.page.mouse.move(start["x"] + 3, start["y"] + 8, steps=3)
        self.page.mouse.move(end["x"], end["y"], steps=10)

    def _box(self, appointment: Locator) -> FloatRect:
        box: Any = appointment.bounding_box()
        assert box
        return box


APPOINTMENT = 'document.querySelector("#doctors .appointment")'
