"""Users who are limited to departments see, hear and do nothing in others."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.api.errors import refusal_body
from appointments.events.events import schedule_channel
from appointments.exceptions import Forbidden, StaleVersion
from appointments.hospital_time import iso
from appointments.models import Appointment, Department, Doctor, OpdAppointment
from appointments.services import time_off
from appointments.services.booking import booking, holds, transitions
from appointments.services.department_scope import set_scope
from appointments.services.queue import walk_ins
from appointments.web.context_processors import page_config
from realtime import channels
from realtime.models import StreamEvent
from realtime.revocation import CHANNEL
from tests.appointments.example_requests import EXAMPLES, Example, prepared, row_of
from tests.conftest import add_hours, api_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


# What it covers
# Accounts belong to no department: tests/accounts/test_staff.py has what a limited manager may do with them.
WITHIN = [name for name, example in EXAMPLES.items() if not example.address.startswith("/accounts/staff")]


@pytest.fixture
def inside(manager: Any, department: Department) -> Any:
    """The manager, limited to the department of the appointment and the walk-in."""
    set_scope(by=None, user=manager, departments=[department])
    return manager


@pytest.fixture
def outside(admin_user: Any, other_department: Department) -> Any:
    """The admin, limited to another department."""
    set_scope(by=None, user=admin_user, departments=[other_department])
    return admin_user


def is_audit(example: Example) -> bool:
    """The audit is the whole hospital's: its records belong to no department."""
    return example.address.startswith("/appointments/audit")


def status_outside(example: Example) -> int:
    """How a request about another department is answered."""
    path = example.address.partition("?")[0]
    if example.channel in {"appointments", "opd-appointments"} or is_audit(example):
        return 403
    if example.channel not in {"", "patients", "realtime-test"}:
        return 403 if example.method == "post" else 404
    if {"{a}", "{v}", "{d}", "cardiology", "opd-{v}"} & set(
        path.split("/")
    ) or "department=cardiology" in example.address:
        return 404
    if path == "/api/earliest/":
        return 400
    if "/999999/" in path:
        return example.status
    if row_of(example).is_call and {"{d}", "{g}"} & set(example.body.values()):
        return 403
    return example.status


def test_a_limited_user_reaches_the_own_departments(inside, booked, visit, cell):
    for name in WITHIN:
        with cell(name=name):
            answer = prepared(inside, EXAMPLES[name], booked, visit)()
            hears_all = EXAMPLES[name].channel in {"appointments", "opd-appointments"}
            status = 302 if name == "login" else EXAMPLES[name].status
            assert answer.status_code == (403 if hears_all or is_audit(EXAMPLES[name]) else status), answer.content


def test_a_limited_user_reaches_and_sees_nothing_of_others(outside, booked, visit, nothing_written, cell):
    for name in WITHIN:
        with cell(name=name):
            send = prepared(outside, EXAMPLES[name], booked, visit)
            before = nothing_written()

            answer = send()

            assert answer.status_code == (302 if name == "login" else status_outside(EXAMPLES[name])), answer.content
            text = answer.content.decode()
            assert [secret for secret in ("Haddad", "Cardiology", "Chest pain", "OP-C-001") if secret in text] == []
            if answer.status_code in {403, 404}:
                assert nothing_written() == before


def test_the_heads_are_those_of_the_departments(inside, booked, visit, other_department):
    set_scope(by=None, user=inside, departments=[booked.doctor.department, other_department])
    asked = {"start": "2026-03-10", "end": "2026-03-11"}

    def heads(**query: Any) -> dict[str, int]:
        return api_of(inside).get("/api/calendar/", asked | query).json()["heads"]

    assert heads() == heads(kind="opd") == {"department.cardiology": 2, "department.eyes": 0}
    assert heads(department=other_department.pk) == {"department.eyes": 0}
    assert heads(doctor=booked.doctor_id) == {schedule_channel(booked.doctor_id): 2}
    assert heads(doctor=booked.doctor_id, department=other_department.pk, without_doctor=True) == {
        schedule_channel(booked.doctor_id): 2,
        "department.eyes": 0,
    }


def test_outside_doctors_and_departments_find_nothing(outside, booked, visit):
    for query in ({"doctor": booked.doctor_id}, {"department": visit.department_id}, {"patient": booked.patient_id}):
        asked = {"start": "2026-03-10", "end": "2026-03-11"} | query
        answer = api_of(outside).get("/api/calendar/", asked).json()
        heads = {} if "doctor" in query else {"department.eyes": 0}
        assert (answer["events"], answer["heads"]) == ([], heads)
        assert api_of(outside).get("/api/calendar/counts/", asked).json() == []


def test_a_walk_in_belongs_to_its_queue_and_to_its_doctors_department(inside, outside, booked, visit, other_department):
    OpdAppointment._base_manager.filter(pk=visit.pk).update(department=other_department)
    for user in (inside, outside):
        events = api_of(user).get("/api/calendar/", {"start": "2026-03-10", "end": "2026-03-11", "kind": "opd"}).json()
        assert [event["id"] for event in events["events"]] == [f"opd-{visit.pk}"]
        assert api_of(user).get(f"/api/opd-appointments/{visit.pk}/").status_code == 200


def test_a_conflict_with_another_department_is_not_shown(outside, booked, other_department):
    eyes = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    add_hours(eyes)
    asked = {"patient": booked.patient_id, "doctor": eyes.pk, "start": iso(booked.start), "complaint": "Cough"}

    answer = api_of(outside).post("/api/appointments/", asked, "json")
    assert (answer.status_code, answer.json()["code"], answer.json()["conflicts"]) == (409, "clash", [])

    page = Client()
    page.force_login(outside)
    form = page.post("/appointments/create", asked | {"action": "book", "date": "2026-03-10"})
    assert (form.context["conflicts"], Appointment.objects.count()) == ([], 1)


def test_a_stale_version_of_another_departments_appointment_is_not_shown(outside, booked):
    body = refusal_body(StaleVersion(booked), outside)
    assert (body["code"], body["current"]) == ("stale", None)


def test_verbs_refuse_other_departments_by_themselves(outside, booked, visit, patient, ten):
    later = ten + HOUR
    calls: list[Any] = [
        lambda: booking.book(by=outside, patient=patient, doctor=booked.doctor, start=later, complaint="Cough"),
        lambda: booking.reschedule(by=outside, appointment=booked, version=1, start=later),
        lambda: holds.hold(by=outside, doctor=booked.doctor, start=later, end=later + timedelta(minutes=15)),
        lambda: transitions.change_status(by=outside, appointment=booked, status="CHECKED_IN", version=1),
        lambda: transitions.change_status(by=outside, appointment=visit, status="CANCELLED", version=1),
        lambda: walk_ins.walk_in(by=outside, patient=patient, department=visit.department, complaint="Fever"),
        lambda: time_off.enter(by=outside, doctor=booked.doctor, start=later, end=later + HOUR, choices={}),
    ]
    for call in calls:
        with pytest.raises(Forbidden):
            call()


def test_an_appointment_is_not_moved_out_of_the_departments(inside, booked, other_department):
    eyes = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    asked = {"doctor": eyes.pk, "version": 1, "reason": "So"}
    assert api_of(inside).patch(f"/api/appointments/{booked.pk}/", asked, "json").status_code == 403
    assert Appointment.objects.get().doctor == booked.doctor


# The audit


def test_the_menu_and_the_patients_page_offer_the_audit_to_those_who_may_read_it(manager, department, patient):
    pages = ("/appointments/calendar", f"/appointments/patients/{patient.pk}")

    def offered() -> list[bool]:
        client = Client()
        client.force_login(manager)
        return ["/appointments/audit" in client.get(page).content.decode() for page in pages]

    assert offered() == [True, True]
    set_scope(by=None, user=manager, departments=[department])
    assert offered() == [False, False]


# Channels


def told(channel: str) -> list[tuple[str, list[str]]]:
    """(event, departments) of the channel's events."""
    rows = StreamEvent.objects.filter(channel=channel).order_by("seq")
    return [(row.event, json.loads(row.data)["departments"]) for row in rows]


def test_an_appointment_that_moves_to_another_department_is_told_to_both(booked, other_department):
    eyes = Doctor.objects.create(name="Dr. Eyes", department=other_department)
    booking.reschedule(by=None, appointment=booked, version=1, doctor=eyes)
    moved = ("appointment.updated", ["eyes"])
    assert told("department.cardiology") == [("appointment.updated", ["cardiology"]), moved]
    assert told("department.eyes") == [moved]


def test_a_doctor_who_changes_the_department_is_told_to_both_and_ends_rights(booked, visit, other_department):
    before = StreamEvent.objects.filter(channel=CHANNEL).count()
    booked.doctor.department = other_department
    booked.doctor.save()
    moved = [("appointment.updated", ["eyes"]), ("opd-appointment.updated", ["cardiology", "eyes"])]
    assert told("department.cardiology")[2:] == moved
    assert told("department.eyes") == moved
    assert StreamEvent.objects.filter(channel=CHANNEL).count() == before + 1


def test_a_new_slug_ends_rights(department, receptionist):
    department.slug = "heart"
    department.save()
    assert StreamEvent.objects.filter(channel=CHANNEL).count() == 1
    with pytest.raises(channels.UnknownChannel):
        channels.rule_for("department.cardiology", receptionist)


@pytest.mark.parametrize("channel", ["doctor-schedule.{d}", "department.cardiology"])
def test_a_channel_outside_looks_like_one_that_does_not_exist(inside, outside, booked, channel):
    name = channel.format(d=booked.doctor_id)
    assert channels.rule_for(name, inside)
    with pytest.raises(channels.UnknownChannel):
        channels.rule_for(name, outside)


def test_page_config_names_the_channels_of_all_that_the_user_sees(receptionist, inside, developer):
    def named(user: Any) -> list[str]:
        return page_config(user)["realtime"]["channels"]

    assert (named(receptionist), named(inside), named(developer)) == (
        ["appointments", "opd-appointments"],
        ["department.cardiology"],
        [],
    )


# The admin


@pytest.mark.parametrize("model", ["appointment", "opdappointment", "doctor", "department"])
def test_the_admin_lists_and_opens_the_own_departments_only(admin_user, department, other_department, request, model):
    rows = {"appointment": "booked", "opdappointment": "visit"}
    row = request.getfixturevalue(rows.get(model, model))
    client = Client()
    client.force_login(admin_user)
    histories = [f"{row.pk}/history/"] if model in rows else []
    for scope, seen in ((department, True), (other_department, False)):
        set_scope(by=None, user=admin_user, departments=[scope])
        listed = client.get(f"/admin/appointments/{model}/").content.decode()
        assert any(word in listed for word in ("Haddad", "Elena", "OP-C-001", "Cardiology")) is seen
        for page in (f"{row.pk}/change/", *histories):
            assert (client.get(f"/admin/appointments/{model}/{page}").status_code == 200) is seen, page


def test_the_admin_offers_the_own_departments_only(outside, other_department):
    client = Client()
    client.force_login(outside)
    form = client.get("/admin/appointments/doctor/add/").context["adminform"].form
    assert list(form.fields["department"].queryset) == [other_department]
