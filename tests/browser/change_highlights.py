"""Records the change highlights of appointments as they begin.

A highlight lasts two seconds; on a busy machine a test may look too late.
"""

from typing import Any

from playwright.sync_api import expect

from tests.browser.desk import CHANGE_MS, Desk

NOTE = """() => {
  window.highlights = [];
  const note = () => {
    for (const by of document.querySelectorAll(".appointment:not([data-noted]) .appointment-by")) {
      const appointment = by.closest(".appointment");
      appointment.dataset.noted = "";
      window.highlights.push({
        by: by.textContent,
        ring: getComputedStyle(appointment, "::after").animationName,
        line: getComputedStyle(appointment.querySelector(".appointment-name")).textDecorationLine,
      });
    }
  };
  new MutationObserver(note).observe(document.body, {childList: true, subtree: true});
}"""


def note_highlights(*desks: Desk) -> None:
    """Starts recording; called before the change."""
    for desk in desks:
        desk.page.evaluate(NOTE)


def highlights_of(desk: Desk) -> list[dict[str, Any]]:
    """By whom, with which animation of the ring, and with which line through the name."""
    return list(desk.page.evaluate("window.highlights"))


def expect_highlight(desk: Desk, patient: str) -> dict[str, Any]:
    """Expects one highlight, and that it ends."""
    desk.page.wait_for_function("() => window.highlights.length")
    expect(desk.appointment(patient).locator(".appointment-by")).to_have_count(0, timeout=CHANGE_MS)
    [highlight] = highlights_of(desk)
    return highlight
