"""The search in the bar: from any page, by keyboard alone, and what it says when nobody is found or nothing answers."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Case
from tests.browser.desk import Desk, desks
from tests.support.processes import Server


def test_a_patient_is_found_by_phone_from_the_calendar(desk: Desk, case: Case) -> None:
    case.client.patch(f"/api/patients/{case.patient_id}/", json={"phone": f"+91 7000 {case.patient_id:06}"})
    desk.open_calendar(case.week)
    desk.search(f"07000 {case.patient_id:06}")
    desk.expect_found(case.patient)
    desk.press("Enter")
    desk.expect_patient_page(case.patient)


def test_one_of_three_with_the_same_name_is_chosen_by_birth_date(desk: Desk, case: Case) -> None:
    name = f"Tilda Åkerblom {case.mrn}"
    born = {date: case.register(name, birth_date=date) for date in ("1980-05-17", "1980-05-18", "2001-05-17")}
    case.walk_in(patient=born["1980-05-18"]["id"])
    desk.open_calendar(case.week)
    desk.search(f"akerblom {case.mrn} til")
    desk.expect_found(name, name, name)
    options = desk.page.get_by_test_id("patient-option")
    expect(options.first.locator("strong mark")).to_have_text(["Til", "Åkerblom", case.mrn])
    expect(options.first.locator(".patient-today")).to_have_text(re.compile(r"^Today \d\d:\d\d, "))
    for date, words in (("1980-05-17", "17 May 1980"), ("1980-05-18", "18 May 1980"), ("2001-05-17", "17 May 2001")):
        option = options.filter(has_text=f"born {words}")
        expect(option).to_contain_text(f"MRN {born[date]['mrn']}")
    texts = options.all_text_contents()
    [index] = [at for at, text in enumerate(texts) if "born 17 May 1980" in text]
    desk.press(*["ArrowDown"] * index, "Enter")
    desk.expect_patient_page(name)
    expect(desk.page.locator("#patient-about")).to_contain_text(f"MRN {born['1980-05-17']['mrn']}")


@pytest.mark.more
def test_arrows_choose_among_those_found(desk: Desk, case: Case) -> None:
    for name in ("Quilla Aster", "Quilla Brandt", "Quilla Corso"):
        case.register(f"{name} {case.mrn}")
    names = [f"Quilla {name} {case.mrn}" for name in ("Aster", "Brandt", "Corso")]
    desk.open_create()
    desk.page.locator("#book").focus()
    desk.search("quilla")
    expect(desk.page.get_by_test_id("patient-option").filter(has_text=case.mrn)).to_have_count(3)
    desk.press("Escape", "Escape")
    desk.search(f"aster {case.mrn}")
    desk.expect_found(names[0])
    expect(desk.page.locator("#site-search-q")).to_have_attribute("aria-expanded", "true")
    expect(desk.page.locator("#site-search-q")).to_have_attribute("aria-activedescendant", "site-search-options-0")
    desk.press("Escape")
    desk.page.locator("#site-search-q").fill(f"quilla brandt {case.mrn}")
    desk.expect_found(names[1])
    desk.press("ArrowDown", "ArrowUp", "Enter")
    desk.expect_patient_page(names[1])


def test_a_number_that_is_typed_and_entered_at_once_opens_the_patient(desk: Desk, case: Case) -> None:
    """As a scanner types: nothing is shown yet when Enter comes, and the answer takes longer than typing rests."""
    desk.open_patient(1)
    slow = {"offline": False, "latency": 500, "downloadThroughput": -1, "uploadThroughput": -1}
    desk.page.context.new_cdp_session(desk.page).send("Network.emulateNetworkConditions", slow)
    desk.press("/")
    desk.type(case.mrn)
    desk.press("Enter")
    desk.expect_patient_page(case.patient)


def test_escape_leads_back_to_where_one_was(desk: Desk) -> None:
    desk.open_create()
    desk.page.locator("#book").focus()
    desk.search("zzz")
    expect(desk.page.locator("#site-search-hint")).to_have_text("No patient found.")
    desk.press("Escape")
    expect(desk.page.locator("#site-search-panel")).to_be_hidden()
    desk.press("Escape")
    desk.expect_focus("#book")


@pytest.mark.more
def test_a_slash_that_is_typed_stays_what_it_is(desk: Desk) -> None:
    desk.open_create()
    desk.page.get_by_label("Reason for visit").fill("")
    desk.page.get_by_label("Reason for visit").press("/")
    expect(desk.page.get_by_label("Reason for visit")).to_have_value("/")


@pytest.mark.more
def test_a_search_that_fails_says_so_and_is_tried_again(desk: Desk, case: Case) -> None:
    desk.open_calendar(case.week)
    desk.page.route("**/api/patients/search/", lambda route: route.abort())
    desk.search(case.mrn)
    expect(desk.page.locator("#site-search-hint")).to_contain_text("The search failed.")
    desk.page.unroute("**/api/patients/search/")
    desk.press("Enter")
    desk.expect_patient_page(case.patient)


@pytest.mark.more
def test_a_phone_has_a_page_of_its_own_for_the_search(desk: Desk, case: Case) -> None:
    desk.page.set_viewport_size({"width": 390, "height": 844})
    desk.open_patient(case.patient_id)
    expect(desk.page.locator("#site-search-q")).to_be_hidden()
    desk.page.get_by_role("link", name="Find a patient").click()
    desk.expect_focus("#patients-q")
    desk.type(case.mrn)
    desk.expect_found(case.patient)
    desk.press("Enter")
    desk.expect_patient_page(case.patient)


@pytest.mark.more
def test_who_may_see_no_patient_is_offered_no_search(
    browser: Browser, browser_context_args: dict[str, object], server: Server
) -> None:
    [developer] = desks(browser, browser_context_args, server, "developer")
    developer.page.goto(f"{server.url}/appointments/realtime-test")
    expect(developer.page.get_by_role("search")).to_have_count(0)
    developer.page.context.close()
