"""The day sheet: each doctor's patients of a day, to be printed."""

import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appointments.hospital_time import at
from appointments.models import Appointment, Holiday, TimeOff
from appointments.services.booking import booking, transitions
from appointments.services.queue import walk_ins
from tests.appointments.conftest import TUESDAY

pytestmark = pytest.mark.django_db

PAGE = "/appointments/day-sheet"
HOUR = timedelta(hours=1)


def rows(answer):
    """The sheets' lines as text: time, patient, MRN, complaint."""
    body = re.sub(r"<span class=\"visually-hidden\">.*?</span>", "", answer.content.decode(), flags=re.S)
    lines = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines if "<td" in line]


def heads(answer):
    return [
        sheet.doctor.name if sheet.doctor else f"Any doctor, {sheet.department.name}"
        for sheet in answer.context["sheets"]
    ]


def test_a_sheet_lists_time_patient_mrn_and_complaint_by_time(desk, doctor, patient, other_patient, ten):
    booking.book(by=None, patient=other_patient, doctor=doctor, start=ten + HOUR, complaint="Cough")
    booking.book(by=None, patient=patient, doctor=doctor, start=ten, complaint="Back pain")
    answer = desk.get(f"{PAGE}?date=2026-03-10")
    assert heads(answer) == [doctor.name]
    assert rows(answer) == [
        f"10:00 – 10:15 {patient.name} {patient.mrn} Back pain",
        f"11:00 – 11:15 {other_patient.name} {other_patient.mrn} Cough",
    ]


def test_a_walk_in_is_listed_with_the_token(desk, doctor, department, patient):
    visit = walk_ins.walk_in(by=None, patient=patient, department=department, doctor=doctor, complaint="Fever")
    assert rows(desk.get(PAGE)) == [f"08:00 – 08:15 {patient.name} {visit.token} {patient.mrn} Fever"]


def test_walk_ins_without_a_doctor_have_a_sheet_of_their_department(
    desk, booked, patient, other_patient, department, other_department
):
    names = [department.name, other_department.name]
    for each in (department, other_department):
        walk_ins.walk_in(by=None, patient=other_patient, department=each, complaint="Fever")
    answer = desk.get(PAGE)
    queues = [f"Any doctor, {name}" for name in names]
    assert heads(answer) == [booked.doctor.name, *queues]
    assert "Any doctor" in answer.content.decode()
    assert rows(answer)[1] == f"08:00 – 08:15 {other_patient.name} OP-{department.code}-001 {other_patient.mrn} Fever"
    assert heads(desk.get(f"{PAGE}?department={other_department.pk}")) == [queues[1]]
    assert heads(desk.get(f"{PAGE}?doctor={booked.doctor_id}")) == [booked.doctor.name]
    assert heads(desk.get(f"{PAGE}?date=2026-03-11")) == []


def test_a_user_limited_to_a_department_sees_its_walk_ins_only(
    desk, receptionist, other_patient, department, other_department
):
    receptionist.department_scope.create(department=department)
    for each in (department, other_department):
        walk_ins.walk_in(by=None, patient=other_patient, department=each, complaint="Fever")
    assert heads(desk.get(PAGE)) == [f"Any doctor, {department.name}"]
    assert heads(desk.get(f"{PAGE}?department={other_department.pk}")) == []


def test_a_walk_in_who_gets_a_doctor_moves_to_the_doctors_sheet(desk, doctor, other_patient, department):
    visit = walk_ins.walk_in(by=None, patient=other_patient, department=department, complaint="Fever")
    assert heads(desk.get(PAGE)) == [f"Any doctor, {department.name}"]
    visit.doctor = doctor
    visit.save()
    assert heads(desk.get(PAGE)) == [doctor.name]


def test_cancelled_visits_are_left_out_and_completed_ones_ticked(desk, booked, other_patient):
    other = booking.book(
        by=None, patient=other_patient, doctor=booked.doctor, start=booked.start + HOUR, complaint="Cough"
    )
    transitions.change_status(by=None, appointment=booked, status="CANCELLED", version=booked.version, reason="Called")
    Appointment._base_manager.filter(pk=other.pk).update(status="COMPLETED")
    [line] = rows(desk.get(PAGE))
    assert other_patient.name in line
    assert line.endswith("✓")


def test_each_doctor_with_visits_has_a_sheet_unless_some_are_asked_for(desk, booked, other_doctor, other_patient):
    assert heads(desk.get(PAGE)) == [booked.doctor.name]
    booking.book(by=None, patient=other_patient, doctor=other_doctor, start=booked.start, complaint="Cough")
    assert heads(desk.get(PAGE)) == [booked.doctor.name, other_doctor.name]
    assert heads(desk.get(f"{PAGE}?doctor={other_doctor.pk}")) == [other_doctor.name]
    assert heads(desk.get(f"{PAGE}?department={booked.doctor.department_id}")) == [
        booked.doctor.name,
        other_doctor.name,
    ]
    assert heads(desk.get(f"{PAGE}?department=999")) == []


def test_another_day_and_an_empty_day_are_named(desk, booked):
    answer = desk.get(f"{PAGE}?date=2026-03-11")
    assert heads(answer) == []
    assert "Choose another day" in answer.content.decode()
    assert heads(desk.get(f"{PAGE}?date=2026-03-11&doctor={booked.doctor_id}")) == [booked.doctor.name]


def test_time_off_and_a_holiday_are_noted(desk, doctor, other_doctor, ten):
    TimeOff.objects.create(doctor=doctor, start=ten, end=ten + 2 * HOUR, reason="Family matter")
    long = {"start": at(TUESDAY - timedelta(days=2), time(9)), "end": at(TUESDAY + timedelta(days=2), time(9))}
    TimeOff.objects.create(doctor=other_doctor, **long)
    Holiday.objects.create(date=TUESDAY, name="Founders' Day")
    answer = desk.get(PAGE)
    page = " ".join(answer.content.decode().split())
    assert heads(answer) == [doctor.name, other_doctor.name]
    assert "Away from 10:00 to 12:00." in page
    assert "Away all day." in page
    assert "Closed: Founders&#x27; Day" in page
    assert "Family matter" not in page


@pytest.mark.parametrize("query", ["date=rubbish", "date=2026-13-40", "date=1066-10-14"])
def test_an_invalid_day_prints_no_other_day(desk, query):
    assert desk.get(f"{PAGE}?{query}").status_code == 404


@pytest.mark.parametrize("query", ["doctor=x", "doctor=999", "department=-1"])
def test_an_unknown_doctor_has_no_sheet(desk, booked, query):
    assert heads(desk.get(f"{PAGE}?{query}")) == []


@pytest.mark.parametrize("role", ["developer", "stranger"])
def test_only_users_who_may_see_the_calendar_see_the_sheet(request, role, booked):
    client = Client()
    client.force_login(request.getfixturevalue(role))
    answer = client.get(PAGE)
    assert answer.status_code == 403
    assert booked.patient.name not in answer.content.decode()


def test_an_anonymous_user_is_sent_to_the_login(booked):
    assert Client().get(PAGE)["Location"].startswith("/accounts/login/?next=/appointments/day-sheet")


def test_walk_ins_without_a_doctor_cost_no_query_more(
    desk, booked, other_patient, department, other_department, django_assert_num_queries
):
    desk.get(PAGE)
    with CaptureQueriesContext(connection) as first:
        desk.get(PAGE)
    for each in (department, department, other_department):
        walk_ins.walk_in(by=None, patient=other_patient, department=each, complaint="Fever", confirm=True)
    with django_assert_num_queries(len(first)):
        desk.get(PAGE)


def test_three_visits_of_two_doctors_cost_as_many_queries_as_one(
    desk, booked, other_doctor, other_patient, django_assert_num_queries
):
    desk.get(PAGE)
    with CaptureQueriesContext(connection) as first:
        desk.get(PAGE)
    for doctor, start in ((booked.doctor, booked.start + HOUR), (other_doctor, booked.start + 2 * HOUR)):
        booking.book(by=None, patient=other_patient, doctor=doctor, start=start, complaint="Cough")
    with django_assert_num_queries(len(first)):
        desk.get(PAGE)
