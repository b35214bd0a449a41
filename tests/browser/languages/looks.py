"""What is looked at in each state: its sentences, axe, and its width."""

from playwright.sync_api import expect

from tests.browser.accessibility import faults, overflow
from tests.browser.desk import Desk
from tests.browser.leftovers import leftovers, phrases
from tests.browser.stops import Stop

DESK = 1440  # pixels


def look(desk: Desk, stop: Stop, narrowest: int) -> None:
    """Nothing is said in English that a catalogue could say, axe finds nothing to mend in light and dark, and nothing
    sticks out of a desk's window or of one of the narrowest width, in pixels.
    """
    page = desk.page
    expect(page.locator("html")).to_have_attribute("lang", "he")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    known = phrases(desk.server.instance.data / "hospital.sqlite3", "City Hospital", "nowhere", "pusher:error")
    english = leftovers(page, known)
    to_mend = [fault for fault in faults(page, "light", "dark") if not (stop.small_targets and "target-size" in fault)]
    wider = {width: overflow(page, width) for width in (DESK, narrowest)}
    assert english == [], "\n".join(english)
    assert to_mend == [], "\n".join(to_mend)
    assert max(wider.values()) <= 0, wider
