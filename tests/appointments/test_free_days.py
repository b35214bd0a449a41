"""The next days with free times after a full one: in the API and on the page without JavaScript."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from appointments.hospital_time import at, iso
from appointments.models import Appointment, DateHours, Doctor, Patient, VisitType
from appointments.services.bulk_import import import_unwatched
from appointments.services.schedule.availability import free_days
from tests.appointments.conftest import TUESDAY

pytestmark = pytest.mark.django_db

CREATE = "/appointments/create"
DAY = timedelta(days=1)
WHOLE_DAY = 28  # quarters of an hour from 09:00 to 12:00 and 13:00 to 17:00


@pytest.fixture
def fill(doctor: Doctor) -> Any:
    """Books the doctor's first quarters of a day, this many, each for another patient."""

    def fill(day: date, count: int = WHOLE_DAY) -> None:
        starts = [at(day, time(hour, minute)) for hour in (9, 10, 11, 13, 14, 15, 16) for minute in (0, 15, 30, 45)]
        people = import_unwatched(
            Patient(mrn=f"{day:%m%d}{number}", name="A B", phone="555") for number in range(count)
        )
        import_unwatched(
            Appointment(
                patient=person,
                doctor=doctor,
                start=start,
                end=start + timedelta(minutes=15),
                complaint="Cough",
                status_changed_at=start,
            )
            for person, start in zip(people, starts, strict=False)
        )

    return fill


def test_days_with_free_times_are_counted_and_others_left_out(doctor, fill):
    fill(TUESDAY + DAY)
    fill(TUESDAY + 2 * DAY, 20)
    DateHours.objects.create(doctor=doctor, date=TUESDAY + 3 * DAY)
    days = free_days(doctor, None, TUESDAY)
    assert days[:2] == [(TUESDAY + 2 * DAY, 8), (TUESDAY + 4 * DAY, WHOLE_DAY)]


def test_a_longer_visit_has_fewer_free_times(doctor, fill):
    fill(TUESDAY + DAY, 26)
    assert free_days(doctor, timedelta(minutes=15), TUESDAY)[0] == (TUESDAY + DAY, 2)
    assert free_days(doctor, timedelta(minutes=30), TUESDAY)[0] == (TUESDAY + DAY, 1)


def test_after_a_past_day_today_comes_next(doctor):
    assert free_days(doctor, None, date(2026, 1, 1))[0] == (TUESDAY, WHOLE_DAY)


def test_the_api_lists_the_days(api, doctor, visit_type):
    address = f"/api/doctors/{doctor.pk}/free-days/"
    assert api.get(address, {"date": "2026-03-10"}).json()[0] == {"date": "2026-03-11", "free": WHOLE_DAY}
    assert api.get(address, {"date": "2026-03-10", "visit_type": visit_type.pk}).json()[0]["free"] == 26
    assert api.get(address, {"date": "x"}).status_code == 400
    assert api.get("/api/doctors/999/free-days/", {"date": "2026-03-10"}).status_code == 404


def test_a_full_day_offers_the_next_three(desk, doctor, fill):
    fill(TUESDAY)
    page = desk.get(CREATE, {"doctor": doctor.pk, "date": "2026-03-10"})
    assert [each["day"] for each in page.context["next_days"]] == [TUESDAY + DAY * n for n in (1, 2, 3)]
    assert "Next free days" in page.content.decode()


def test_a_day_with_few_free_times_offers_the_next_with_more(desk, doctor, fill):
    fill(TUESDAY, 20)
    fill(TUESDAY + DAY, 21)
    page = desk.get(CREATE, {"doctor": doctor.pk, "date": "2026-03-10"})
    assert page.context["next_days"] == [{"day": TUESDAY + 2 * DAY, "free": WHOLE_DAY}]
    assert "Next day with more free times" in page.content.decode()


def test_a_day_with_many_free_times_offers_no_other(desk, doctor):
    assert desk.get(CREATE, {"doctor": doctor.pk, "date": "2026-03-10"}).context["next_days"] == []


def test_a_days_button_shows_that_day_and_keeps_the_input(desk, doctor, patient, ten):
    typed = {
        "patient": patient.pk,
        "doctor": doctor.pk,
        "date": "2026-03-10",
        "start": iso(ten),
        "complaint": "Chest pain",
        "notes": "Comes by bus",
        "go_to": "2026-03-12",
    }
    page = desk.post(CREATE, typed)
    form = page.context["form"]
    assert (form["date"].value(), form["start"].value()) == ("2026-03-12", "")
    assert (form["complaint"].value(), form["notes"].value()) == ("Chest pain", "Comes by bus")
    assert page.context["slots"][0]["value"] == "2026-03-12T09:00:00+05:30"
    assert Appointment.objects.count() == 0


@pytest.mark.parametrize("go_to", ["", "x", "\x00", "9999-12-31", "2026-02-30"])
def test_an_invalid_day_to_go_to_is_ignored(desk, doctor, go_to):
    page = desk.post(CREATE, {"doctor": doctor.pk, "go_to": go_to})
    assert (page.status_code, page.context["slots"]) == (200, [])


# The address of the booking page after dragging over empty time in the calendar


@pytest.mark.parametrize(("end", "minutes"), [("10:15", 15), ("10:20", 30), ("10:30", 30), ("12:00", 45)])
def test_a_dragged_time_chooses_the_visit_type_that_fills_it_or_the_longest(desk, doctor, ten, end, minutes):
    for length in (30, 15, 45):
        VisitType.objects.create(name=f"{length} minutes", minutes=length)
    until = f"2026-03-10T{end}:00+05:30"
    page = desk.get(CREATE, {"doctor": doctor.pk, "start": iso(ten), "end": until})
    chosen = page.context["form"].chosen("visit_type")
    assert (chosen and chosen.minutes) == minutes
    assert page.context["form"]["date"].value() == "2026-03-10"


@pytest.mark.parametrize("end", ["x", "\x00", "2026-03-10T09:00:00+05:30", "2026-03-20T09:00:00+05:30"])
@pytest.mark.usefixtures("visit_type")
def test_an_impossible_end_chooses_no_visit_type(desk, doctor, ten, end):
    page = desk.get(CREATE, {"doctor": doctor.pk, "start": iso(ten), "end": end})
    assert (page.status_code, page.context["form"].chosen("visit_type")) == (200, None)


def test_the_chosen_patients_data_says_when_last_seen(desk, patient, doctor, ten):
    start = ten - timedelta(days=7)
    import_unwatched(
        [
            Appointment(
                patient=patient,
                doctor=doctor,
                start=start,
                end=start + timedelta(minutes=15),
                complaint="Cough",
                status="COMPLETED",
                status_changed_at=start,
            )
        ]
    )
    assert "last seen 3 Mar 2026, Cardiology" in desk.get(CREATE, {"patient": patient.pk}).content.decode()
