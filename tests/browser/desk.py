"""A desk: one browser window with somebody signed in, and what people do there, in verbs."""

import re
from datetime import datetime
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.badge import LIVE
from tests.support.processes import Server

# Far above what an idle machine needs: these only bound how long a failure takes. Promises are measured elsewhere.
CHANGE_MS = 20_000
ANSWER_MS = 20_000
BADGE_MS = 40_000


class Desk:
    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server
        page.set_default_timeout(ANSWER_MS)

    def sign_in(self, username: str) -> "Desk":
        self.page.goto(f"{self.server.url}/accounts/login/")
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password").fill("demo")
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("navigation")).to_be_visible()
        return self

    def expect_badge(self, words: str) -> None:
        expect(self.page.locator("#realtime-status")).to_have_text(words, timeout=BADGE_MS)

    # The calendar

    def open_calendar(self, query: str = "") -> "Desk":
        """Opens the calendar and waits until it is live."""
        self.page.goto(f"{self.server.url}/appointments/calendar{query}")
        self.expect_badge(LIVE)
        return self

    def appointment(self, patient: str) -> Locator:
        """The patient's appointment on the calendar."""
        return self.page.locator(".appointment:visible", has_text=patient)

    def expect_appointment(self, patient: str, state: str = "SCHEDULED") -> None:
        expect(self.appointment(patient)).to_have_count(1, timeout=CHANGE_MS)
        expect(self.appointment(patient)).to_have_attribute("data-state", state, timeout=CHANGE_MS)

    def expect_appointment_at(self, patient: str, wall: datetime) -> None:
        """The appointment stands at this time of the hospital's clock."""
        body = self.appointment(patient).locator(".appointment-body")
        expect(body).to_have_attribute("title", re.compile(wall.strftime("%H:%M")), timeout=CHANGE_MS)

    def expect_no_appointment(self, patient: str) -> None:
        expect(self.appointment(patient)).to_have_count(0, timeout=CHANGE_MS)

    def open_details(self, patient: str) -> None:
        self.appointment(patient).click()
        expect(self.page.get_by_test_id("details-name")).to_have_text(patient)

    def expect_details_state(self, label: str) -> None:
        expect(self.page.get_by_test_id("details-state")).to_have_text(label, timeout=CHANGE_MS)

    def expect_details(self, text: str) -> None:
        expect(self.page.locator("#details")).to_contain_text(text, timeout=CHANGE_MS)

    def move_to(self, status: str) -> None:
        """Presses the open panel's button for this state."""
        self.page.locator(f"[data-transition={status}]").click()

    def cancel(self, reason: str) -> None:
        self.move_to("CANCELLED")
        self.page.locator("#cancel-reason").fill(reason)
        self.page.locator(".details-form button[type=submit]:visible").click()

    def reschedule(self, wall: datetime) -> None:
        """Types another start, as the hospital's clock shows it, into the open panel."""
        self.page.get_by_test_id("reschedule").locator("summary").click()
        self.page.locator("#new-start").fill(wall.strftime("%Y-%m-%dT%H:%M"))
        self.page.get_by_test_id("reschedule").locator("button[type=submit]").click()

    def begin_correction(self) -> None:
        """Opens the panel's form for what the appointment is about."""
        self.page.get_by_test_id("correction").locator("summary").click()
        expect(self.page.locator("#correct-complaint")).to_be_visible()

    def correct(self, **texts: str) -> None:
        """Types over these fields of the open correction."""
        for name, text in reversed(texts.items()):
            self.page.locator(f"#correct-{name}").fill(text)

    def save_correction(self) -> None:
        self.page.get_by_test_id("correction").get_by_role("button", name="Save").click()

    def overbook(self, reason: str) -> None:
        """Says why a taken time is given twice, where a refused move offers it."""
        self.page.get_by_role("button", name="Overbook…").click()
        self.page.get_by_label("Reason for overbooking").fill(reason)
        self.page.get_by_role("button", name="Overbook", exact=True).click()

    # The search in the bar, and a patient's own page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Types into whatever has the focus."""
        self.page.keyboard.type(text)

    def search(self, text: str) -> None:
        """Goes into the bar's search by its key and types, from wherever one is."""
        self.press("/")
        expect(self.page.locator("#site-search-q")).to_be_focused()
        self.type(text)

    def expect_found(self, *names: str) -> None:
        """The first patients under the search, the very first of them chosen by Enter."""
        options = self.page.get_by_test_id("patient-option")
        for index, name in enumerate(names):
            expect(options.nth(index).locator("strong")).to_have_text(name, timeout=ANSWER_MS)
        expect(options.first).to_have_attribute("aria-selected", "true")

    def expect_patient_page(self, name: str) -> None:
        expect(self.page.get_by_test_id("patient-name")).to_have_text(name)
        self.expect_badge(LIVE)

    def open_patient(self, pk: int) -> "Desk":
        self.page.goto(f"{self.server.url}/appointments/patients/{pk}")
        self.expect_badge(LIVE)
        return self

    def expect_next(self, *texts: str) -> None:
        """The patient's next appointment says all of this."""
        for text in texts:
            expect(self.page.get_by_test_id("coming").locator(".is-next")).to_contain_text(text, timeout=CHANGE_MS)

    def expect_focus(self, selector: str) -> None:
        expect(self.page.locator(selector)).to_be_focused(timeout=ANSWER_MS)

    # The booking page

    def open_create(self, **prefilled: Any) -> "Desk":
        query = "&".join(f"{name}={value}" for name, value in prefilled.items())
        self.page.goto(f"{self.server.url}/appointments/create?{query}")
        self.expect_badge(LIVE)
        return self

    def find_patient(self, text: str, name: str) -> None:
        """Types into the search and takes the one found."""
        self.page.locator("#id_q").fill(text)
        self.page.get_by_test_id("patient-option").filter(has_text=name).click()
        expect(self.page.locator("#patient-name")).to_have_text(name)

    def choose_doctor(self, name: str, day: str) -> None:
        self.page.locator("#id_doctor").select_option(label=name)
        self.page.locator("#id_date").fill(day)

    def slot(self, wall: datetime) -> Locator:
        return self.page.get_by_test_id("time-grid").locator("label", has_text=wall.strftime("%H:%M"))

    def choose_slot(self, wall: datetime) -> None:
        expect(self.slot(wall)).to_have_attribute("data-slot", "free")
        self.slot(wall).click()

    def expect_slot(self, wall: datetime, state: str, timeout: int = CHANGE_MS) -> None:
        expect(self.slot(wall)).to_have_attribute("data-slot", state, timeout=timeout)

    def expect_held(self) -> None:
        """The chosen time is held for this desk's user; its seconds are counted down."""
        shown = self.page.get_by_test_id("own-hold").filter(visible=True)  # hidden, it keeps the former hold's text
        expect(shown).to_have_text(re.compile(r"Held for you: \d:\d\d"))

    # The OPD desk

    def open_opd(self, query: str = "") -> "Desk":
        self.page.goto(f"{self.server.url}/appointments/opd?{query}")
        self.expect_badge(LIVE)
        return self

    def begin_token(self) -> None:
        """By the key, or on a phone by a touch."""
        self.page.locator("#new-token > summary").click()
        self.expect_focus("#id_q")

    def give_token(self, text: str, name: str) -> None:
        """Finds the patient and gives a token, by keyboard."""
        self.begin_token()
        self.type(text)
        self.expect_found(name)
        self.press("Enter")
        self.expect_focus("#id_complaint")
        self.type("Cough")
        self.press("Enter")

    def entry(self, token: str) -> Locator:
        """The one with this token among those who wait."""
        return self.page.get_by_test_id("entry").filter(has_text=token)

    def book(self) -> None:
        self.page.get_by_test_id("book").click()

    def expect_booked(self, patient: str) -> None:
        expect(self.page.get_by_test_id("booked")).to_contain_text(patient)


def desks(browser: Browser, context_args: dict[str, Any], server: Server, *usernames: str) -> list[Desk]:
    """An empty window for each, in which that user has signed in before."""
    return [_desk(browser, context_args, server, username) for username in usernames]


def _desk(browser: Browser, context_args: dict[str, Any], server: Server, username: str) -> Desk:
    context = browser.new_context(**context_args)
    session = server.client_of(username).cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
    return Desk(context.new_page(), server)
