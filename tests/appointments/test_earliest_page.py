"""The earliest times of a department on the booking page, without scripts."""

from datetime import time

import pytest

from appointments.hospital_time import at
from appointments.models import Appointment
from tests.appointments.conftest import TUESDAY
from tests.conftest import browser_of

pytestmark = pytest.mark.django_db

CREATE = "/appointments/create"
FIND = {"action": "earliest"}


def texts(page) -> list[tuple[str, str]]:
    return [
        (each["doctor"], each["start"].astimezone(at(TUESDAY, time()).tzinfo).strftime("%d %H:%M"))
        for each in page.context["earliest"]
    ]


def test_the_department_is_named_before_it_is_asked_for(desk, doctor):
    assert "Earliest in all departments" in desk.get(CREATE).content.decode()
    page = desk.get(CREATE, {"department": doctor.department_id})
    assert page.context["earliest"] is None
    assert "Earliest in Cardiology" in page.content.decode()


def test_the_earliest_times_of_the_department_are_buttons(desk, doctor, other_doctor, other_department, booked):
    asked = FIND | {"department": doctor.department_id, "complaint": "Cough", "wish-time_of_day": "afternoon"}
    page = desk.post(CREATE, asked)
    names = sorted([doctor.name, other_doctor.name])
    assert texts(page)[:3] == [(names[0], "10 13:00"), (names[1], "10 13:00"), (names[0], "10 13:15")]
    assert f'value="{other_doctor.pk} 2026-03-10T13:00:00+05:30"' in page.content.decode()
    assert page.context["form"]["complaint"].value() == "Cough"
    nobody = desk.post(CREATE, FIND | {"department": other_department.pk})
    assert nobody.context["earliest"] == []
    assert "No free times in the next 60 days" in nobody.content.decode()


def test_a_times_button_chooses_doctor_date_and_time_and_keeps_the_input(desk, doctor, other_doctor, patient):
    typed = {
        "patient": patient.pk,
        "department": doctor.department_id,
        "complaint": "Chest pain",
        "take": f"{other_doctor.pk} 2026-03-12T09:30:00+05:30",
        "wish-weekday": ["3", "4"],
    }
    page = desk.post(CREATE, typed)
    form = page.context["form"]
    assert (page.context["doctor"], form["date"].value()) == (other_doctor, "2026-03-12")
    assert [slot["value"] for slot in page.context["slots"] if slot["chosen"]] == ["2026-03-12T09:30:00+05:30"]
    assert (form["patient"].value(), form["complaint"].value()) == (str(patient.pk), "Chest pain")
    assert page.context["wishes"]["weekday"].value() == ["3", "4"]
    assert Appointment.objects.count() == 0


def test_wishes_and_the_patients_appointments_narrow_the_times(desk, doctor, patient, visit_type, booked):
    asked = FIND | {"doctor": doctor.pk, "patient": patient.pk, "visit_type": visit_type.pk, "wish-since": "2026-03-12"}
    page = desk.post(CREATE, asked | {"wish-weekday": ["4", "0"], "wish-time_of_day": "morning"})
    assert texts(page)[0] == (doctor.name, "13 09:00")
    assert {text[:2] for _, text in texts(page)} == {"13"}
    assert texts(desk.post(CREATE, FIND | {"patient": patient.pk}))[4] == (doctor.name, "10 10:15")


@pytest.mark.parametrize("take", ["", "x", "\x00", "1", "1 x", "x 2026-03-10T13:00:00+05:30", "9" * 5_000])
def test_a_time_that_no_button_has_is_ignored(desk, doctor, take):
    page = desk.post(CREATE, {"doctor": doctor.pk, "date": "2026-03-10", "take": take})
    assert page.status_code == 200
    assert not any(slot["chosen"] for slot in page.context["slots"])


@pytest.mark.parametrize(
    "wishes",
    [{"wish-since": "x"}, {"wish-since": "1999-12-31"}, {"wish-weekday": "7"}, {"wish-time_of_day": "\x00"}],
)
def test_wishes_that_cannot_be_find_nothing_and_keep_the_page(desk, doctor, wishes):
    page = desk.post(CREATE, FIND | {"department": doctor.department_id} | wishes)
    assert (page.status_code, page.context["earliest"]) == (200, [])
    assert page.context["wishes"].errors


def test_a_limited_user_finds_only_the_own_departments_times(receptionist, doctor, other_department):
    from appointments.services.department_scope import set_scope

    set_scope(by=None, user=receptionist, departments=[other_department])
    desk = browser_of(receptionist)
    assert desk.post(CREATE, FIND).context["earliest"] == []
    assert "Haddad" not in desk.post(CREATE, FIND | {"department": doctor.department_id}).content.decode()
