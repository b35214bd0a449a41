"""A calendar of a user who is limited to a department: live, and without any other department."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Case, watched
from tests.support.processes import Server

CLERK = "cardiology-clerk"
LIMIT = f"""
from appointments.models import Department
from appointments.services.department_scope import set_scope
from django.contrib.auth.models import Group, User
user, new = User.objects.get_or_create(username={CLERK!r})
if new:
    user.set_password("demo")
    user.save()
    user.groups.add(Group.objects.get(name="reception"))
set_scope(by=None, user=user, departments=Department.objects.filter(slug="%s"))
"""


@pytest.fixture
def elsewhere(case: Case) -> int:
    """A doctor of another department than the case's."""
    doctors = case.client.get("/api/doctors/").json()
    return next(each["id"] for each in doctors if each["department"]["slug"] == "dermatology")


def move(case: Case, booked: dict[str, Any], doctor: int) -> dict[str, Any]:
    version = booked["extendedProps"]["appointment"]["version"]
    body = {"doctor": doctor, "version": version, "reason": "So"}
    answer = case.client.patch(f"/api/appointments/{booked['id']}/", json=body)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


@pytest.mark.more
def test_the_calendar_of_a_limited_user_is_live_and_shows_the_own_department(
    browser: Browser, browser_context_args: dict[str, Any], server: Server, case: Case, elsewhere: int
) -> None:
    server.instance.shell(LIMIT % "cardiology")
    stranger = case.register("Hidden Stranger")
    with watched(browser, browser_context_args, server, CLERK) as [desk]:
        desk.open_calendar(f"?view=week&date={case.day}")
        move(case, case.book(case.ten + timedelta(hours=1), stranger["id"]), elsewhere)
        booked = case.book(case.ten)
        desk.expect_appointment(case.patient)
        booked = move(case, booked, elsewhere)
        desk.expect_no_appointment(case.patient)
        booked = move(case, booked, case.doctor_id)
        desk.expect_appointment(case.patient)
        desk.expect_no_appointment("Hidden Stranger")

        server.instance.shell(LIMIT % "dermatology")
        desk.expect_appointment("Hidden Stranger")
        desk.expect_no_appointment(case.patient)
