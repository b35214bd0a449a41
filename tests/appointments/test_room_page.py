"""The doctor's room, without its scripts."""

import json
import re
from typing import Any

import pytest

from appointments.models import Doctor
from tests.conftest import browser_of, user_with_role

pytestmark = pytest.mark.django_db

ROOM = "/appointments/room"


def setting(page: Any) -> dict[str, Any]:
    """What the page's script gets."""
    [block] = re.findall(r'id="room-setting" type="application/json">(.*?)</script>', page.content.decode())
    found: dict[str, Any] = json.loads(block)
    return found


def text(page: Any) -> str:
    return str(page.content.decode())


def test_a_doctor_opens_the_own_room_whatever_the_address_says(signed_in, doctor, other_doctor):
    for address in (ROOM, f"{ROOM}/", f"{ROOM}?doctor={other_doctor.pk}"):
        page = signed_in("doctor_user").get(address)
        found = setting(page)
        assert found["doctor"] == {"id": doctor.pk, "name": doctor.name}
        assert found["department"]["slug"] == "cardiology"
        assert [each["id"] for each in found["department"]["doctors"]] == [doctor.pk, other_doctor.pk]
        assert "Other doctor" not in text(page)


def test_a_doctors_account_without_a_doctor_is_told_so(db):
    page = browser_of(user_with_role("locum", "doctor")).get(ROOM)
    assert "not linked to a doctor" in text(page)
    assert "room.js" not in text(page)


@pytest.mark.parametrize("role", ["opd_clerk", "manager"])
def test_others_choose_the_doctor(signed_in, role, doctor, other_doctor):
    client = signed_in(role)
    chooser = text(client.get(ROOM))
    assert f'<option value="{doctor.pk}">{doctor.name}</option>' in chooser
    assert "room-setting" not in chooser
    page = client.get(f"{ROOM}?doctor={other_doctor.pk}")
    assert setting(page)["doctor"] == {"id": other_doctor.pk, "name": other_doctor.name}
    assert "Other doctor" in text(page)


@pytest.mark.parametrize("asked", ["0", "999999", "x", "-1", "9" * 40])
def test_an_unknown_doctor_is_not_found(signed_in, doctor, asked):
    assert signed_in("opd_clerk").get(f"{ROOM}?doctor={asked}").status_code == 404


def test_a_doctor_who_left_or_of_another_department_is_not_found(signed_in, opd_clerk, doctor, other_department):
    gone = Doctor.objects.create(name="Dr. Gone", department=doctor.department, is_active=False)
    client = signed_in("opd_clerk")
    assert client.get(f"{ROOM}?doctor={gone.pk}").status_code == 404
    opd_clerk.department_scope.create(department=other_department)
    assert client.get(f"{ROOM}?doctor={doctor.pk}").status_code == 404


def test_the_bar_links_the_room_for_those_who_may_call(signed_in, doctor):
    link = f'href="{ROOM}"'
    assert link in text(signed_in("doctor_user").get("/appointments/calendar"))
    assert link not in text(signed_in("receptionist").get("/appointments/calendar"))
    assert signed_in("receptionist").get(ROOM).status_code == 403
