"""Two records of one person become one, and are separated again."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from appointments.exceptions import Forbidden, Invalid, Merged, StalePatient, VisitsClash
from appointments.hospital_time import at
from appointments.models import Appointment, Merge, OpdAppointment, Patient
from appointments.services.booking import booking
from appointments.services.patients import search_keys
from appointments.services.patients.likeness import likely_same
from appointments.services.patients.merging import merge, merges_of, unmerge
from appointments.services.patients.registration import correct_patient, register_patient
from appointments.services.patients.search import find_patients
from appointments.services.queries.history import history_of
from appointments.services.queue import walk_ins
from audit.models import Action, Record
from realtime.models import StreamEvent
from tests.appointments.conftest import TUESDAY
from tests.appointments.queue_cast import fresh, set_status
from tests.conftest import api_of

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


@pytest.fixture
def third(db: None) -> Patient:
    return register_patient(by=None, name="Elena Novakova", phone=None, birth_date=date(1980, 5, 17))


def merged(patient: Patient, into: Patient, **changes: Any) -> Patient:
    return merge(**{"by": None, "patient": patient, "into": into, "reason": "Registered twice"} | changes)


def again(patient: Patient) -> Patient:
    return Patient.objects.get(pk=patient.pk)


def test_all_visits_move_to_the_record_that_stays(booked, visit, patient, other_patient):
    past = set_status(visit, "IN_PROGRESS", "COMPLETED")
    cancelled = booking.book(
        by=None, patient=other_patient, doctor=booked.doctor, start=booked.start + timedelta(hours=1), complaint="Cough"
    )
    set_status(cancelled, "CANCELLED")
    assert merged(other_patient, patient) == patient
    assert {fresh(each).patient for each in (booked, past, cancelled)} == {patient}
    assert again(other_patient).merged_into == patient
    assert not other_patient.appointments.exists()


def test_each_moved_visit_gets_a_version_and_an_event_and_says_why_in_its_history(booked, patient, other_patient):
    heads = StreamEvent.objects.filter(channel="appointments").count()
    merged(patient, other_patient, reason="Registered twice")
    row = fresh(booked)
    (event,) = StreamEvent.objects.filter(channel="appointments")[heads:]
    assert row.version == 2
    assert f'"mrn":"{other_patient.mrn}"' in event.data
    assert history_of(row)[-1] | {"at": ""} == {
        "at": "",
        "by": None,
        "from": "SCHEDULED",
        "to": "SCHEDULED",
        "change": f"moved from the record MRN {patient.mrn} to MRN {other_patient.mrn}",
        "step": "",
        "reason": "Records merged: Registered twice",
    }


def test_the_merged_mrn_finds_the_record_that_stays_and_the_merged_name_finds_nobody(patient, other_patient):
    merged(patient, other_patient)
    assert find_patients(patient.mrn) == [other_patient]
    assert find_patients(other_patient.mrn) == [other_patient]
    assert find_patients("Elena Novak") == []
    assert likely_same("Elena Novak", "+91 98 0000 0241", None) == []


def test_mrns_of_a_record_that_is_merged_on_lead_to_the_last_one(patient, other_patient, third):
    merged(patient, other_patient)
    merged(other_patient, third)
    assert again(patient).merged_into == third
    assert find_patients(patient.mrn) == find_patients(other_patient.mrn) == [third]
    search_keys.Counter.objects.all().delete()
    search_keys.bring_up_to_date()
    assert find_patients(patient.mrn) == find_patients(other_patient.mrn) == [third]
    assert not patient.search_keys.exists()


def test_a_field_is_taken_from_the_record_that_was_chosen_and_else_where_it_is_filled_in(patient, third):
    kept = merged(patient, third, keep={"name": "this"})
    assert (kept.name, kept.phone, kept.birth_date) == ("Elena Novak", "+91 98 0000 0241", date(1980, 5, 17))
    assert find_patients("elena novak") == find_patients("0241") == [third]


def test_what_belongs_to_a_field_is_taken_from_the_same_record(patient, other_patient):
    for row, whose in ((patient, "mother"), (other_patient, "")):
        row.second_phone, row.second_phone_of = f"555 000 {row.pk}", whose
        row.save()
    kept = merged(patient, other_patient)
    assert (kept.second_phone, kept.second_phone_of) == (f"555 000 {other_patient.pk}", "")


def test_the_calendar_shows_the_fields_that_were_taken(booked, patient, third):
    merged(third, patient, keep={"name": "this"})
    row = fresh(booked)
    assert row.patient.name == "Elena Novakova"
    assert row.version == 2


def test_visits_at_the_same_time_are_listed_first(booked, patient, other_patient, other_doctor, nothing_written):
    there = booking.book(
        by=None,
        patient=other_patient,
        doctor=other_doctor,
        start=booked.start + timedelta(minutes=5),
        complaint="Cough",
    )
    before = nothing_written()
    with pytest.raises(VisitsClash) as caught:
        merged(patient, other_patient)
    assert caught.value.conflicts == [booked, there]
    assert nothing_written() == before
    set_status(there, "CANCELLED")
    assert merged(patient, other_patient) == other_patient


def test_two_tokens_of_one_queue_are_listed_first(department, patient, other_patient):
    tokens = [
        walk_ins.walk_in(by=None, patient=each, department=department, complaint="Fever")
        for each in (patient, other_patient)
    ]
    with pytest.raises(VisitsClash) as caught:
        merged(patient, other_patient)
    assert caught.value.conflicts == tokens
    set_status(tokens[0], "LEFT")
    assert merged(patient, other_patient) == other_patient


def test_nothing_is_booked_registered_or_corrected_for_a_merged_record(patient, other_patient, doctor, ten):
    merged(patient, other_patient)
    for attempt in (
        lambda: booking.book(by=None, patient=patient, doctor=doctor, start=ten, complaint="Cough"),
        lambda: walk_ins.walk_in(by=None, patient=patient, department=doctor.department, complaint="Cough"),
        lambda: walk_ins.walk_in(
            by=None, patient=patient, department=doctor.department, complaint="Cough", confirm=True
        ),
        lambda: correct_patient(by=None, patient=patient, name="Elena Rao"),
        lambda: merged(patient, other_patient),
        lambda: merged(other_patient, patient),
    ):
        with pytest.raises(Merged) as caught:
            attempt()
        assert caught.value.into == other_patient


def test_a_record_is_not_merged_into_itself_nor_without_a_reason(patient, other_patient):
    with pytest.raises(Invalid):
        merged(patient, patient)
    with pytest.raises(Invalid):
        merged(patient, other_patient, reason=" ")


def test_a_record_that_was_changed_meanwhile_is_looked_at_again(patient, other_patient):
    correct_patient(by=None, patient=other_patient, name="Farid Khan")
    with pytest.raises(StalePatient) as caught:
        merged(patient, other_patient, version=1, into_version=1)
    assert caught.value.current.name == "Farid Khan"
    assert merged(patient, other_patient, version=1, into_version=2).name == "Farid Khan"


def test_who_has_the_right_merges(receptionist, manager, patient, other_patient):
    with pytest.raises(Forbidden):
        merged(patient, other_patient, by=receptionist)
    merged(patient, other_patient, by=manager)
    with pytest.raises(Forbidden):
        unmerge(by=receptionist, patient=patient)
    unmerge(by=manager, patient=patient)


def test_merging_and_separating_are_recorded_once_each(booked, patient, other_patient, manager):
    before = Record.objects.count()
    merged(patient, other_patient, by=manager)
    unmerge(by=manager, patient=patient)
    recorded = Record.objects.order_by("id").values_list("action", "actor_name", "patient_id", "subject", "detail")
    assert list(recorded[before:]) == [
        (action, "manager", other_patient.pk, f"patient-{patient.pk}", "1 visits")
        for action in (Action.MERGED, Action.SEPARATED)
    ]
    (done,) = Merge.objects.all()
    assert (done.reason, done.by, done.undone_by) == ("Registered twice", manager, manager)


def test_a_separated_record_is_as_before(booked, patient, third, doctor):
    merged(patient, third)
    assert find_patients("0241") == [third]
    assert unmerge(by=None, patient=patient) == patient
    assert again(patient).merged_into is None
    assert fresh(booked).patient == patient
    assert again(third).phone is None
    assert find_patients("0241") == find_patients(patient.mrn) == [patient]
    assert find_patients("elena novak") == [patient, third]
    assert find_patients(third.mrn) == [third]
    assert booking.book(
        by=None, patient=patient, doctor=doctor, start=booked.start + timedelta(hours=1), complaint="Cough"
    )


def test_visits_and_details_since_the_merge_stay_with_the_record_that_stayed(booked, patient, third, doctor):
    merged(patient, third, keep={"name": "this"})
    later = booking.book(
        by=None, patient=third, doctor=doctor, start=booked.start + timedelta(hours=1), complaint="Cough"
    )
    correct_patient(by=None, patient=third, phone="555 0102")
    unmerge(by=None, patient=patient)
    stayed = again(third)
    assert (stayed.name, stayed.phone) == ("Elena Novakova", "555 0102")
    assert (fresh(booked).patient, fresh(later).patient) == (patient, third)


def test_a_record_is_separated_in_the_order_of_the_merges(patient, other_patient, third):
    merged(patient, other_patient)
    merged(other_patient, third)
    with pytest.raises(Invalid, match=third.mrn):
        unmerge(by=None, patient=patient)
    unmerge(by=None, patient=other_patient)
    assert again(patient).merged_into == other_patient
    assert find_patients(patient.mrn) == [other_patient]
    unmerge(by=None, patient=patient)
    assert find_patients(patient.mrn) == [patient]


def test_a_later_merge_with_the_same_field_is_undone_first(patient, other_patient, third):
    merged(patient, third)
    merged(other_patient, third, keep={"phone": "this"})
    with pytest.raises(Invalid, match=other_patient.mrn):
        unmerge(by=None, patient=patient)
    unmerge(by=None, patient=other_patient)
    unmerge(by=None, patient=patient)
    assert again(third).phone is None


def test_what_is_not_merged_is_not_separated(patient):
    with pytest.raises(Invalid):
        unmerge(by=None, patient=patient)


def test_a_record_that_was_imported_as_merged_stays_so(patient, other_patient):
    patient.merged_into = other_patient
    patient.save()
    with pytest.raises(Invalid, match="imported"):
        unmerge(by=None, patient=patient)


def test_a_record_can_be_merged_again_after_it_was_separated(patient, other_patient):
    for _ in range(2):
        merged(patient, other_patient)
        assert [each.patient for each in merges_of(other_patient)] == [patient]
        unmerge(by=None, patient=patient)
    assert merges_of(other_patient) == []


def test_pages_that_show_a_record_are_told(patient, other_patient):
    merged(patient, other_patient)
    unmerge(by=None, patient=patient)
    events = StreamEvent.objects.filter(channel="patients").order_by("seq")
    assert [event.event for event in events] == ["patient.merged"] * 2
    assert ['"merged"' in event.data for event in events] == [True, False]


# The API


def test_the_api_merges_and_separates(manager, booked, patient, third):
    api = api_of(manager)
    answer = api.post(
        f"/api/patients/{patient.pk}/merge/",
        {"into": third.pk, "reason": "Registered twice", "keep": {"name": "this", "birth_date": "into"}},
        "json",
    )
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["name"]) == (third.pk, "Elena Novak")
    assert api.get(f"/api/patients/{patient.pk}/").json()["merged_into"] == third.pk
    assert "merged_into" not in api.get(f"/api/patients/{third.pk}/").json()
    answer = api.post(f"/api/patients/{patient.pk}/unmerge/")
    assert (answer.status_code, answer.json()["id"]) == (200, patient.pk)
    assert "merged_into" not in api.get(f"/api/patients/{patient.pk}/").json()


def test_a_separation_takes_an_empty_body_or_none(manager, patient, other_patient):
    api = api_of(manager)
    for body, status in (({"reason": "x"}, 400), ([], 400), ({}, 200)):
        merged(patient, other_patient) if again(patient).merged_into is None else None
        assert api.post(f"/api/patients/{patient.pk}/unmerge/", body, "json").status_code == status


def test_the_api_refuses_a_merged_patient_with_the_one_that_stays(api, patient, other_patient, doctor):
    merged(patient, other_patient)
    answer = api.post(
        "/api/appointments/",
        {"patient": patient.pk, "doctor": doctor.pk, "start": at(TUESDAY, time(15)).isoformat(), "complaint": "Cough"},
        "json",
    )
    assert answer.status_code == 409
    body = answer.json()
    assert (body["code"], body["merged_into"], body["patient"]["mrn"]) == (
        "merged",
        other_patient.pk,
        other_patient.mrn,
    )
    assert (Appointment.objects.count(), OpdAppointment.objects.count()) == (0, 0)


def test_the_api_lists_what_clashes(manager, booked, patient, other_patient, other_doctor):
    booking.book(by=None, patient=other_patient, doctor=other_doctor, start=booked.start, complaint="Cough")
    answer = api_of(manager).post(
        f"/api/patients/{patient.pk}/merge/", {"into": other_patient.pk, "reason": "Registered twice"}, "json"
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "clash")
    assert [event["extendedProps"]["patient"]["id"] for event in answer.json()["conflicts"]] == [
        patient.pk,
        other_patient.pk,
    ]


def test_the_api_says_that_a_record_was_changed(manager, patient, other_patient):
    answer = api_of(manager).post(
        f"/api/patients/{patient.pk}/merge/",
        {"into": other_patient.pk, "reason": "Registered twice", "version": 7},
        "json",
    )
    assert (answer.status_code, answer.json()["code"], answer.json()["current"]["id"]) == (409, "stale", patient.pk)
