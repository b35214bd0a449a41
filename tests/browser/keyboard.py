"""Hands that stay on the keyboard: walking to a control as a person does, never by script."""

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 150  # far more than any page has between two controls
FOCUSED = "node => node === document.activeElement"


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Presses Tab (or another key) until the control has the focus. Raises AssertionError where it is never reached."""
    expect(target).to_be_visible()
    for _ in range(MOST_STOPS):
        if target.evaluate(FOCUSED):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} never reaches {target}")


def press(page: Page, target: Locator) -> None:
    """Walks to a button or link and presses Enter."""
    tab_to(page, target)
    page.keyboard.press("Enter")


def write(page: Page, target: Locator, text: str) -> None:
    tab_to(page, target)
    page.keyboard.type(text)
