"""Every switch of view and filter draws what a fresh load of the same address draws."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import mode
from typing import Any

import pytest

from tests.browser.conftest import Case
from tests.browser.desk import Desk
from tests.browser.switches import KEYS, Filters, Switches

pytestmark = pytest.mark.more

VIEWS = list(KEYS)
DRAWN_APART = ["doctors", "month"]  # each in a way of its own; the week draws as the day and the list do
FULL_DAY = 8  # more than a month's day has room for


@dataclass
class Clinic:
    """A day of the case's own on which some doctors have patients, the case's first of all."""

    case: Case
    three: list[int]
    department: int
    first: int  # the first appointment of the case's doctor


@pytest.fixture
def clinic(case: Case) -> Clinic:
    found = case.client.get("/api/doctors/").json()
    doctors = [doctor["id"] for doctor in found]
    department = mode(doctor["department"]["id"] for doctor in found)
    theirs = [doctor["id"] for doctor in found if doctor["department"]["id"] == department]
    booked = {}
    for doctor in {*doctors[:3], *theirs}:
        patient = case.register(f"Patient {doctor}")["id"]
        booked[doctor] = book_free(case, doctor, patient, case.day, FULL_DAY if doctor == case.doctor_id else 2)
        book_free(case, doctor, patient, next_day(case), 1)
    return Clinic(case, doctors[:3], department, first=booked[case.doctor_id][0]["id"])


def book_free(case: Case, doctor: int, patient: int, day: str, count: int) -> list[dict[str, Any]]:
    """Books the first times of the day that the doctor has free."""
    found = case.client.get(f"/api/doctors/{doctor}/availability/", params={"date": day}).json()["slots"]
    starts = [slot["start"] for slot in found if slot["state"] == "free"][:count]
    assert len(starts) == count
    body = {"patient": patient, "doctor": doctor, "complaint": "Cough"}
    answers = [case.client.post("/api/appointments/", json={**body, "start": start}) for start in starts]
    assert {answer.status_code for answer in answers} <= {201}
    return [answer.json() for answer in answers]


def next_day(case: Case) -> str:
    return (date.fromisoformat(case.day) + timedelta(days=1)).isoformat()


def change(case: Case, booked: dict[str, Any] | None) -> dict[str, Any] | None:
    """Cancels what is booked, or books it."""
    if not booked:
        return book_free(case, case.doctor_id, case.patient_id, case.day, 1)[0]
    body = {"status": "CANCELLED", "version": 1, "reason": "Ill"}
    answer = case.client.post(f"/api/appointments/{booked['id']}/status/", json=body)
    assert answer.status_code == 200, answer.text
    return None


def cancel_or_undo(clinic: Clinic) -> None:
    """Another desk cancels the case's first appointment, or takes that back."""
    case = clinic.case
    first = case.client.get(f"/api/appointments/{clinic.first}/").json()
    status = "CANCELLED" if first["status"] == "SCHEDULED" else "SCHEDULED"
    body = {"status": status, "version": first["extendedProps"]["appointment"]["version"]}
    answer = case.client.post(f"/api/appointments/{clinic.first}/status/", json=body)
    assert answer.status_code == 200, answer.text


def as_text(ids: list[int]) -> list[str]:
    return [str(each) for each in ids]


@pytest.fixture
def switches(desk: Desk, clinic: Clinic) -> Switches:
    desk.open_calendar(f"?view={VIEWS[0]}&date={clinic.case.day}")
    return Switches(desk, desk.page.context.new_page())


def test_every_view_after_every_other_draws_what_a_fresh_load_draws_and_a_change_shows(
    switches: Switches, clinic: Clinic
) -> None:
    before = ""
    for view in circuit(VIEWS):
        switches.show(view)
        switches.expect_as_fresh(f"{before} → {view}")
        cancel_or_undo(clinic)
        switches.forget()
        switches.expect_as_fresh(f"{before} → {view}, another desk has changed something")
        before = view


def test_every_filter_after_every_other_draws_what_a_fresh_load_draws_and_a_change_shows(
    switches: Switches, clinic: Clinic
) -> None:
    filters: dict[str, Filters] = {
        "all": {},
        "a doctor": {"doctor": as_text(clinic.three[:1])},
        "three doctors": {"doctor": as_text(clinic.three)},
        "a department": {"department": as_text([clinic.department])},
    }
    scheduled: Filters = {"status": ["SCHEDULED"]}
    before = "all"
    switches.show("week")
    for name in list(circuit(list(filters)))[1:]:
        switches.choose(filters[name])
        switches.expect_as_fresh(f"week: {before} → {name}")
        before = name
    for view in ["week", *DRAWN_APART]:
        switches.show(view)
        for name, chosen in {"a state": scheduled, "all": filters["all"]}.items():
            switches.choose(chosen)
            switches.expect_as_fresh(f"{view}: → {name}")
            cancel_or_undo(clinic)
            switches.forget()
            switches.expect_as_fresh(f"{view}: → {name}, another desk has changed something")


def test_later_earlier_and_back_draw_what_a_fresh_load_draws_and_a_change_shows(
    switches: Switches, clinic: Clinic
) -> None:
    case, booked = clinic.case, None
    for view in VIEWS:
        switches.show(view)
        switches.turn("j")
        switches.expect_as_fresh(f"{view}, later")
        switches.turn("k")
        switches.expect_as_fresh(f"{view}, earlier")
        switches.leave_and_come_back(f"/appointments/patients/{case.patient_id}")
        switches.expect_as_fresh(f"{view}, back")
        switches.turn_and_return()
        switches.expect_as_fresh(f"{view}, later and earlier")
        booked = change(case, booked)
        switches.forget()
        switches.expect_as_fresh(f"{view}, another desk has changed something")


def circuit(nodes: list[str]) -> Iterator[str]:
    """A way that goes from each of them to each other once, and ends where it began."""
    left = {node: [other for other in nodes if other != node] for node in nodes}

    def walk(node: str) -> Iterator[str]:
        while left[node]:
            yield from walk(left[node].pop())
        yield node

    return walk(nodes[0])
