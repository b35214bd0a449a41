"""Time off over booked patients: each is listed, offered new times, and moved or kept."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client

from appointments.exceptions import Closed, Forbidden, Invalid, SlotTaken, StaleVersion, Unanswered
from appointments.hospital_time import at, local
from appointments.models import Appointment, DateHours, Doctor, Patient, TimeOff
from appointments.models.phone import shown_phone
from appointments.services import time_off
from appointments.services.booking import booking, transitions
from appointments.services.time_off import Choice
from tests.appointments.conftest import TUESDAY

pytestmark = pytest.mark.django_db

QUARTER = timedelta(minutes=15)
PAGE = "/appointments/time-off"


@pytest.fixture
def booked_three(doctor: Doctor, patient: Patient, other_patient: Patient, ten: datetime) -> list[Appointment]:
    third = Patient.objects.create(mrn="900000", name="Third Person", phone="12345")
    return [
        booking.book(by=None, patient=who, doctor=doctor, start=ten + n * QUARTER, complaint="Cough")
        for n, who in enumerate((patient, other_patient, third))
    ]


@pytest.fixture
def enter(manager: Any, doctor: Doctor, ten: datetime) -> Any:
    """Enters time off from ten to noon, as the manager."""

    def enter(**changes: Any) -> TimeOff:
        asked = {"by": manager, "doctor": doctor, "start": ten, "end": ten + timedelta(hours=2), "choices": {}}
        return time_off.enter(**asked | changes)

    return enter


def test_booked_patients_are_listed_in_order(booked_three, doctor, ten):
    assert time_off.hits(doctor, ten, ten + timedelta(hours=2)) == booked_three
    assert time_off.hits(doctor, ten + QUARTER, ten + 2 * QUARTER) == booked_three[1:2]
    assert time_off.hits(doctor, ten + timedelta(minutes=14), ten + timedelta(minutes=16)) == booked_three[:2]


@pytest.mark.parametrize("status", ["IN_PROGRESS", "COMPLETED", "CANCELLED", "NO_SHOW", "LEFT"])
def test_only_patients_who_have_not_been_seen_are_listed(booked, doctor, ten, status):
    Appointment._base_manager.filter(pk=booked.pk).update(status=status)
    assert time_off.hits(doctor, ten, ten + QUARTER) == []


def test_offers_are_outside_the_time_off_and_first_offers_differ(booked_three, doctor, ten):
    end = ten + timedelta(hours=2)
    planned = time_off.plan(doctor, ten, end)
    assert [hit.appointment for hit in planned] == booked_three
    for hit in planned:
        assert all(start >= end for start, _ in hit.offers)
        assert len(hit.offers) == time_off.OFFERS
    assert [f"{local(hit.offers[0][0]):%H:%M}" for hit in planned] == ["13:00", "13:15", "13:30"]


def test_offers_suit_the_patient_too(booked_three, doctor, other_doctor, ten, patient):
    booking.book(by=None, patient=patient, doctor=other_doctor, start=at(TUESDAY, time(13)), complaint="Eyes")
    (first, *_) = time_off.plan(doctor, ten, ten + timedelta(hours=2))
    assert f"{local(first.offers[0][0]):%H:%M}" == "13:15"


def test_each_is_moved_or_kept_as_chosen(booked_three, enter, ten, manager):
    first, second, third = booked_three
    afternoon = at(TUESDAY, time(14))
    entered = enter(
        choices={first.pk: Choice(1, afternoon), second.pk: Choice(1), third.pk: Choice(1, afternoon + QUARTER)},
        reason="Conference",
    )
    rows = list(Appointment.objects.order_by("pk").values_list("start", "version"))
    assert rows == [(afternoon, 2), (ten + QUARTER, 1), (afternoon + QUARTER, 2)]
    assert (entered.reason, TimeOff.objects.count()) == ("Conference", 1)
    entry = first.history.order_by("-history_id")[0]
    assert (entry.history_change_reason, entry.history_user) == ("Doctor away: Conference", manager)


def test_a_hit_without_a_choice_is_refused(booked_three, enter, nothing_written, ten):
    before = nothing_written()
    with pytest.raises(Unanswered) as caught:
        enter(choices={booked_three[0].pk: Choice(1)})
    assert caught.value.conflicts == booked_three[1:]
    assert (nothing_written(), TimeOff.objects.count()) == (before, 0)


@pytest.mark.parametrize("last", ["moved", "kept"])
def test_nothing_is_entered_if_one_hit_was_changed_meanwhile(booked_three, enter, nothing_written, last):
    booked_three[2].save()
    before = nothing_written()
    choices = {row.pk: Choice(1, at(TUESDAY, time(14)) + n * QUARTER) for n, row in enumerate(booked_three)}
    if last == "kept":
        choices[booked_three[2].pk] = Choice(1)
    with pytest.raises(StaleVersion):
        enter(choices=choices)
    assert (nothing_written(), TimeOff.objects.count()) == (before, 0)


def test_nothing_is_entered_if_two_hits_get_one_time(booked_three, enter, nothing_written):
    before = nothing_written()
    with pytest.raises(SlotTaken):
        enter(choices={row.pk: Choice(1, at(TUESDAY, time(14))) for row in booked_three})
    assert (nothing_written(), TimeOff.objects.count()) == (before, 0)


def test_a_hit_cannot_be_moved_into_the_time_off(booked, enter, ten, nothing_written):
    """A manager may book on time off with a reason; this reason is for the time off itself."""
    before = nothing_written()
    with pytest.raises(Closed):
        enter(choices={booked.pk: Choice(1, ten + timedelta(hours=1))})
    assert (nothing_written(), TimeOff.objects.count()) == (before, 0)


def test_a_hit_cannot_be_moved_into_the_past(booked, enter, nothing_written):
    before = nothing_written()
    with pytest.raises(Closed):
        enter(choices={booked.pk: Choice(1, at(TUESDAY, time(7)))})
    assert (nothing_written(), TimeOff.objects.count()) == (before, 0)


def test_a_cancelled_appointment_needs_no_choice(booked, enter, receptionist):
    transitions.change_status(by=receptionist, appointment=booked, status="CANCELLED", version=1)
    enter(choices={booked.pk: Choice(1, at(TUESDAY, time(14)))})
    assert Appointment.objects.get().status == "CANCELLED"


@pytest.mark.parametrize("role", ["receptionist", "opd_clerk", "developer", "stranger"])
def test_only_managers_enter_time_off(enter, role, request):
    with pytest.raises(Forbidden):
        enter(by=request.getfixturevalue(role))
    assert TimeOff.objects.count() == 0


def test_time_off_ends_after_it_starts(enter, ten):
    with pytest.raises(Invalid):
        enter(end=ten)


# The page


@pytest.fixture
def desk(manager: Any) -> Client:
    client = Client()
    client.force_login(manager)
    return client


def form(doctor: Doctor, start: datetime, end: datetime, **more: Any) -> dict[str, Any]:
    wall = "%Y-%m-%dT%H:%M"
    return {"doctor": doctor.pk, "start": f"{local(start):{wall}}", "end": f"{local(end):{wall}}", "reason": ""} | more


@pytest.mark.parametrize("field", ["start", "end"])
def test_time_off_starts_and_ends_at_whole_minutes(enter, ten, field):
    times = {"start": ten, "end": ten + 2 * QUARTER} | {field: ten + QUARTER / 900}
    with pytest.raises(Invalid) as caught:
        enter(**times)
    assert list(caught.value.fields) == [field]
    assert TimeOff.objects.count() == 0


def test_the_page_enters_time_off_without_hits_at_once(desk, doctor, ten):
    answer = desk.post(PAGE, form(doctor, ten, ten + QUARTER), follow=True)
    assert answer.status_code == 200
    assert f"{doctor.name} is away" in answer.content.decode()
    assert TimeOff.objects.values_list("start", "end").get() == (ten, ten + QUARTER)


def test_the_page_lists_the_hits_first_and_then_moves_them(desk, booked_three, doctor, ten):
    asked = form(doctor, ten, ten + timedelta(hours=2))
    listed = desk.post(PAGE, asked)
    text = listed.content.decode()
    assert (listed.status_code, TimeOff.objects.count()) == (200, 0)
    assert [row.patient.name for row in booked_three if row.patient.name in text] == [
        row.patient.name for row in booked_three
    ]
    assert f'name="version-{booked_three[0].pk}"' in text

    choices = {f"version-{row.pk}": 1 for row in booked_three}
    choices |= {f"choice-{hit['appointment'].pk}": hit["offers"][0]["value"] for hit in listed.context["hits"]}
    choices[f"choice-{booked_three[2].pk}"] = "keep"
    done = desk.post(PAGE, asked | choices | {"listed": "1"})
    assert done.status_code == 302
    assert list(Appointment.objects.order_by("pk").values_list("version", flat=True)) == [2, 2, 1]

    shown = desk.get(done["Location"]).context["answered"]
    told = [(each["appointment"].pk, each["before"], each["moved"]) for each in shown]
    assert told == [(row.pk, row.start, row != booked_three[2]) for row in booked_three]
    text = desk.get(done["Location"]).content.decode()
    assert [shown_phone(row.patient.phone) in text for row in booked_three] == [True] * 3
    assert desk.get(PAGE).context["answered"] == []


def test_a_hit_that_was_not_listed_is_not_moved(desk, booked, doctor, ten):
    listed = desk.post(PAGE, form(doctor, ten, ten + QUARTER))
    assert [hit["chosen"] for hit in listed.context["hits"]] == [""]
    assert '<option value="">Choose…</option>' in listed.content.decode()
    unanswered = {f"choice-{booked.pk}": "", f"version-{booked.pk}": 1, "listed": "1"}
    again = desk.post(PAGE, form(doctor, ten, ten + QUARTER) | unanswered)
    assert (again.status_code, again.context["refusal"].conflicts, TimeOff.objects.count()) == (200, [booked], 0)


@pytest.mark.parametrize("listed", [{"listed": "1"}, {}])
@pytest.mark.parametrize("choice", ["2026-03-10T10:30:00+05:30", "keep"])
def test_the_page_lists_again_what_changed_meanwhile(desk, booked, doctor, ten, choice, listed):
    booked.save()
    asked = form(doctor, ten, ten + QUARTER, reason="Conference", **listed)
    answer = desk.post(PAGE, asked | {f"choice-{booked.pk}": choice, f"version-{booked.pk}": 1})
    text = " ".join(answer.content.decode().split())
    assert (answer.status_code, TimeOff.objects.count()) == (200, 0)
    assert "Someone else changed this appointment. Check it and try again." in text
    assert f'name="version-{booked.pk}" value="2"' in text
    assert f'value="{choice}" selected' in text
    assert 'value="Conference"' in text


def test_the_first_list_shows_no_error(desk, booked, doctor, ten):
    assert desk.post(PAGE, form(doctor, ten, ten + QUARTER)).context["refusal"] is None
    again = desk.post(PAGE, form(doctor, ten, ten + QUARTER, listed="1")).context["refusal"]
    assert (type(again), again.conflicts) == (Unanswered, [booked])


@pytest.mark.parametrize(
    ("choice", "version"),
    [("nonsense", "1"), ("", "1"), ("keep", ""), ("keep", "x"), ("keep", "9" * 30), ("2026-03-10T13:00:00", "1")],
)
def test_a_choice_that_cannot_be_read_is_asked_for_again(desk, booked, doctor, ten, choice, version):
    asked = form(doctor, ten, ten + QUARTER, listed="1")
    answer = desk.post(PAGE, asked | {f"choice-{booked.pk}": choice, f"version-{booked.pk}": version})
    assert (answer.status_code, TimeOff.objects.count()) == (200, 0)
    assert booked.patient.name in answer.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"doctor": ""},
        {"doctor": "999999"},
        {"doctor": "x\x00"},
        {"start": ""},
        {"start": "x"},
        {"start": "0001-01-01T00:00"},
        {"end": "9999-12-31T23:59"},
        {"end": "2026-03-10T09:00"},
        {"start": "2026-03-10T10:00:30"},
        {"end": "2026-03-10T10:15:00.5"},
        {"reason": "x" * 201},
        {"choice-x": "keep", "version-x": "1", "end": ""},
    ],
)
def test_invalid_times_are_shown_in_the_form(desk, doctor, ten, changes):
    answer = desk.post(PAGE, form(doctor, ten, ten + QUARTER) | changes)
    assert (answer.status_code, TimeOff.objects.count()) == (200, 0)
    assert answer.context["form"].errors


@pytest.mark.parametrize("entered", ["", "x", "-1", "0", "999999", "9" * 30, "\x00"])
def test_an_invalid_id_in_the_address_is_ignored(desk, entered):
    assert desk.get(PAGE, {"entered": entered}).status_code == 200


@pytest.mark.parametrize("role", ["receptionist", "doctor", "opd_clerk", "developer"])
def test_the_page_is_for_managers(role, request):
    user = request.getfixturevalue(role)
    client = Client()
    client.force_login(getattr(user, "user", None) or user)
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {}).status_code == 403


# The admin


def in_the_admin(posted: dict[str, Any], leave: TimeOff | None = None) -> Any:
    from django.forms import modelform_factory

    from appointments.admin import TimeOffForm

    kind = modelform_factory(TimeOff, form=TimeOffForm, fields=["doctor", "start", "end", "reason"])
    return kind(posted, instance=leave)


def test_the_admin_refuses_time_off_over_booked_patients_and_names_the_page(booked, doctor, ten):
    posted = form(doctor, ten, ten + QUARTER)
    refused = in_the_admin(posted)
    assert not refused.is_valid()
    assert PAGE in str(refused.errors)
    assert in_the_admin(posted | {"start": "2026-03-10T11:00", "end": "2026-03-10T12:00"}).is_valid()


def test_the_admin_refuses_seconds_in_hours_and_time_off(doctor, ten):
    from django.forms import modelform_factory

    from appointments.admin import WholeMinutesForm

    hours = {"doctor": doctor.pk, "date": "2026-03-10", "start": "09:00", "end": "10:00:30", "slot_minutes": 15}
    kind = modelform_factory(DateHours, form=WholeMinutesForm, fields=list(hours))
    assert list(kind(hours).errors) == ["end"]
    assert kind(hours | {"end": "10:00"}).is_valid()
    late = {"start": "2026-03-10T11:00:30", "end": "2026-03-10T12:00"}
    assert list(in_the_admin(form(doctor, ten, ten) | late).errors) == ["start"]


def test_the_admin_may_change_the_reason_of_time_off_over_a_kept_patient(booked, enter, doctor, ten):
    leave = enter(end=ten + QUARTER, choices={booked.pk: Choice(1)})
    assert in_the_admin(form(doctor, ten, ten + QUARTER, reason="Conference"), leave).is_valid()
    assert not in_the_admin(form(doctor, ten, ten + 2 * QUARTER, reason="Conference"), leave).is_valid()


def test_the_doctors_page_of_the_admin_refuses_it_too(admin_user, other_doctor, enter, ten):
    client = Client(raise_request_exception=True)
    client.force_login(admin_user)
    leave = enter(doctor=other_doctor, end=ten + QUARTER, reason="Confrence")
    page = f"/admin/appointments/doctor/{other_doctor.pk}/change/"
    posted = {"name": other_doctor.name, "department": other_doctor.department_id, "color": "#000000"}
    posted |= {"is_active": "on", "overbook_cap": 2, "working_hours-TOTAL_FORMS": 0, "working_hours-INITIAL_FORMS": 0}
    posted |= {"date_hours-TOTAL_FORMS": 0, "date_hours-INITIAL_FORMS": 0, "time_off-TOTAL_FORMS": 1}
    posted |= {"time_off-INITIAL_FORMS": 1, "time_off-0-id": leave.pk, "time_off-0-doctor": other_doctor.pk}
    posted |= {"time_off-0-start_0": "2026-03-10", "time_off-0-start_1": "10:00", "time_off-0-reason": "Conference"}
    posted |= {"time_off-0-end_0": "2026-03-10", "time_off-0-end_1": "10:15"}

    assert client.post(page, posted).status_code == 302
    leave.refresh_from_db()
    assert leave.reason == "Conference"


def test_time_off_that_is_sent_twice_is_entered_once(enter):
    assert enter().pk == enter().pk
    assert TimeOff.objects.count() == 1
