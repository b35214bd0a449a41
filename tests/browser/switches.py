"""A desk that switches what its calendar shows, and what is drawn then."""

import json
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Error, Page

from tests.browser.desk import Desk

KEYS = {"week": "w", "day": "d", "list": "l", "doctors": "s", "month": "m"}
WALKED_MS = 15_000  # for one step of a walk, on a busy machine
POLL_MS = 30
Filters = dict[str, list[str]]

# Each card and each number, with its place in what scrolls: a fresh load begins at another hour.
DRAWN = """() => {
  const body = document.querySelector("#calendar-body");
  const frameOf = (node) => {
    const scrolls = ({ overflowY }) => overflowY === "auto" || overflowY === "scroll";
    while (node !== body && !scrolls(getComputedStyle(node))) node = node.parentElement;
    return node;
  };
  const place = (node) => {
    if (!isSeen(node)) return "out of sight";
    const [box, frame] = [node.getBoundingClientRect(), frameOf(node)];
    const { left, top } = frame.getBoundingClientRect();
    const [x, y] = [box.left - left + frame.scrollLeft, box.top - top + frame.scrollTop];
    return [x, y, box.width, box.height].map(Math.round).join(" ");
  };
  const isSeen = (node) => node.checkVisibility({ visibilityProperty: true });
  const cards = [...body.querySelectorAll(".appointment")]; // also those that nobody sees: they cost as much
  const numbers = body.querySelectorAll(".hour-count, .day-count, .doctor-head-count, [aria-haspopup=dialog]");
  return [
    ...cards.map((node) => `${node.dataset.appointment} ${node.dataset.state} at ${place(node)}`),
    ...[...numbers].filter(isSeen).map((node) => `${node.textContent} at ${place(node)}`),
  ].sort();
}"""
IS_DRAWN = f"(wanted) => JSON.stringify(({DRAWN})()) === wanted"
# Whether so many appointments are on the page: by name, behind a "more", or in an hour's number.
IS_WHOLE = """(total) => {
  const body = document.querySelector("#calendar-body");
  const sum = (selector) =>
    [...body.querySelectorAll(selector)].reduce((all, node) => all + Number.parseInt(node.textContent), 0);
  const seen = (node) => node.checkVisibility({ visibilityProperty: true });
  const named = [...body.querySelectorAll(".appointment")].filter(seen);
  const heads = body.dataset.view === "doctors" ? sum(".doctor-head-count") : total;
  const shown = named.length + sum("[aria-haspopup=dialog]") + sum(".hour-count");
  const tallied = body.querySelector("[data-density]:not([hidden])");
  return body.ariaBusy === "false" && tallied && shown === total && heads === total;
}"""
# After two frames what was put there has been laid out.
LAID_OUT = f"""async () => {{
  const frame = () => new Promise(requestAnimationFrame);
  await frame();
  await frame();
  return JSON.stringify(({DRAWN})());
}}"""
# Clicks each control that is not as it is wanted.
CHOOSE = """(wanted) => {
  if (!wanted.length) return document.querySelector("#clear-filters").click();
  const named = ["department", "doctor", "status"].map((name) => `input[name=${name}]`).join();
  for (const input of document.querySelectorAll(named)) {
    if (input.checked !== wanted.includes(`${input.name}=${input.value}`)) input.click();
  }
}"""


@dataclass
class Switches:
    """A desk that switches its calendar, and a second page of the same desk that loads each address."""

    desk: Desk
    fresh: Page
    known: dict[str, str] = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return self.desk.page

    def expect_as_fresh(self, step: str) -> None:
        """What is drawn equals a fresh load of the same address."""
        wanted = self.known.get(self.page.url) or self.load(self.page.url)
        try:
            self.page.wait_for_function(IS_DRAWN, arg=wanted, polling=POLL_MS, timeout=WALKED_MS)
        except Error:
            drawn = self.page.evaluate(LAID_OUT)
            assert drawn == wanted, f"{step}: {differences(drawn, wanted)}"

    def load(self, url: str) -> str:
        """What a fresh load of the address draws, once all that the server answered is on the page."""
        with self.fresh.expect_response(lambda answer: "/api/calendar/?" in answer.url) as answer:
            self.fresh.goto(url)
        total = len(answer.value.json()["events"])
        self.fresh.wait_for_function(IS_WHOLE, arg=total, polling=POLL_MS, timeout=WALKED_MS)
        self.known[url] = self.fresh.evaluate(LAID_OUT)
        return self.known[url]

    def forget(self) -> None:
        """Something has changed since they were loaded."""
        self.known.clear()

    def show(self, view: str) -> None:
        self.desk.press(KEYS[view])
        self.page.wait_for_url(re.compile(f"view={view}&"))

    def turn(self, key: str) -> None:
        """Goes to another date by its key."""
        before = self.page.url
        self.desk.press(key)
        self.page.wait_for_url(lambda url: url != before)

    def turn_and_return(self) -> None:
        """Later and earlier at once, as quick fingers do; waits for all that the page asks for."""
        before = self.page.url
        with self.page.expect_response(lambda answer: "/api/calendar/?" in answer.url):
            self.desk.press("j", "k")
        self.page.wait_for_url(before)
        self.page.wait_for_load_state("networkidle")

    def leave_and_come_back(self, address: str) -> None:
        self.page.goto(f"{self.desk.server.url}{address}")
        self.page.go_back()

    def choose(self, filters: Filters) -> None:
        """Chooses these doctors, departments or states instead of those that are chosen."""
        self.page.evaluate(CHOOSE, [f"{name}={each}" for name in filters for each in filters[name]])
        self.page.wait_for_url(lambda url: chosen_in(url) == filters)


def differences(drawn: str, wanted: str) -> str:
    here, there = set(json.loads(drawn)), set(json.loads(wanted))
    return f"too many are {sorted(here - there)}, missing are {sorted(there - here)}"


def chosen_in(url: str) -> Filters:
    """The doctors, departments and states of an address."""
    asked = parse_qs(urlsplit(url).query)
    return {name: asked[name] for name in ("department", "doctor", "status") if name in asked}
