"""`GET /api/earliest/`: who is free soonest."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.hospital_time import at
from appointments.models import Appointment, DateHours, Doctor, Hold, Holiday, Patient, TimeOff
from appointments.services.booking import booking
from appointments.services.bulk_import import import_unwatched
from appointments.services.patients.merging import merge
from tests.appointments.conftest import TUESDAY
from tests.conftest import add_hours, api_of

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def ask(receptionist, department) -> Any:
    """What the call answers, by default for the department; `from_`: the parameter `from`."""
    api = api_of(receptionist)

    def ask(**query: Any) -> Any:
        asked = {name.rstrip("_"): value for name, value in query.items()}
        if not {"department", "doctor"} & asked.keys():
            asked["department"] = department.pk
        answer = api.get("/api/earliest/", asked)
        assert answer.status_code == 200, answer.content
        return answer.json()

    return ask


def starts(found: Any) -> list[tuple[str, str]]:
    return [(each["doctor"]["name"], each["start"][5:16]) for each in found]


def test_the_slot_that_is_running_is_the_earliest(ask, doctor, clock):
    clock.set_to(time(9, 50))
    assert starts(ask(doctor=doctor.pk, count=2)) == [
        (doctor.name, "03-10T09:45"),
        (doctor.name, "03-10T10:00"),
    ]


def test_the_earliest_times_of_all_doctors_come_in_order(ask, doctor, other_doctor, booked, clock):
    clock.set_to(time(10))
    found = ask(count=3)
    assert found[0] == {
        "doctor": {"id": other_doctor.pk, "name": other_doctor.name},
        "start": "2026-03-10T10:00:00+05:30",
        "end": "2026-03-10T10:15:00+05:30",
    }
    assert starts(found) == [
        (other_doctor.name, "03-10T10:00"),
        *sorted([(doctor.name, "03-10T10:15"), (other_doctor.name, "03-10T10:15")]),
    ]


def test_ten_times_unless_asked_for_others(ask, doctor):
    assert (len(ask()), len(ask(count=50))) == (10, 50)


def test_a_doctor_may_be_asked_for_alone_or_among_a_department(ask, doctor, other_doctor, other_department):
    assert {each["doctor"]["id"] for each in ask(doctor=doctor.pk)} == {doctor.pk}
    assert {each["doctor"]["id"] for each in ask(doctor=[doctor.pk, other_doctor.pk])} == {doctor.pk, other_doctor.pk}
    assert ask(doctor=doctor.pk, department=other_department.pk) == []
    assert ask(department=[other_department.pk, doctor.department_id]) == ask()


def test_a_doctor_who_is_inactive_or_has_no_hours_is_never_offered(ask, doctor, other_doctor, department):
    Doctor.objects.create(name="Dr. Without Hours", department=department)
    other_doctor.is_active = False
    other_doctor.save()
    assert {each["doctor"]["id"] for each in ask(count=50)} == {doctor.pk}
    assert ask(doctor=other_doctor.pk) == []


def test_a_visit_takes_its_types_length(ask, doctor, visit_type, booked):
    found = ask(visit_type=visit_type.pk, after="09:30", count=2)
    assert visit_type.minutes == 30
    assert [(each["start"][11:16], each["end"][11:16]) for each in found] == [("09:30", "10:00"), ("10:15", "10:45")]


def test_the_patients_other_appointments_are_respected(ask, doctor, other_doctor, patient, other_patient, booked):
    asked = {"after": "10:00", "doctor": other_doctor.pk, "count": 1}
    assert (
        starts(ask(**asked)) == starts(ask(**asked, patient=other_patient.pk)) == [(other_doctor.name, "03-10T10:00")]
    )
    assert starts(ask(**asked, patient=patient.pk)) == [(other_doctor.name, "03-10T10:15")]


def test_a_merged_records_appointments_are_those_of_the_one_that_stays(
    ask, other_doctor, patient, other_patient, booked
):
    merge(by=None, patient=other_patient, into=patient, reason="Registered twice")
    found = ask(after="10:00", doctor=other_doctor.pk, patient=other_patient.pk, count=1)
    assert starts(found) == [(other_doctor.name, "03-10T10:15")]


def test_wishes_narrow_days_and_hours(ask, doctor):
    assert starts(ask(weekday=[3, 4], count=1)) == [(doctor.name, "03-12T09:00")]
    assert starts(ask(after="12:00", count=1)) == [(doctor.name, "03-10T13:00")]
    assert starts(ask(from_="2026-03-12", count=1)) == [(doctor.name, "03-12T09:00")]
    assert starts(ask(from_="2026-03-12T10:05:00+05:30", count=1)) == [(doctor.name, "03-12T10:15")]
    assert starts(ask(from_="2000-01-01", count=1)) == [(doctor.name, "03-10T09:00")]
    mornings = ask(before="09:30", count=4)
    assert starts(mornings) == [
        (doctor.name, moment) for moment in ("03-10T09:00", "03-10T09:15", "03-11T09:00", "03-11T09:15")
    ]


def test_holidays_own_hours_time_off_and_holds_close_times(ask, doctor, receptionist, manager):
    Holiday(date=TUESDAY, name="Founders' Day").save()
    DateHours(doctor=doctor, date=TUESDAY + DAY).save()
    DateHours(doctor=doctor, date=TUESDAY + 2 * DAY, start=time(7), end=time(8)).save()
    thursday = TUESDAY + 2 * DAY
    TimeOff(doctor=doctor, start=at(thursday, time(7)), end=at(thursday, time(7, 15))).save()
    for user, minute in ((manager, 15), (receptionist, 30)):
        start = at(thursday, time(7, minute))
        Hold.objects.create(doctor=doctor, user=user, start=start, end=start + QUARTER, until=at(TUESDAY, time(8, 2)))
    assert starts(ask(count=3)) == [(doctor.name, f"03-{day}") for day in ("12T07:30", "12T07:45", "13T09:00")]


def test_what_is_cancelled_is_free(ask, doctor, booked):
    booked.status = "CANCELLED"
    booked.save()
    assert starts(ask(after="10:00", count=1)) == [(doctor.name, "03-10T10:00")]


def test_full_weeks_are_passed_and_sixty_days_end_it(ask, doctor):
    TimeOff(doctor=doctor, start=at(TUESDAY, time()), end=at(TUESDAY + 59 * DAY, time())).save()
    assert starts(ask(count=1)) == [(doctor.name, "05-08T09:00")]
    TimeOff(doctor=doctor, start=at(TUESDAY + 59 * DAY, time()), end=at(TUESDAY + 61 * DAY, time())).save()
    assert ask(count=1) == []


def test_what_is_offered_can_be_held_and_booked(ask, doctor, other_doctor, patient, receptionist, booked):
    [first] = ask(after="10:00", count=1, patient=patient.pk)
    answer = api_of(receptionist).post(
        "/api/holds/", {"doctor": first["doctor"]["id"], "start": first["start"], "end": first["end"]}, format="json"
    )
    assert answer.status_code == 201
    assert ask(after="10:00", count=1, patient=patient.pk) == [first]
    chosen = Doctor.objects.get(pk=first["doctor"]["id"])
    booking.book(
        by=receptionist,
        patient=patient,
        doctor=chosen,
        start=at(TUESDAY, time.fromisoformat(first["start"][11:16])),
        complaint="Cough",
    )
    assert first not in ask(after="10:00", count=50)


@pytest.mark.parametrize("number", [1, 3, 60])
def test_the_queries_do_not_grow_with_doctors_or_bookings(receptionist, department, patient, number):
    doctors = [Doctor.objects.create(name=f"Dr. {each:02}", department=department) for each in range(number)]
    for doctor in doctors:
        add_hours(doctor)
    _fill(doctors, patient, TUESDAY)
    api = api_of(receptionist)
    asked = {"department": department.pk, "patient": patient.pk}
    api.get("/api/earliest/", asked)  # fills the user's permissions, which a session would have

    with CaptureQueriesContext(connection) as near:
        assert api.get("/api/earliest/", asked).json()[0]["start"] == "2026-03-11T09:00:00+05:30"
    with CaptureQueriesContext(connection) as outside_hours:
        assert api.get("/api/earliest/", asked | {"after": "03:00", "before": "04:00"}).json() == []
    for doctor in doctors:
        TimeOff(doctor=doctor, start=at(TUESDAY, time()), end=at(TUESDAY + 61 * DAY, time())).save()
    with CaptureQueriesContext(connection) as away:
        assert api.get("/api/earliest/", asked).json() == []

    # Patient, department, doctors; hours, dates, holidays, time off, holds, the patient's;
    # bookings of 1, 2, 4, 8, 8 … days.
    assert (len(near), len(outside_hours), len(away)) == (9 + 2, 9, 9 + 10)


def _fill(doctors: list[Doctor], patient: Any, day: date) -> None:
    """Books every hour of these doctors on this day, for others than the patient."""
    people = import_unwatched(Patient(mrn=f"F{n:03}", name="A B", phone="555") for n in range(len(doctors)))
    import_unwatched(
        Appointment(
            patient=person,
            doctor=doctor,
            start=at(day, time(hour)),
            end=at(day, time(until)),
            complaint="Cough",
            status_changed_at=at(day, time(8)),
        )
        for person, doctor in zip(people, doctors, strict=True)
        for hour, until in ((9, 12), (13, 17))
    )
