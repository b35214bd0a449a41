"""A hospital in Berlin over both changes of the clock, seen from a desk whose browser is set to New York."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, expect

from appointments.hospital_time import today
from tests.browser.conftest import register
from tests.browser.desk import Desk
from tests.conftest import copied
from tests.support.processes import Instance, Server

pytestmark = pytest.mark.clock


def last_sunday(year: int, month: int) -> str:
    day = date(year, month, 31)
    return (day - timedelta(days=(day.weekday() + 1) % 7)).isoformat()


YEAR = today().year + 1  # all of it lies ahead
SPRING, AUTUMN = last_sunday(YEAR, 3), last_sunday(YEAR, 10)  # 02:00 becomes 03:00; 03:00 becomes 02:00
DOCTOR = 1
TOLERANCE_SECONDS = 60
NIGHT_SHIFTS = f"""
from datetime import date, time
from appointments.models import DateHours, Doctor
for day in ({SPRING!r}, {AUTUMN!r}):
    hours = {{"start": time(1), "end": time(11), "slot_minutes": 30}}
    DateHours.objects.create(doctor=Doctor.objects.get(pk={DOCTOR}), date=date.fromisoformat(day), **hours)
"""


@pytest.fixture(scope="module")
def server(seeded: Path, valkey: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo clinic in Berlin; the first doctor works in both nights, from 01:00 to 11:00."""
    folder = tmp_path_factory.mktemp("berlin")
    copied(seeded, folder)
    instance = Instance(folder, redis_url=valkey, env={"HOSPITAL_TIME_ZONE": "Europe/Berlin"})
    instance.manage("shell", "--no-imports", "--command", NIGHT_SHIFTS)
    with instance.serving() as served:
        yield served


@pytest.fixture(scope="module")
def booked(server: Server) -> dict[str, str]:
    """The starts as the API gives them back, by patient."""
    wanted = {
        "Una Spring": f"{SPRING}T01:30:00+01:00",
        "Drei Spring": f"{SPRING}T03:00:00+02:00",
        "Ten Spring": f"{SPRING}T10:00:00+02:00",
        "Una Autumn": f"{AUTUMN}T02:30:00+02:00",
        "Due Autumn": f"{AUTUMN}T02:30:00+01:00",
        "Ten Autumn": f"{AUTUMN}T10:00:00+01:00",
    }
    client = server.client_of("reception")
    return {name: book(client, name, start) for name, start in wanted.items()}


def book(client: httpx.Client, name: str, start: str) -> str:
    patient = register(client, name)["id"]
    body = {"patient": patient, "doctor": DOCTOR, "start": start, "complaint": "Cough"}
    answer = client.post("/api/appointments/", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json()["start"] == start
    return start


def slots(desk: Desk, state: str) -> Locator:
    return desk.page.locator(f"#time-grid [data-slot={state}] input")


def top(desk: Desk, patient: str) -> float:
    """Where the appointment begins, in pixels."""
    place = desk.appointment(patient).bounding_box()
    assert place
    return place["y"]


@pytest.mark.parametrize("view", ["week", pytest.param("day", marks=pytest.mark.more)])
def test_visits_stand_at_the_hours_of_the_wall_clock(desk: Desk, booked: dict[str, str], view: str) -> None:
    desk.open_calendar(f"?view={view}&date={AUTUMN}&doctor={DOCTOR}")
    first, second, ten = (top(desk, name) for name in ("Una Autumn", "Due Autumn", "Ten Autumn"))
    assert first == second
    half_an_hour = (ten - first) / 15  # from 02:30 to 10:00

    desk.open_calendar(f"?view={view}&date={SPRING}&doctor={DOCTOR}")
    before, after, ten = (top(desk, name) for name in ("Una Spring", "Drei Spring", "Ten Spring"))
    assert after - before == pytest.approx(3 * half_an_hour, abs=1)
    assert ten - after == pytest.approx(14 * half_an_hour, abs=1)


@pytest.mark.more
def test_the_list_says_the_repeated_half_hour_twice_in_the_order_of_time(desk: Desk, booked: dict[str, str]) -> None:
    desk.open_calendar(f"?view=list&date={AUTUMN}&doctor={DOCTOR}")
    expect(desk.appointment("Ten Autumn")).to_have_count(1)
    rows = desk.page.locator(".appointment", has_text="Autumn")
    expect(rows.locator(".appointment-name")).to_have_text(["Una Autumn", "Due Autumn", "Ten Autumn"])
    expect(rows.locator(".appointment-time")).to_have_text(["02:30 – 02:00", "02:30 – 03:00", "10:00 – 10:30"])


@pytest.mark.more
def test_the_missing_hour_is_offered_to_nobody(desk: Desk, booked: dict[str, str]) -> None:
    desk.open_create(doctor=DOCTOR, date=SPRING)
    expect(slots(desk, "taken")).to_have_count(3)
    labels = desk.page.locator("#time-grid label > span > span:first-child").all_inner_texts()
    assert labels[:5] == ["01:00", "01:30", "03:00", "03:30", "04:00"]
    assert labels[-1] == "10:30"


def test_the_repeated_hour_is_offered_twice_and_each_is_its_own_time(
    desk: Desk, booked: dict[str, str], server: Server
) -> None:
    patient = register(server.client_of("reception"), "Tre Autumn")["id"]
    desk.open_create(doctor=DOCTOR, date=AUTUMN, patient=patient)
    expect(slots(desk, "taken")).to_have_count(3)
    twos = desk.page.locator("#time-grid label", has_text="02:00")
    values = [twos.nth(index).locator("input").get_attribute("value") for index in (0, 1)]
    assert values == [f"{AUTUMN}T02:00:00+02:00", f"{AUTUMN}T02:00:00+01:00"]

    twos.nth(1).click()
    desk.expect_held()
    desk.page.get_by_label("Reason for visit").fill("Cough")
    desk.book()
    desk.expect_booked("Tre Autumn")
    expect(desk.page.get_by_test_id("booked")).to_contain_text("02:00 – 02:30")
    [row] = server.client_of("reception").get(f"/api/patients/{patient}/appointments/").json()
    assert row["start"] == f"{AUTUMN}T02:00:00+01:00"


@pytest.mark.more
def test_a_visit_typed_into_the_missing_hour_comes_after_it(desk: Desk, booked: dict[str, str], server: Server) -> None:
    """What the clock skips counts with the offset before the change (RFC 5545), as in Python and Temporal."""
    client = server.client_of("reception")
    book(client, "Typed Spring", f"{SPRING}T05:00:00+02:00")
    desk.open_calendar(f"?view=list&date={SPRING}&doctor={DOCTOR}")
    desk.open_details("Typed Spring")
    desk.page.get_by_test_id("reschedule").locator("summary").click()
    desk.page.locator("#new-start").fill(f"{SPRING}T02:30")
    desk.page.get_by_test_id("reschedule").locator("button[type=submit]").click()
    expect(desk.appointment("Typed Spring").locator(".appointment-time")).to_have_text("03:30 – 04:00")


def test_browser_servers_and_tests_have_one_clock(desk: Desk, server: Server) -> None:
    """So that `make test-clock` moves all of them."""
    desk.open_create()
    shown = desk.page.evaluate("Date.now() / 1000")
    told = parsedate_to_datetime(server.client_of("reception").get("/healthz").headers["Date"]).timestamp()
    assert shown == pytest.approx(time.time(), abs=TOLERANCE_SECONDS)
    assert told == pytest.approx(time.time(), abs=TOLERANCE_SECONDS)
