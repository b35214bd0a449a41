"""A chosen time is held: other users see by whom, and it is released when it is left or its time has ended."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Case, watched
from tests.browser.desk import Desk
from tests.conftest import copied
from tests.support.processes import Instance, Server

pytestmark = pytest.mark.clock

HOLD_SECONDS, SHORT_HOLD_SECONDS = 120, 4
OVER_MS = 30_000  # a short hold's time and its spread, or the wait after a read that failed
short_holds = pytest.mark.parametrize("server", [SHORT_HOLD_SECONDS], indirect=True, ids=["short"], scope="module")


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, seeded: Path, valkey: str
) -> Iterator[Server]:
    """The demo clinic with two receptionists; the parameter is how long its holds last."""
    folder = tmp_path_factory.mktemp("holds")
    copied(seeded, folder)
    hold_seconds = str(getattr(request, "param", HOLD_SECONDS))
    instance = Instance(folder, redis_url=valkey, env={"HOLD_SECONDS": hold_seconds})
    with instance.serving() as served:
        yield served


@pytest.fixture
def pair(
    browser: Browser, browser_context_args: dict[str, object], server: Server, case: Case
) -> Iterator[tuple[Desk, Desk]]:
    """Two desks at the same doctor's same day."""
    with watched(browser, browser_context_args, server, "reception", "reception2") as [first, second]:
        for desk in (first, second):
            desk.open_create(patient=case.patient_id, doctor=case.doctor_id, date=case.day)
            desk.expect_slot(case.ten, "free")
        yield first, second


def test_a_held_time_is_shown_at_once_with_its_holder_and_its_seconds(pair: tuple[Desk, Desk], case: Case) -> None:
    first, second = pair
    first.choose_slot(case.ten)
    first.expect_held()
    second.expect_slot(case.ten, "held")
    expect(second.slot(case.ten)).to_have_attribute("title", "held by Front Desk")
    expect(second.slot(case.ten).get_by_role("radio")).to_be_disabled()
    expect(second.page.get_by_test_id("held-time")).to_have_text(re.compile(r"Held by Front Desk · 1:\d\d left"))
    expect(first.page.get_by_test_id("held-time")).to_have_count(0)


def test_of_two_who_choose_one_time_the_second_sees_it_held_then_taken_and_books_the_next(
    pair: tuple[Desk, Desk], case: Case
) -> None:
    first, second = pair
    other = case.register("Yann Abel")
    second.page.locator("#patient-change").click()
    second.find_patient(other["mrn"], other["name"])
    second.page.get_by_label("Reason for visit").fill("Sore throat")

    second.page.route("**/availability/**", lambda route: route.abort())  # both click before either has seen the other
    first.choose_slot(case.ten)
    first.expect_held()
    second.choose_slot(case.ten)
    expect(second.page.locator("#id_start_error")).to_contain_text("Front Desk is booking that time")
    second.page.unroute("**/availability/**")
    second.expect_slot(case.ten, "held", OVER_MS)

    first.page.get_by_label("Reason for visit").fill("Back pain")
    first.book()
    first.expect_booked(case.patient)
    second.expect_slot(case.ten, "taken")
    expect(second.page.get_by_test_id("held-time")).to_have_count(0)

    expect(second.page.get_by_test_id("offer").first).to_have_text("10:15")
    second.page.get_by_test_id("offer").first.click()
    second.expect_held()
    expect(second.page.get_by_label("Reason for visit")).to_have_value("Sore throat")
    second.book()
    second.expect_booked(other["name"])


@pytest.mark.more
def test_choosing_another_time_and_leaving_the_page_release_the_hold(pair: tuple[Desk, Desk], case: Case) -> None:
    first, second = pair
    eleven = case.ten.replace(hour=11)
    first.choose_slot(case.ten)
    second.expect_slot(case.ten, "held")

    first.choose_slot(eleven)
    second.expect_slot(eleven, "held")
    second.expect_slot(case.ten, "free")

    first.open_calendar()
    second.expect_slot(eleven, "free")


@pytest.mark.more
@short_holds
def test_a_hold_that_runs_out_comes_free_by_itself_and_typing_takes_it_again(
    pair: tuple[Desk, Desk], case: Case
) -> None:
    first, second = pair
    first.choose_slot(case.ten)
    second.expect_slot(case.ten, "held")
    second.expect_slot(case.ten, "free", OVER_MS)  # without an event: by the page's own clock

    expect(first.page.locator("#hold-note")).to_contain_text("Your hold on 10:00 has ended")
    first.page.get_by_label("Reason for visit").type("Back pain")
    first.expect_held()
    second.expect_slot(case.ten, "held")


@pytest.mark.more
@short_holds
def test_a_time_that_ran_out_and_went_to_another_desk_is_said_and_nothing_is_lost(
    pair: tuple[Desk, Desk], case: Case
) -> None:
    first, second = pair
    first.page.get_by_label("Reason for visit").fill("Back pain")
    first.choose_slot(case.ten)
    expect(first.page.locator("#hold-note")).to_contain_text("has ended")
    second.choose_slot(case.ten)
    expect(first.page.locator("#id_start_error")).to_contain_text("10:00 is held by Second Desk")
    expect(first.page.get_by_test_id("offer").first).to_have_text("10:15")
    expect(first.page.get_by_label("Reason for visit")).to_have_value("Back pain")
