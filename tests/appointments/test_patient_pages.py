"""A patient's page and the search page, without JavaScript."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.models import Appointment, Doctor, OpdAppointment, Patient
from appointments.services.booking import booking
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.registration import register_patient
from appointments.services.patients.visits import last_seen, visits_of
from appointments.services.queue import walk_ins
from tests.appointments.conftest import LEFT_OUT, NOT_IN_EVENTS, links_of

pytestmark = pytest.mark.django_db

STAFF = ["receptionist", "doctor_user", "opd_clerk", "manager", "admin_user"]
WEEK = timedelta(weeks=1)


def address(patient: Patient) -> str:
    return f"/appointments/patients/{patient.pk}"


@pytest.fixture
def attend(patient: Patient, doctor: Doctor, ten: datetime) -> Any:
    """Creates this many past visits of the patient, one a week, the latest first."""

    def attend(count: int, status: str = "COMPLETED") -> list[Appointment]:
        starts = [ten - WEEK * (number + 1) for number in range(count)]
        return import_unwatched(
            Appointment(
                patient=patient,
                doctor=doctor,
                start=start,
                end=start + timedelta(minutes=15),
                complaint="Check-up",
                status=status,
                status_changed_at=start,
            )
            for start in starts
        )

    return attend


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("role", STAFF)
def test_users_who_see_appointments_open_a_patients_page(signed_in, role, patient, booked, slash):
    page = signed_in(role).get(address(patient) + slash)
    assert page.status_code == 200
    assert "Elena Novak" in page.content.decode()


@pytest.mark.parametrize("role", ["developer", "stranger"])
@pytest.mark.parametrize(
    "path", ["/appointments/patients/{}", "/appointments/patients", "/appointments/patients?q=elena"]
)
@pytest.mark.usefixtures("booked")
def test_other_users_read_no_name(signed_in, role, patient, path):
    page = signed_in(role).get(path.format(patient.pk))
    assert page.status_code == 403
    assert "Elena" not in page.content.decode()


def test_an_anonymous_user_is_sent_to_the_login_and_back(client, patient):
    page = client.get(address(patient))
    assert (page.status_code, page["Location"]) == (302, f"/accounts/login/?next={address(patient)}")


def test_a_whole_mrn_opens_its_patient_even_if_a_phone_matches_too(desk):
    patient = register_patient(by=None, name="Asha Iyer", phone="+46 8 555 0101")
    register_patient(by=None, name="Farid Rao", phone=f"{patient.mrn} 77")
    page = desk.post("/appointments/patients", {"q": patient.mrn})
    assert (page.status_code, page["Location"]) == (302, address(patient))
    assert desk.post("/appointments/patients", {"q": patient.mrn[:-1]}).status_code == 200


def test_the_pages_search_leaves_no_name_in_an_address(desk, patient):
    """An address stands in the logs of proxies, in the history of the browser and in the Referer."""
    page = desk.get("/appointments/patients")
    assert '<form class="search"' in page.text
    assert 'method="get"' not in page.text
    assert "Elena" not in desk.get("/appointments/patients?q=elena").text


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 18, "9" * 19, "x", "-1"])
def test_an_unknown_patient_is_not_found(desk, pk):
    assert desk.get(f"/appointments/patients/{pk}").status_code == 404


def test_the_page_starts_with_the_patients_data(desk, receptionist):
    patient = register_patient(by=None, name="Asha Iyer", phone="+91 (98) 1-2", birth_date=date(1990, 3, 11))
    page = desk.get(address(patient)).content.decode()
    assert f"MRN {patient.mrn}" in page
    assert "35 y" in page  # tomorrow is the birthday
    assert 'href="tel:+919812"' in page
    assert f'href="/appointments/create?patient={patient.pk}"' in page


def test_users_without_the_rights_see_no_booking_and_no_correction(signed_in, patient):
    page = signed_in("opd_clerk").get(address(patient)).content.decode()
    assert ("/appointments/create?patient" in page, 'id="correction"' in page) == (False, False)


def test_the_next_appointment_comes_first_and_the_latest_visit_after_it(
    patient, doctor, other_doctor, department, ten, clock
):
    def book(start: datetime, doctor: Doctor = doctor) -> Appointment:
        return booking.book(by=None, patient=patient, doctor=doctor, start=start, complaint="Cough")

    later, sooner = book(ten + WEEK, other_doctor), book(ten + timedelta(hours=1))
    older, latest = book(ten - 2 * WEEK), book(ten - WEEK)
    token = walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Fever")
    Appointment._base_manager.filter(pk=later.pk).update(status="CANCELLED")
    Appointment._base_manager.filter(pk=latest.pk).update(status="COMPLETED")

    visits = visits_of(patient, scope=None)
    assert [visit.name for visit in visits.coming] == [f"opd-{token.pk}", str(sooner.pk)]
    assert [visit.name for visit in visits.earlier] == [str(later.pk), str(latest.pk), str(older.pk)]
    assert (visits.count, visits.since) == (3, None)
    assert (visits.coming[0].doctor, visits.coming[0].department, visits.coming[0].token) == (
        None,
        "Cardiology",
        token.token,
    )


def test_an_appointment_of_this_morning_that_is_still_open_is_not_past(patient, booked, clock):
    clock.advance(timedelta(hours=9))
    assert [visit.name for visit in visits_of(patient, scope=None).coming] == [str(booked.pk)]
    clock.advance(timedelta(hours=24))
    assert [visit.name for visit in visits_of(patient, scope=None).earlier] == [str(booked.pk)]


@pytest.mark.usefixtures("booked")
def test_only_the_patients_own_appointments_are_shown(other_patient):
    visits = visits_of(other_patient, scope=None)
    assert (visits.coming, visits.earlier) == ([], [])


def test_each_visit_links_to_the_calendar(desk, patient, booked):
    page = desk.get(address(patient)).content.decode()
    link = f"/appointments/calendar?view=day&amp;date=2026-03-10&amp;doctor={booked.doctor_id}&amp;open={booked.pk}"
    assert link in page


def test_a_long_history_says_what_is_left_out_and_shows_more_when_asked(desk, patient, attend):
    made = attend(45)
    page = desk.get(address(patient))
    assert [visit.name for visit in page.context["visits"].earlier] == [str(row.pk) for row in made[:20]]
    assert "Showing the latest 20 of 45." in page.content.decode()
    assert 'href="?earlier=40"' in page.content.decode()
    assert page.context["since"] == "2025-10-21T10:00:00+05:30"

    page = desk.get(f"{address(patient)}?earlier=60")
    assert (len(page.context["visits"].earlier), page.context["since"]) == (45, "")


@pytest.mark.parametrize("earlier", ["x", "-1", "0", "9" * 30, "\x00"])
def test_no_garbage_in_the_address_breaks_the_page(desk, patient, earlier):
    assert desk.get(address(patient), {"earlier": earlier}).status_code == 200


def test_thirty_appointments_cost_as_many_queries_as_three(desk, patient, attend):
    attend(3)
    desk.get(address(patient))
    with CaptureQueriesContext(connection) as three:
        desk.get(address(patient))
    Appointment._base_manager.all().delete()
    attend(30)
    with CaptureQueriesContext(connection) as thirty:
        desk.get(address(patient))
    # Session, user, two for the rights, one for the department scope, the patient, the audit record, three for each of
    # the two kinds, the no-shows, the records merged into this one, and which doctor the user is.
    assert len(three) == len(thirty) == 16


def test_a_name_with_markup_is_shown_as_text(desk, patient):
    Patient._base_manager.filter(pk=patient.pk).update(name="<script>alert(1)</script>")
    assert b"<script>alert(1)" not in desk.get(address(patient)).content


def test_last_seen_is_the_last_completed_visit_of_either_kind(patient, department, attend):
    assert last_seen(patient, scope=None) is None
    attend(1, "NO_SHOW")
    assert last_seen(patient, scope=None) is None
    token = walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Fever")
    OpdAppointment._base_manager.filter(pk=token.pk).update(status="COMPLETED")
    seen = last_seen(patient, scope=None)
    assert seen is not None
    assert (seen.name, seen.department) == (f"opd-{token.pk}", "Cardiology")


# Finding


def test_a_single_result_is_opened_at_once(desk, patient, other_patient):
    page = desk.post("/appointments/patients", {"q": "elena"})
    assert (page.status_code, page["Location"]) == (302, address(patient))


def test_several_results_are_listed(desk, patient):
    register_patient(by=None, name="Elena Rao", phone="555")
    page = desk.post("/appointments/patients/", {"q": "elena"})
    assert [each.patient.name for each in page.context["found"]] == ["Elena Novak", "Elena Rao"]
    assert f'href="{address(patient)}"' in page.content.decode()


@pytest.mark.parametrize("q", ["nobody", "\x00", "%", "x" * 5_000])
def test_an_empty_result_is_said(desk, patient, q):
    assert "No patient found." in desk.post("/appointments/patients", {"q": q}).content.decode()


@pytest.mark.parametrize("role", [*STAFF, "developer"])
def test_every_page_has_the_search_for_users_who_may_see_patients(signed_in, role):
    page = signed_in(role).get("/appointments/realtime-test" if role == "developer" else "/appointments/calendar")
    assert (b'id="site-search"' in page.content) is (role != "developer")


def test_the_calendar_can_be_asked_for_one_patient(api, booked, other_patient, doctor, ten):
    booking.book(by=None, patient=other_patient, doctor=doctor, start=ten + timedelta(hours=1), complaint="Cough")
    asked = {"start": "2000-01-01", "end": "2099-12-31", "patient": booked.patient_id}
    answer = api.get("/api/calendar/", asked).json()
    assert [event["id"] for event in answer["events"]] == [booked.pk]
    assert sorted(answer["heads"]) == ["appointments", "opd-appointments"]
    assert [day["total"] for day in api.get("/api/calendar/counts/", asked).json()] == [1]
    assert api.get("/api/calendar/", asked | {"patient": "x"}).status_code == 400


def test_a_patients_data_says_when_and_where_last_seen(api, patient, attend):
    assert api.get(f"/api/patients/{patient.pk}/").json()["last_seen"] is None
    attend(2)
    assert api.get(f"/api/patients/{patient.pk}/").json() == {
        "id": patient.pk,
        "mrn": patient.mrn,
        "name": "Elena Novak",
        **links_of(patient.phone, "+91 98000 00241", "+919800000241"),
        **LEFT_OUT,
        **NOT_IN_EVENTS,
        "last_seen": {"at": "2026-03-03T10:00:00+05:30", "department": "Cardiology"},
        "no_shows": 0,
    }
    assert api.get("/api/patients/999999/").status_code == 404
