"""Notes each glow of an appointment as it begins.

A change glows for two seconds, which a test on a busy machine may not look at in time.
"""

from typing import Any

from playwright.sync_api import expect

from tests.browser.desk import CHANGE_MS, Desk

NOTE = """() => {
  window.glows = [];
  const note = () => {
    for (const by of document.querySelectorAll(".appointment:not([data-noted]) .appointment-by")) {
      const visit = by.closest(".appointment");
      visit.dataset.noted = "";
      window.glows.push({
        by: by.textContent,
        ring: getComputedStyle(visit, "::after").animationName,
        line: getComputedStyle(visit.querySelector(".appointment-name")).textDecorationLine,
      });
    }
  };
  new MutationObserver(note).observe(document.body, {childList: true, subtree: true});
}"""


def note_glows(*desks: Desk) -> None:
    """From now on; before the change that shall glow."""
    for desk in desks:
        desk.page.evaluate(NOTE)


def glows(desk: Desk) -> list[dict[str, Any]]:
    """By whom, with which animation of the ring, and with which line through the name."""
    return list(desk.page.evaluate("window.glows"))


def expect_glow(desk: Desk, patient: str) -> dict[str, Any]:
    """The appointment glows once, and no longer after a while."""
    desk.page.wait_for_function("() => window.glows.length")
    expect(desk.visit(patient).locator(".appointment-by")).to_have_count(0, timeout=CHANGE_MS)
    [glow] = glows(desk)
    return glow
