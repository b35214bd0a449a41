"""`GET /api/working-hours/`: the hours that a calendar shades, for one doctor or many."""

from datetime import date, time, timedelta

import pytest

from appointments.hospital_time import at
from appointments.models import DateHours, Department, Doctor, Holiday, TimeOff
from tests.appointments.conftest import TUESDAY
from tests.conftest import add_hours, api_of

pytestmark = pytest.mark.django_db

DAY = {"start": "2026-03-10", "end": "2026-03-11"}


def span(start: str, end: str, day: date = TUESDAY) -> dict[str, str]:
    return {"start": f"{day}T{start}:00+05:30", "end": f"{day}T{end}:00+05:30"}


def read(api, *doctors, **change):
    answer = api.get("/api/working-hours/", {**DAY, "doctor": [doctor.pk for doctor in doctors], **change})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_day_is_its_shifts(api, doctor, other_doctor):
    shifts = [span("09:00", "12:00"), span("13:00", "17:00")]
    assert read(api, doctor) == [{"doctor": doctor.pk, "spans": shifts, "away": []}]


def test_time_off_is_listed_beside_the_doctors_shifts(api, doctor, other_doctor):
    TimeOff(doctor=doctor, start=at(TUESDAY, time(15)), end=at(TUESDAY, time(18)), reason="Course").save()
    TimeOff(doctor=doctor, start=at(TUESDAY, time(0)) - timedelta(days=1), end=at(TUESDAY, time(0))).save()
    mine, theirs = read(api, doctor, other_doctor)
    assert mine["away"] == [{**span("15:00", "18:00"), "reason": "Course"}]
    assert theirs["away"] == []


def test_hours_on_a_date_replace_the_weekdays(api, doctor):
    DateHours(doctor=doctor, date=TUESDAY, start=time(7), end=time(8)).save()
    assert read(api, doctor)[0]["spans"] == [span("07:00", "08:00")]


def test_a_holiday_closes_the_day_for_all_doctors(api, doctor):
    Holiday(date=TUESDAY, name="Founders' Day").save()
    next_day = TUESDAY + timedelta(days=1)
    [found] = read(api, doctor, end="2026-03-12")
    assert found["spans"] == [span("09:00", "12:00", next_day), span("13:00", "17:00", next_day)]
    assert found["away"] == [
        {"start": "2026-03-10T00:00:00+05:30", "end": "2026-03-11T00:00:00+05:30", "reason": "Founders' Day"}
    ]


def test_hours_are_the_wall_clocks_where_the_clock_changes(api, doctor, settings):
    settings.TIME_ZONE = "Europe/Stockholm"
    [found] = read(api, doctor, start="2026-03-28", end="2026-03-30")
    assert [each["start"] for each in found["spans"]] == [
        "2026-03-28T09:00:00+01:00",
        "2026-03-28T13:00:00+01:00",
        "2026-03-29T09:00:00+02:00",
        "2026-03-29T13:00:00+02:00",
    ]


@pytest.mark.parametrize("number", [1, 20])
def test_the_queries_do_not_grow_with_the_doctors(
    receptionist, department: Department, django_assert_num_queries, number
):
    doctors = [Doctor.objects.create(name=f"Dr. {each}", department=department) for each in range(number)]
    for doctor in doctors:
        add_hours(doctor)
    api = api_of(receptionist)
    read(api, *doctors)  # fills the user's permissions, which a session would have
    with django_assert_num_queries(5):
        assert len(read(api, *doctors)) == number


def test_a_doctor_who_does_not_exist_is_left_out(api, doctor):
    assert read(api, doctor, doctor=[doctor.pk, 4711])[0]["doctor"] == doctor.pk


@pytest.mark.parametrize(
    ("change", "field"),
    [({"doctor": []}, "doctor"), ({"end": "2026-03-10"}, "end"), ({"end": "2026-04-10"}, "end")],
)
def test_an_invalid_query_is_refused(api, doctor, change, field):
    answer = api.get("/api/working-hours/", {**DAY, "doctor": doctor.pk, **change})
    assert (answer.status_code, list(answer.json()["fields"])) == (400, [field])


def test_only_users_who_see_the_calendar_get_hours(doctor, developer, stranger):
    asked = {**DAY, "doctor": doctor.pk}
    assert [api_of(user).get("/api/working-hours/", asked).status_code for user in (developer, stranger)] == [403, 403]
