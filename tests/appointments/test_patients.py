"""Registering, finding and correcting patients."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import models, transaction
from django.test.utils import isolate_apps
from django.utils.html import strip_tags

from appointments.api.serializers import PatientAnswer
from appointments.events.calendar_event import COLUMNS, patient_card
from appointments.events.events import schedule_channel
from appointments.events.person_changed import WORDS
from appointments.exceptions import Forbidden, Invalid, LikelyDuplicate
from appointments.models import Appointment, Counter, Doctor, Patient
from appointments.models.shown_person import ShownPerson
from appointments.patient_fields import FIELDS
from appointments.services.booking import booking
from appointments.services.patients.registration import correct_patient, register_patient
from appointments.services.patients.search import find_patients
from appointments.services.queue import walk_ins
from realtime.models import StreamEvent
from tests.support.processes import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


def register(**changes: Any) -> Patient:
    return register_patient(**{"by": None, "name": "Asha Iyer", "phone": "+91 98 1234 5678"} | changes)


def test_numbers_are_consecutive():
    mrns = [register(name=f"Patient {number}", phone=f"900{number}").mrn for number in range(3)]
    assert mrns == ["000001", "000002", "000003"]


def test_a_registration_that_is_rolled_back_leaves_no_hole():
    register()
    with transaction.atomic():
        register(name="Somebody Else", phone="1234")
        transaction.set_rollback(True)

    assert register(name="Third Person", phone="5678").mrn == "000002"


def test_a_duplicate_that_was_refused_leaves_no_hole():
    register()
    with pytest.raises(LikelyDuplicate):
        register()
    assert Counter.objects.get(key="mrn").value == 1
    assert register(confirm=True).mrn == "000002"


@pytest.mark.parametrize(
    ("again", "alike"),
    [
        ({"name": "Quite Another", "phone": "+91-98-1234-5678"}, True),
        ({"name": "Quite Another", "phone": "919812345678"}, True),
        ({"name": "asha IYER", "phone": "999", "birth_date": date(1990, 2, 1)}, True),
        ({"name": "  Asha   Iyer ", "phone": "999", "birth_date": date(1990, 2, 1)}, True),
        ({"name": "Asha Iyer", "phone": "999", "birth_date": date(1990, 2, 2)}, False),
        ({"name": "Asha Iyer", "phone": "999"}, False),
        ({"name": "Ashia Iyer", "phone": "999", "birth_date": date(1990, 2, 1)}, True),
        ({"name": "Ashiia Iyer", "phone": "999", "birth_date": date(1990, 2, 1)}, False),
        ({"name": "Ashia Iyer", "phone": "999", "birth_date": date(1990, 1, 2)}, False),
    ],
)
def test_a_likely_duplicate_is_refused_first(again, alike):
    first = register(birth_date=date(1990, 2, 1))
    if alike:
        with pytest.raises(LikelyDuplicate) as caught:
            register(**again)
        assert [match.patient for match in caught.value.matches] == [first]
        assert Patient.objects.count() == 1
    assert register(**again, confirm=alike).mrn == "000002"


def test_a_name_is_stored_with_single_blanks_and_a_phone_as_typed():
    patient = register(name="  Asha \t Iyer ", phone="+91 (98) 1-2")
    assert (patient.name, patient.phone) == ("Asha Iyer", "+91 (98) 1-2")


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_a_patient_needs_a_name(name):
    with pytest.raises(Invalid) as caught:
        register(name=name)
    assert list(caught.value.fields) == ["name"]
    assert not Patient.objects.exists()


@pytest.mark.parametrize("role", ["doctor_user", "opd_clerk", "developer", "stranger", "anonymous"])
def test_only_reception_and_managers_register_and_correct(role, request, doctor, patient):
    user = doctor.user if role == "doctor_user" else request.getfixturevalue(role)
    with pytest.raises(Forbidden):
        register(by=user)
    with pytest.raises(Forbidden):
        correct_patient(by=user, patient=patient, name="Stolen Name")
    assert list(Patient.objects.values_list("name", flat=True)) == ["Elena Novak"]


@pytest.mark.parametrize("role", ["receptionist", "manager", "admin_user"])
def test_a_registration_is_recorded_with_its_user(role, request):
    user = request.getfixturevalue(role)
    assert register(by=user).history.get().history_user == user


# Finding


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("elena", True),
        ("ELENA  nov", True),
        ("nov", True),
        ("lena", False),
        ("ovak", False),
        ("919800", True),
        ("+91 98 0000 0241", True),
        ("0241", True),
        ("241", False),
        ("000001", True),
        ("1", True),
        ("", False),
        ("   ", False),
        ("%", False),
        ("_lena", False),
        ("\\", False),
        ("' OR 1=1 --", False),
        ("--", False),
        ("\x00", False),
        ("elena\x00", False),
    ],
)
def test_patients_are_found_by_a_prefix_of_name_phone_or_mrn(patient, other_patient, text, found):
    assert (patient in find_patients(text)) is found


def test_a_name_with_other_letters_is_found_in_either_case():
    patient = register(name="Åsa Öberg")
    assert [find_patients(text) for text in ("åsa", "ÅSA", "öb")] == [[patient]] * 3


# Correcting


def updates(channel: str) -> list[tuple[Any, str, str, int]]:
    rows = [json.loads(row.data) for row in StreamEvent.objects.filter(channel=channel).order_by("seq")]
    return [
        (
            row["appointment"]["id"],
            row["action"],
            row["appointment"]["title"],
            row["appointment"]["extendedProps"]["appointment"]["version"],
        )
        for row in rows
    ]


@pytest.fixture
def days(doctor: Any, patient: Patient, ten: Any) -> list[Appointment]:
    """Yesterday, today and tomorrow at ten."""
    return [
        booking.book(by=None, patient=patient, doctor=doctor, start=ten + timedelta(days=day), complaint="Cough")
        for day in (-1, 0, 1)
    ]


def test_a_new_name_is_broadcast_for_appointments_from_today_on_with_new_versions(days, receptionist, patient):
    correct_patient(by=receptionist, patient=patient, name="Elena Novak-Rao")

    told = [
        (days[1].pk, "updated", "Elena Novak-Rao – Cough", 2),
        (days[2].pk, "updated", "Elena Novak-Rao – Cough", 2),
    ]
    assert updates("appointments")[3:] == told
    assert updates(schedule_channel(days[0].doctor_id))[3:] == told
    assert list(Appointment.objects.values_list("version", flat=True)) == [1, 2, 2]


def test_an_appointment_that_is_under_way_at_midnight_counts_as_todays(patient, doctor, receptionist, ten):
    start = ten - timedelta(hours=10, minutes=30)
    booking.book(
        by=None, patient=patient, doctor=doctor, start=start, end=start + timedelta(hours=1), complaint="Night"
    )
    correct_patient(by=receptionist, patient=patient, name="Elena Novak-Rao")
    assert [update[1] for update in updates("appointments")] == ["created", "updated"]


def test_a_walk_ins_new_name_is_broadcast_on_the_channel_of_walk_ins(patient, department, receptionist):
    visit = walk_ins.walk_in(by=None, patient=patient, department=department, complaint="Fever")
    correct_patient(by=receptionist, patient=patient, name="Elena Rao")
    assert updates("opd-appointments")[1:] == [(f"opd-{visit.pk}", "updated", "Elena Rao – Fever", 2)]
    assert updates("appointments") == []


def another_value(patient: Patient, field: str) -> Any:
    column = Patient._meta.get_field(field)
    if column.choices:
        return next(value for value, _ in column.choices if value != getattr(patient, field))
    if field == "language":
        return "ta"
    if isinstance(column, models.BooleanField):
        return not getattr(patient, field)
    return date(1990, 1, 1) if isinstance(column, models.DateField) else "1234"


@pytest.mark.parametrize("field", Patient.shown())
def test_every_field_of_a_patient_that_the_calendar_shows_is_broadcast(days, receptionist, patient, field):
    correct_patient(by=receptionist, patient=patient, **{field: another_value(patient, field)})
    assert [update[0] for update in updates("appointments")[3:]] == [days[1].pk, days[2].pk]


def test_the_history_says_which_field_of_a_person_changed(days, receptionist, patient, doctor, other_department):
    correct_patient(by=receptionist, patient=patient, name="Elena Rao", phone="+91 11 2222 3333")
    doctor.department = other_department
    doctor.save()
    reasons = days[2].history.order_by("history_id").values_list("history_change_reason", flat=True)
    assert list(reasons) == [None, "Patient: name changed, phone changed", "Doctor: department changed"]


def test_every_shown_field_but_the_mrn_is_entered_by_staff():
    assert set(Patient.shown()) - {"mrn"} <= set(FIELDS)


def test_every_shown_field_is_in_the_answer(patient):
    assert set(PatientAnswer().fields) == set(patient_card(patient))
    assert {"id", "version", *Patient.shown(), *FIELDS} <= set(patient_card(patient))


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_registered_by_the_form_and_by_the_api(client, receptionist, patient, field):
    client.force_login(receptionist)
    typed = {"name": "Asha Iyer", "phone": "555 123", field: another_value(patient, field)}
    client.post(
        "/appointments/create", {"action": "register"} | {f"new-{name}": value for name, value in typed.items()}
    )
    assert getattr(Patient.objects.latest("pk"), field) == typed[field]

    body = {"confirm": True} | typed
    card = client.post("/api/patients/", body, "application/json").json()
    assert getattr(Patient.objects.get(pk=card["id"]), field) == typed[field]


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_asked_for_on_the_booking_page_and_edited_on_the_patients_page(
    client, receptionist, patient, field
):
    client.force_login(receptionist)
    for path, prefix in (("/appointments/create", "new"), (f"/appointments/patients/{patient.pk}", "correct")):
        [control] = re.findall(
            rf'<(?:input|select)[^>]*name="{prefix}-{field}"[^>]*>', client.get(path).content.decode()
        )
        assert f'data-field="{field}"' in control


@pytest.fixture
def fact(monkeypatch):
    """A fact of the field `sex`, which has none of its own."""
    row = replace(FIELDS["sex"], facts={"female": "Female fact"})
    monkeypatch.setitem(FIELDS, "sex", row)
    return "Female fact"


def test_further_facts_are_shown_on_every_page_that_shows_a_patient(client, receptionist, patient, fact):
    client.force_login(receptionist)
    create, own = "/appointments/create", f"/appointments/patients/{patient.pk}"
    register(name="Elena Nowak", phone="777")  # a single match would be opened at once
    for sex, shown in (("male", 0), ("female", 1)):
        correct_patient(by=None, patient=patient, sex=sex)
        pages = [
            client.get(own),
            client.get(create, {"patient": patient.pk}),
            client.post(create, {"action": "find", "q": "elena"}),
            client.post("/appointments/patients", {"q": "elena"}),
        ]
        assert [strip_tags(page.text).count(f"· {fact}") for page in pages] == [shown] * len(pages)


def test_scripts_read_further_facts_from_page_config(client, receptionist, fact):
    client.force_login(receptionist)
    page = client.get("/appointments/calendar").content.decode()
    [config] = re.findall(r'<script id="page-config"[^>]*>(.*?)</script>', page, re.S)
    assert json.loads(config)["patientFacts"]["sex"] == {"female": fact}


@pytest.mark.parametrize("field", Patient.shown())
def test_the_benchmark_that_reads_the_calendar_by_hand_reads_every_field(field):
    assert f"p.{field}" in (ROOT / "bench/feed_worker.py").read_text()


@pytest.mark.parametrize("model", [Patient, Doctor])
def test_every_shown_field_has_words_for_the_history(model):
    assert set(model.shown()) <= set(WORDS)


def test_a_field_is_shown_unless_its_model_says_otherwise():
    with isolate_apps():  # of no app: another one's `ready()` would register its channels twice

        class Nurse(ShownPerson):
            NOT_SHOWN = ("id", "badge")
            badge = models.CharField(max_length=9)
            ward = models.CharField(max_length=9)

            class Meta:
                app_label = "appointments"

        assert Nurse.shown() == ("name", "ward")


@pytest.mark.parametrize(("relation", "model"), [("patient", Patient), ("doctor", Doctor)])
def test_what_an_event_shows_of_a_person_is_among_the_shown_fields(relation, model):
    paths = [path.split("__") for columns in COLUMNS.values() for path in columns.values()]
    in_events = {model._meta.get_field(path[1]).attname for path in paths if path[0] == relation and len(path) > 1}
    assert in_events == set(model.shown())


def test_a_correction_that_changes_nothing_is_not_broadcast(days, receptionist, patient):
    correct_patient(by=receptionist, patient=patient, name="Elena Novak")
    assert len(updates("appointments")) == 3


def test_a_plain_save_of_a_doctors_new_name_is_broadcast_too(days, doctor):
    doctor.name = "Dr. Leila Haddad-Rao"
    doctor.save()
    assert [update[:2] for update in updates("appointments")[3:]] == [
        (days[1].pk, "updated"),
        (days[2].pk, "updated"),
    ]


def test_appointments_of_other_patients_are_not_broadcast(days, receptionist, other_patient):
    correct_patient(by=receptionist, patient=other_patient, name="Farid Novak")
    assert len(updates("appointments")) == 3


def test_a_corrected_name_is_stored_with_single_blanks(patient, receptionist):
    assert correct_patient(by=receptionist, patient=patient, name=" Elena \t Rao ").name == "Elena Rao"


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1879, 12, 31), date(2026, 3, 11), date(9999, 12, 31)])
def test_a_birth_date_lies_between_1880_and_today(day, patient):
    with pytest.raises(Invalid) as caught:
        register(birth_date=day)
    assert list(caught.value.fields) == ["birth_date"]
    with pytest.raises(Invalid):
        correct_patient(by=None, patient=patient, birth_date=day)
    assert Patient.objects.get().birth_date is None


@pytest.mark.parametrize("typed", ["9848", "98481", "09848 143059", "+91 9848", "919848143059"])
def test_a_phone_is_found_with_and_without_its_country_code(db, typed):
    patient = register_patient(by=None, name="Elena Novak", phone="+91 9848 143059")
    assert find_patients(typed) == [patient]


@pytest.mark.parametrize("typed", ["9848143059", "09848-143059", "+91 (9848) 143059"])
def test_the_same_phone_is_a_duplicate_however_it_is_written(db, typed):
    register_patient(by=None, name="Elena Novak", phone="+91 9848 143059")
    with pytest.raises(LikelyDuplicate):
        register_patient(by=None, name="Farid Rao", phone=typed)


def test_phones_without_digits_are_not_the_same(db):
    register_patient(by=None, name="Elena Novak", phone="(((")
    assert register_patient(by=None, name="Farid Rao", phone=")))").pk
