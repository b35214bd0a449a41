"""A call that is sent twice runs once."""

import json
from datetime import time, timedelta
from typing import Any

import pytest

from appointments.exceptions import KeyReused
from appointments.hospital_time import at
from appointments.models import Appointment, Hold, IdempotencyKey, Merge, Patient, Room
from appointments.services import idempotency
from appointments.services.booking import booking, holds
from appointments.services.queue import walk_ins
from realtime.models import Stream
from tests.appointments.conftest import TUESDAY
from tests.appointments.described_calls import call_name, described_calls
from tests.conftest import api_of, user_with_role

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

TEN = "2026-03-10T10:00:00+05:30"
KEY = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"


@pytest.fixture
def body(doctor: Any, patient: Any) -> dict[str, Any]:
    return {"patient": patient.pk, "doctor": doctor.pk, "start": TEN, "complaint": "Cough"}


@pytest.fixture
def post(receptionist: Any, body: dict[str, Any]) -> Any:
    def post(key: str = KEY, by: Any = receptionist, **changes: Any) -> Any:
        return api_of(by).post("/api/appointments/", body | changes, "json", headers={"Idempotency-Key": key})

    return post


def test_a_double_click_books_once(post):
    first, second = post(), post()
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Appointment.objects.count() == 1
    assert dict(Stream.objects.values_list("channel", "seq"))["appointments"] == 1


def test_without_a_key_a_double_click_is_a_clash(api, body):
    assert api.post("/api/appointments/", body, "json").status_code == 201
    assert api.post("/api/appointments/", body, "json").json()["code"] == "clash"


def test_the_first_answer_is_repeated_after_a_later_change(post):
    first = post()
    Appointment.objects.get().save()
    assert post().json() == first.json()
    assert Appointment.objects.get().version == 2


def test_a_refusal_is_repeated_even_when_the_time_is_free_again(post, booked, other_patient):
    refused = post(patient=other_patient.pk)
    assert (refused.status_code, refused.json()["code"]) == (409, "clash")
    booked.status = "CANCELLED"
    booked.save()
    again = post(patient=other_patient.pk)
    assert (again.status_code, again.json()) == (409, refused.json())
    assert Appointment.objects.count() == 1


def test_a_booking_refused_for_a_hold_succeeds_with_the_same_key_later(post, manager, doctor, clock, nothing_written):
    start = at(TUESDAY, time(10))
    holds.hold(by=manager, doctor=doctor, start=start, end=start + timedelta(minutes=15))
    before = nothing_written()
    for _ in range(2):
        answer = post()
        assert (answer.status_code, answer.json()["code"]) == (409, "held")
    assert (nothing_written(), IdempotencyKey.objects.count()) == (before, 0)
    clock.advance(holds.HOLD)
    assert post().status_code == 201


def test_a_stale_change_stays_stale_under_its_key(booked, api):
    booked.save()
    asked = {"notes": "Fasting", "version": 1}
    answers = [
        api.patch(f"/api/appointments/{booked.pk}/", asked, "json", headers={"Idempotency-Key": KEY}) for _ in range(2)
    ]
    assert [answer.json()["code"] for answer in answers] == ["stale", "stale"]
    assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize("changes", [{"complaint": ""}, {"comlaint": "x"}, {"doctor": 999_999}, {"start": "x"}])
def test_an_invalid_call_gets_the_same_answer_twice(post, changes):
    first, second = post(**changes), post(**changes)
    assert (first.status_code, second.status_code) == (400, 400)
    assert first.json() == second.json()


def test_another_body_under_the_same_key_is_refused(post):
    post()
    answer = post(complaint="Fever")
    assert (answer.status_code, answer.json()) == (
        409,
        {"code": "idempotency", "detail": "This Idempotency-Key was used for another request."},
    )
    assert Appointment.objects.count() == 1


def test_another_address_under_the_same_key_is_refused(post, api, doctor):
    post()
    hold = {"doctor": doctor.pk, "start": "2026-03-10T14:00:00+05:30", "end": "2026-03-10T14:15:00+05:30"}
    answer = api.post("/api/holds/", hold, "json", headers={"Idempotency-Key": KEY})
    assert (answer.json()["code"], Hold.objects.count()) == ("idempotency", 0)


def test_the_order_of_the_fields_does_not_matter(post, api, body):
    first = post()
    turned = json.dumps(dict(reversed(body.items())))
    answer = api.post("/api/appointments/", turned, content_type="application/json", headers={"Idempotency-Key": KEY})
    assert answer.json() == first.json()


def test_another_users_key_is_another_key(post, other_patient):
    colleague = user_with_role("colleague", "reception")
    assert post().status_code == 201
    answer = post(by=colleague, patient=other_patient.pk, start="2026-03-10T11:00:00+05:30")
    assert (answer.status_code, Appointment.objects.count()) == (201, 2)


def test_an_answer_is_stored_for_24_hours(post, clock):
    post()
    clock.advance(timedelta(hours=24) - timedelta(seconds=1))
    assert post().status_code == 201
    clock.advance(timedelta(seconds=2))
    assert post().json()["code"] == "closed"  # runs again, and the time is past


def test_a_crash_leaves_neither_the_key_nor_what_was_done(post, monkeypatch, receptionist):
    from appointments.api import views

    real = views.calendar_event
    monkeypatch.setattr(views, "calendar_event", lambda row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        post()
    assert (IdempotencyKey.objects.count(), Appointment.objects.count()) == (0, 0)
    monkeypatch.setattr(views, "calendar_event", real)
    assert post().status_code == 201


def test_a_refusal_under_a_key_writes_nothing_but_the_key(post, booked, other_patient, nothing_written):
    before = nothing_written()
    post(patient=other_patient.pk)
    assert (nothing_written(), IdempotencyKey.objects.count()) == (before, 1)


def test_a_forbidden_call_stores_no_key(post, developer):
    assert post(by=developer).status_code == 403
    assert IdempotencyKey.objects.count() == 0


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "clé", "tab\there", "nul\x00", "line\n"])
def test_an_invalid_key_is_refused(post, key, nothing_written):
    before = nothing_written()
    answer = post(key)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["fields"]) == ["Idempotency-Key"]
    assert (nothing_written(), IdempotencyKey.objects.count()) == (before, 0)


@pytest.mark.parametrize("key", ["x", "x" * 255, "~!@#$%^&*()_+{}|:\"<>?-=[];',./`\\"])
def test_every_valid_key_is_accepted(post, key):
    assert [post(key).status_code for _ in range(2)] == [201, 201]
    assert Appointment.objects.count() == 1


CALLS = {
    "reschedule": ("patch", "/api/appointments/{a}/", {"start": "2026-03-10T15:00:00+05:30", "version": 1}, 200),
    "status": ("post", "/api/appointments/{a}/status/", {"status": "CHECKED_IN", "version": 1}, 200),
    "OPD status": ("post", "/api/opd-appointments/{v}/status/", {"status": "IN_PROGRESS", "version": 1}, 200),
    "walk in": (
        "post",
        "/api/opd-appointments/",
        {"patient": "{q}", "department": "{g}", "complaint": "Fever", "confirm": True},
        201,
    ),
    "correct a walk-in": ("patch", "/api/opd-appointments/{v}/", {"priority": "elderly", "version": 1}, 200),
    "call next": ("post", "/api/queues/cardiology/call-next/", {}, 200),
    "close a queue": ("post", "/api/queues/cardiology/close/", {"date": "2026-03-09"}, 200),
    "walk-in's token": ("post", "/api/opd-appointments/{v}/token/", {"action": "left", "version": 1}, 200),
    "token": ("post", "/api/appointments/{w}/token/", {"action": "left", "version": 2}, 200),
    "open room": ("post", "/api/rooms/{r}/session/", {"doctor": "{d}"}, 201),
    "register a walk-in": ("post", "/api/opd-appointments/patients/", {"name": "Third Person", "phone": "12345"}, 201),
    "register": ("post", "/api/patients/", {"name": "Third Person", "phone": "12345"}, 201),
    "correct": ("patch", "/api/patients/{q}/", {"name": "Farid Khan"}, 200),
    "merge": ("post", "/api/patients/{q}/merge/", {"into": "{t}", "reason": "Same person"}, 200),
    "separate": ("post", "/api/patients/{m}/unmerge/", {}, 200),
    "hold": (
        "post",
        "/api/holds/",
        {"doctor": "{d}", "start": "2026-03-10T14:00:00+05:30", "end": "2026-03-10T14:15:00+05:30"},
        201,
    ),
}


def test_the_table_of_this_test_has_every_call_that_takes_a_key():
    tested = {call_name(method, address) for method, address, *_ in CALLS.values()}
    keyed = {call for call, described in described_calls().items() if described.takes_key}
    assert keyed == {*tested, "post api/appointments/"}  # the calls of the other tests


@pytest.mark.parametrize("name", list(CALLS))
def test_every_call_that_creates_or_changes_takes_a_key(name, booked, other_patient, manager, nothing_written):
    method, address, asked, status = CALLS[name]
    department = booked.doctor.department
    visit = walk_ins.walk_in(by=None, patient=booked.patient, department=department, complaint="Fever")
    waiting = booking.book(
        by=None, patient=other_patient, doctor=booked.doctor, start=booked.start + timedelta(hours=2), complaint="Cough"
    )
    waiting.token, waiting.token_day, waiting.status = "OP-C-002", TUESDAY, "CHECKED_IN"
    waiting.save()
    room = Room.objects.create(department=department, name="Room 1", is_active=name == "open room")
    third = Patient.objects.create(mrn="900001", name="Third Person", phone=None)
    twice = Patient.objects.create(mrn="900002", name="Third Person", phone=None, merged_into=third)
    Merge.objects.create(patient=twice, into=third, reason="Registered twice")
    known = {
        "t": third.pk,
        "m": twice.pk,
        "v": visit.pk,
        "w": waiting.pk,
        "r": room.pk,
        "a": booked.pk,
        "q": other_patient.pk,
        "d": booked.doctor_id,
        "g": department.pk,
    }
    filled = {
        field: known[value[1:-1]] if isinstance(value, str) and value.startswith("{") else value
        for field, value in asked.items()
    }
    send = getattr(api_of(manager), method)
    first = send(address.format(**known), filled, "json", headers={"Idempotency-Key": KEY})
    after = (nothing_written(), Hold.objects.count(), Patient.objects.count())
    second = send(address.format(**known), filled, "json", headers={"Idempotency-Key": KEY})
    assert (first.status_code, second.status_code) == (status, status)
    assert first.json() == second.json()
    assert (nothing_written(), Hold.objects.count(), Patient.objects.count()) == after


def test_once_runs_a_call_one_time(receptionist):
    done: list[int] = []

    def run() -> idempotency.Answer:
        done.append(1)
        return idempotency.Answer(201, "{}")

    asked = {"by": receptionist, "key": "k", "run": run}
    assert idempotency.once(fingerprint="a", **asked) == idempotency.once(fingerprint="a", **asked)
    with pytest.raises(KeyReused):
        idempotency.once(fingerprint="b", **asked)
    assert done == [1]
