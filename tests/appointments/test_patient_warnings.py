"""What a desk must see of a patient beside the appointment: the warning note, no-shows, the name in its direction."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from appointments.models import Appointment, Doctor, Patient
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.registration import correct_patient
from appointments.services.patients.visits import YEAR_DAYS, no_shows
from appointments.services.queue import walk_ins
from appointments.services.queue.patient_codes import code_of

pytestmark = pytest.mark.django_db

NOTE = "Needs a wheelchair"
NAME = "محمد بن علي"


@pytest.fixture
def noted(patient: Patient) -> Patient:
    return correct_patient(by=None, patient=patient, note=NOTE, name=NAME, language="ar")


def test_the_note_is_in_the_calendar_and_on_the_pages_of_the_desk(desk, api, noted, booked):
    assert api.get(f"/api/appointments/{booked.pk}/").json()["extendedProps"]["patient"]["note"] == NOTE
    asked = {"start": "2026-03-10", "end": "2026-03-11"}
    [event] = api.get("/api/calendar/", asked).json()["events"]
    assert event["extendedProps"]["patient"]["note"] == NOTE
    for page in (f"/appointments/patients/{noted.pk}", f"/appointments/create?patient={noted.pk}"):
        assert NOTE in desk.get(page).content.decode()


def test_a_new_note_is_broadcast_for_appointments_from_today_on(booked, receptionist):
    correct_patient(by=receptionist, patient=booked.patient, note=NOTE)
    booked.refresh_from_db()
    assert booked.version == 2
    assert booked.history.latest().history_change_reason == "Patient: warning note changed"


def test_the_note_is_in_the_queue_and_not_on_slips_boards_and_the_patients_own_page(
    desk, api, client, noted, department
):
    visit = walk_ins.walk_in(by=None, patient=noted, department=department, complaint="Fever")
    [entry] = api.get(f"/api/queues/{department.slug}/").json()["entries"]
    assert entry["extendedProps"]["patient"]["note"] == NOTE
    paths = (
        f"/appointments/opd/slip/opd-{visit.pk}",
        f"/appointments/board/{department.slug}",
        f"/api/boards/{department.slug}/",
        f"/t/{code_of(visit)}",
    )
    for path in paths:
        page = desk.get(path)
        assert page.status_code == 200, path
        assert NOTE not in page.content.decode()


@pytest.mark.parametrize("path", ["patients/{}", "create?patient={}", "create?booked={}", "day-sheet?date=2026-03-10"])
def test_a_name_keeps_its_direction_and_its_language(desk, noted, booked, path):
    """Without <bdi> a time or number beside an Arabic name would move to its other side."""
    page = desk.get(f"/appointments/{path.format(booked.pk if 'booked' in path else noted.pk)}")
    assert f'<bdi lang="ar">{NAME}</bdi>' in page.content.decode()


def test_a_name_whose_language_is_not_known_keeps_its_direction(desk, patient):
    assert "<bdi>Elena Novak</bdi>" in desk.get(f"/appointments/patients/{patient.pk}").content.decode()


@pytest.fixture
def miss(patient: Patient, doctor: Doctor, ten: datetime) -> Any:
    def miss(days_ago: int, status: str = "NO_SHOW") -> None:
        start = ten - timedelta(days=days_ago)
        row = Appointment(
            patient=patient, doctor=doctor, start=start, end=start + timedelta(minutes=15), complaint="Cough"
        )
        row.status, row.status_changed_at = status, start
        import_unwatched([row])

    return miss


def test_no_shows_of_the_last_year_are_counted_on_the_page_at_booking_and_in_the_api(desk, api, patient, miss):
    def pages() -> list[str]:
        return [
            desk.get(f"/appointments/{path}").content.decode()
            for path in (f"patients/{patient.pk}", f"create?patient={patient.pk}")
        ]

    miss(YEAR_DAYS + 1)
    miss(3, "COMPLETED")
    miss(4, "CANCELLED")
    assert not [page for page in pages() if "no-show" in page]
    miss(1)
    assert [page.count("1 no-show in the last year") for page in pages()] == [1, 1]
    miss(YEAR_DAYS)
    assert [page.count("2 no-shows in the last year") for page in pages()] == [1, 1]
    assert api.get(f"/api/patients/{patient.pk}/").json()["no_shows"] == 2


def test_only_no_shows_in_the_askers_departments_are_counted(patient, doctor, other_department, miss):
    miss(1)
    assert no_shows(patient, scope={doctor.department_id}) == 1
    assert no_shows(patient, scope={other_department.pk}) == 0
