"""The desk of the queues and the token's slip, without their scripts."""

import json
import re
from datetime import time, timedelta
from typing import Any

import pytest
import qrcode
from django.test import Client
from qrcode.image.svg import SvgPathImage

from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient
from appointments.services.queue import walk_ins
from appointments.services.queue.patient_codes import code_of
from tests.appointments.conftest import TUESDAY, Clock

pytestmark = pytest.mark.django_db

OPD = "/appointments/opd"


@pytest.fixture
def clerk(signed_in: Any) -> Client:
    client: Client = signed_in("opd_clerk")
    return client


@pytest.fixture
def first(patient: Patient, doctor: Doctor) -> OpdAppointment:
    """Waits since 08:00, before `visit`."""
    return walk_ins.walk_in(by=None, patient=patient, department=doctor.department, complaint="Chest pain")


def slip(visit: OpdAppointment) -> str:
    return f"{OPD}/slip/opd-{visit.pk}"


def offered(page: Any) -> list[dict[str, Any]]:
    """The departments that the page's script gets."""
    [block] = re.findall(r'id="departments" type="application/json">(.*?)</script>', page.content.decode())
    found: list[dict[str, Any]] = json.loads(block)
    return found


def test_the_desk_offers_departments_with_their_active_doctors(clerk, doctor, other_department):
    Doctor.objects.create(name="Dr. Gone", department=doctor.department, is_active=False)
    page = clerk.get(OPD)
    assert [each["slug"] for each in offered(page)] == ["cardiology", "eyes"]
    assert offered(page)[0]["doctors"] == [{"id": doctor.pk, "name": doctor.name}]
    assert 'id="new-token"' in page.content.decode()


def test_a_doctor_sees_the_own_department_first(signed_in, doctor, db):
    Department.objects.create(name="Anaesthesia", slug="anaesthesia", code="N")
    page = signed_in("doctor_user").get(OPD)
    assert [each["slug"] for each in offered(page)] == ["cardiology", "anaesthesia"]
    assert 'id="new-token"' not in page.content.decode()


@pytest.mark.parametrize("query", ["department=nowhere", "date=2026-02-30", "date=yesterday"])
def test_an_unknown_department_or_day_is_not_found(clerk, doctor, query):
    assert clerk.get(f"{OPD}?{query}").status_code == 404


def test_a_hospital_without_departments_says_so(clerk):
    assert "No departments" in clerk.get(OPD).content.decode()


def test_the_slip_has_token_place_and_code_but_no_name(clerk, doctor, first, visit, clock: Clock):
    clock.set_to(time(9, 15))
    late = walk_ins.walk_in(
        by=None, patient=first.patient, department=doctor.department, complaint="Chest pain", confirm=True
    )
    text = clerk.get(slip(late)).content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    for shown in (late.token, doctor.department.name, "Any doctor", "09:15", "Patients before you"):
        assert shown in main
    assert re.search(r"Patients before you</dt>\s*<dd>\s*2\s*</dd>", main)
    address = f"http://testserver/t/{code_of(late)}"
    assert qrcode.make(address, image_factory=SvgPathImage, border=2).to_string(encoding="unicode") in main
    assert "style" not in main
    for hidden in (late.patient.name, late.patient.mrn, late.patient.phone, late.complaint):
        assert hidden not in text


def test_a_slip_of_another_day_or_without_a_token_is_not_found(
    clerk, opd_clerk, first, booked: Appointment, clock: Clock
):
    assert clerk.get(slip(first)).status_code == 200
    assert clerk.get(f"{OPD}/slip/appointment-{booked.pk}").status_code == 404
    assert clerk.get(f"{OPD}/slip/appointment-{first.pk}").status_code == 404
    assert clerk.get(f"{OPD}/slip/board-{first.pk}").status_code == 404
    clock.set_to(time(8), TUESDAY + timedelta(days=1))
    clerk.force_login(opd_clerk)  # the session of yesterday has ended
    assert clerk.get(slip(first)).status_code == 404


def test_a_slip_of_another_department_is_not_found(clerk, opd_clerk, first, other_department):
    opd_clerk.department_scope.create(department=other_department)
    assert clerk.get(slip(first)).status_code == 404
    assert [each["slug"] for each in offered(clerk.get(OPD))] == ["eyes"]


def test_a_clerk_registers_the_patient_who_is_new(clerk, doctor):
    body = {"name": "Asha Iyer", "phone": "+46 8 555 0101"}
    assert clerk.post("/api/patients/", body, "application/json").status_code == 403
    assert clerk.post("/api/opd-appointments/patients/", body, "application/json").status_code == 201
