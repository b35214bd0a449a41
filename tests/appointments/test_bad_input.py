"""Every input gets an answer with a code, writes nothing, and never causes a 500."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from rest_framework import serializers
from rest_framework.test import APIClient

from appointments.api.serializers import PatientCorrection
from appointments.models import Appointment, Doctor, OpdAppointment, Patient, Room
from appointments.services.queue import walk_ins
from common.drf import Text
from tests.appointments.described_calls import call_name, described_calls
from tests.conftest import api_of

pytestmark = pytest.mark.django_db

MISSING = object()
NUL, SURROGATE = "a\x00b", "a\ud800b"
ANY_BUT_TEXT: list[Any] = [None, True, False, 7, 1.5, 10**30, [], ["x"], {}, {"x": "y"}]
TEXTS_THAT_CANNOT_BE = [NUL, SURROGATE, "\x00", "\udfff"]
BLANK = ["", " ", "\n\t"]


def deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


ROW = [
    *(None, True, False, 1.5, 1e400, 0, -1, 999_999, 2**63, 10**30, 10**4000),
    *([], [1], {}, {"id": 1}, "", " ", "x", "1.5", "1e3", NUL, SURROGATE, deep(50)),
]
VERSION = [
    *(None, True, False, 1.5, 1e400, -1, 2**31, 2**63, 10**30),
    *([], [1], {}, "", "x", "1.5", NUL, SURROGATE, deep(50)),
]
FLAG = [None, 7, -1, 1.5, [], [True], {}, "", "x", NUL, SURROGATE, 10**30, deep(50)]
MOMENT = [
    *ANY_BUT_TEXT[1:],
    *BLANK,
    *TEXTS_THAT_CANNOT_BE,
    "tomorrow",
    "10:00",
    "2026-03-10",
    "2026-03-10T15:00:00",
    "2026-03-10 15:00",
    "2026-03-10T25:00:00+05:30",
    "2026-13-10T15:00:00+05:30",
    "2026-02-30T15:00:00+05:30",
    "2026-03-10T15:00:00+99:99",
    "2026-03-10T15:00:30+05:30",
    "2026-03-10T15:00:00.500+05:30",
    "2026-03-10T15:00:00.000001+05:30",
    "2026-03-10T15:00:00+05:30x",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "1999-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-14:00",
    "-2026-03-10T15:00:00Z",
    "20260310T150000" + "0" * 5000,
    "1" * 100_000,
    1_773_140_400,
]
CHOICE = [*ANY_BUT_TEXT, *BLANK, *TEXTS_THAT_CANNOT_BE, "x", "x" * 1000, deep(50)]


def text(longest: int) -> list[Any]:
    return [*ANY_BUT_TEXT, *TEXTS_THAT_CANNOT_BE, "x" * (longest + 1), deep(50)]


PHONE = [
    *(*ANY_BUT_TEXT[1:], *TEXTS_THAT_CANNOT_BE, "", "12", "1" * 31, "call me", "12345\n", "12_34", "12;34"),
    *("\u202e12345", "12345\u200b", "x" * 41),
]
BIRTH = [
    *(*ANY_BUT_TEXT[1:], *TEXTS_THAT_CANNOT_BE, *BLANK, "x", "2026-03-11", "9999-12-31", "0001-01-01"),
    *("1879-12-31", "2026-02-30", "01.02.1990", "1990-02-01T10:00:00Z", "1990-2-1x", 19900201),
]

REFUSED = {
    serializers.ChoiceField: [*CHOICE, "FEMALE"],
    serializers.DateField: BIRTH,
    serializers.BooleanField: FLAG,
    serializers.IntegerField: [*VERSION, 0, 2],
}
REFUSED_TEXTS = {
    "note": [],
    "second_phone": [phone for phone in PHONE if phone not in ("", "12345\n")],  # blanks at the ends are cut off
    "second_phone_of": ["Ama\u202eda", "Ama\u200bda"],
    "language": ["x", "Tamil language", "ta_IN", "ta\n-", "1", "ta-"],
    "family_name": ["Ama\u202eda"],
    "given_name": ["Ama\u202eda"],
}
NAMES = ["Ama\u202eda", "Ama\u200bda", "\u200b", "\u3164", "\u2800 \u3164", "-", ". . .", "’", "،", "()", "\ufeff"]


def refused(name: str, field: Any) -> list[Any]:
    if isinstance(field, Text):
        return [*text(field.max_length or 0), *REFUSED_TEXTS[name]]
    return REFUSED[type(field)]


# The fields of a patient that may be left out, and what each must refuse.
CORRECTION = {name: refused(name, field) for name, field in PatientCorrection().fields.items() if not field.required}
PATIENT = {name: values for name, values in CORRECTION.items() if name != "version"}

# Of both calls that register a patient: a valid body, {field: invalid values}.
REGISTRATION: tuple[dict[str, Any], dict[str, list[Any]]] = (
    {"name": "Third Person", "phone": "12345"},
    {
        "name": [MISSING, *text(100), *BLANK, *NAMES],
        "phone": [MISSING, *PHONE],
        **PATIENT,
        "mrn": ["000777"],
    },
)

# call -> (method, address, a valid body, {field: invalid values})
CALLS: dict[str, tuple[str, str, dict[str, Any], dict[str, list[Any]]]] = {
    "book": (
        "post",
        "/api/appointments/",
        {"patient": "{q}", "doctor": "{d}", "start": "2026-03-10T15:00:00+05:30", "complaint": "Cough"},
        {
            "patient": [MISSING, *ROW],
            "doctor": [MISSING, *ROW],
            "start": [MISSING, None, *MOMENT],
            "end": [
                *MOMENT,
                "2026-03-10T15:00:00+05:30",
                "2026-03-10T14:59:59+05:30",
                "2026-03-11T15:00:00+05:30",
                "2099-12-31T00:00:00Z",
            ],
            "visit_type": ROW[1:],
            "complaint": [MISSING, *text(200), *BLANK],
            "notes": text(2_000),
            "overbook": FLAG,
            "reason": text(500),
            "comlaint": ["misspelt"],
            "by": [1],
            "status": ["COMPLETED"],
            "version": [1],
        },
    ),
    "reschedule": (
        "patch",
        "/api/appointments/{a}/",
        {"start": "2026-03-10T15:00:00+05:30", "version": 1},
        {
            "version": [MISSING, *VERSION],
            "start": [None, *MOMENT],
            "end": [None, *MOMENT, "2026-03-10T15:00:00+05:30", "2026-03-10T01:00:00+05:30"],
            "doctor": ROW,
            "visit_type": ROW[1:],
            "complaint": [*text(200), *BLANK],
            "notes": text(2_000),
            "priority": [*CHOICE, "ELDERLY"],
            "overbook": FLAG,
            "reason": text(500),
            "patient": [1],
            "status": ["CANCELLED"],
        },
    ),
    "status": (
        "post",
        "/api/appointments/{a}/status/",
        {"status": "CHECKED_IN", "version": 1},
        {
            "status": [MISSING, *CHOICE, "checked_in", "COMPLETED", "LEFT", "SCHEDULED"],
            "version": [MISSING, *VERSION, 0, 2],
            "reason": text(500),
            "confirm": FLAG,
            "start": ["2026-03-10T15:00:00+05:30"],
        },
    ),
    "walk in": (
        "post",
        "/api/opd-appointments/",
        {"patient": "{q}", "department": "{g}", "complaint": "Fever", "confirm": True},
        {
            "patient": [MISSING, *ROW],
            "department": [MISSING, *ROW],
            "doctor": ROW[1:],
            "complaint": [MISSING, *text(200), *BLANK],
            "priority": [*CHOICE, "EMERGENCY"],
            "confirm": FLAG,
            "token": ["OP-C-001"],
        },
    ),
    "correct a walk-in": (
        "patch",
        "/api/opd-appointments/{v}/",
        {"priority": "elderly", "version": 1},
        {
            "version": [MISSING, *VERSION, 0, 2],
            "doctor": ROW[1:],
            "complaint": [*text(200), *BLANK],
            "priority": [*CHOICE, "ELDERLY"],
            "reason": text(500),
            "patient": [1],
            "department": [1],
            "token": ["OP-C-001"],
        },
    ),
    "make a board link": (
        "post",
        "/api/boards/",
        {"department": "{g}"},
        {"department": [MISSING, *ROW], "secret": ["x"], "created_by": [1]},
    ),
    "call next": (
        "post",
        "/api/queues/cardiology/call-next/",
        {"doctor": "{d}"},
        {
            "room": ROW[1:],
            "doctor": ROW[1:],
            "date": [*ANY_BUT_TEXT[1:], *TEXTS_THAT_CANNOT_BE, "x", "2026-02-30", "2026-03-09"],
            "done": ["x", 7, [], {"id": "opd-0", "version": 1}, {"id": "999999", "version": 1}, {"id": "1"}],
            "patient": [1],
        },
    ),
    "close a queue": (
        "post",
        "/api/queues/cardiology/close/",
        {"date": "2026-03-09"},
        {
            "date": [MISSING, None, *ANY_BUT_TEXT[1:], *TEXTS_THAT_CANNOT_BE, "x", "2026-02-30", "2026-03-10"],
            "department": [1],
        },
    ),
    "token": (
        "post",
        "/api/appointments/{w}/token/",
        {"action": "call", "version": 1},
        {
            "action": [MISSING, *CHOICE, "CALL", "serve", "done", "skip", "undo", "return"],
            "version": [MISSING, *VERSION, 0, 2],
            "room": ROW[1:],
            "doctor": ROW[1:],
            "department": ROW[1:],
            "reason": text(500),
            "confirm": FLAG,
            "patient": [1],
        },
    ),
    "walk-in's token": (
        "post",
        "/api/opd-appointments/{v}/token/",
        {"action": "call", "version": 1},
        {
            "action": [MISSING, *CHOICE, "serve"],
            "version": [MISSING, *VERSION, 0, 2],
            "room": ROW[1:],
            "doctor": ROW[1:],
            "department": ROW[1:],
            "reason": text(500),
            "confirm": FLAG,
            "patient": [1],
        },
    ),
    "open room": (
        "post",
        "/api/rooms/{r}/session/",
        {"doctor": "{e}"},
        {"doctor": [MISSING, *ROW], "room": [1]},
    ),
    "walk-in's status": (
        "post",
        "/api/opd-appointments/{v}/status/",
        {"status": "IN_PROGRESS", "version": 1},
        {
            "status": [MISSING, *CHOICE, "DONE", "COMPLETED", "NO_SHOW", "CHECKED_IN"],
            "version": [MISSING, *VERSION, 0, 2],
            "reason": text(500),
            "confirm": FLAG,
        },
    ),
    "register": (
        "post",
        "/api/patients/",
        *REGISTRATION,
    ),
    "register a walk-in": (
        "post",
        "/api/opd-appointments/patients/",
        *REGISTRATION,
    ),
    "search": (
        "post",
        "/api/patients/search/",
        {"q": "elena"},
        {"q": [MISSING, *text(100)], "limit": [5]},
    ),
    "correct": (
        "patch",
        "/api/patients/{p}/",
        {"name": "Elena Rao"},
        {
            "name": [*text(100), *BLANK, *NAMES],
            "phone": PHONE,
            **CORRECTION,
            "mrn": ["000777"],
            "merged_into": [1],
        },
    ),
    "merge": (
        "post",
        "/api/patients/{p}/merge/",
        {"into": "{o}", "reason": "Same person"},
        {
            "into": [MISSING, *ROW],
            "reason": [MISSING, *text(500), *BLANK],
            "keep": [
                None,
                [],
                True,
                7,
                "name",
                {"mrn": "this"},
                {"name": "both"},
                {"name": NUL},
                {"name": None},
                deep(50),
            ],
            "version": VERSION,
            "into_version": VERSION,
            "confirm": [True],
        },
    ),
    "hold": (
        "post",
        "/api/holds/",
        {"doctor": "{d}", "start": "2026-03-10T15:00:00+05:30", "end": "2026-03-10T15:15:00+05:30"},
        {
            "doctor": [MISSING, *ROW],
            "start": [MISSING, None, *MOMENT],
            "end": [MISSING, None, *MOMENT, "2026-03-10T15:00:00+05:30", "2026-03-11T15:00:00+05:30"],
            "user": [1],
            "until": ["2026-03-11T15:00:00+05:30"],
            "minutes": [15],
        },
    ),
    "ping": (
        "post",
        "/api/realtime/ping/",
        {"message": "Hello"},
        {
            "message": [MISSING, None, [], {}, True, NUL, SURROGATE, "", " ", "x" * 2_001, deep(50)],
            "channel": [None, [], {}, True, 7, NUL, SURROGATE, "", "nothing", "appointments", "x" * 165, deep(50)],
        },
    ),
}


# What concerns every call alike is tried with these in `make test`, with all in `make test-more`.
A_FEW = {"book", "reschedule", "walk in", "call next", "correct"}
EACH_CALL = [pytest.param(name, marks=() if name in A_FEW else pytest.mark.more) for name in CALLS]


@pytest.fixture
def ids(booked: Appointment, other_patient: Any, other_department: Any) -> dict[str, int]:
    visit: OpdAppointment = walk_ins.walk_in(
        by=None, patient=other_patient, department=booked.doctor.department, doctor=booked.doctor, complaint="Fever"
    )
    start = booked.start + timedelta(hours=2)
    waiting = Appointment.objects.create(
        patient=booked.patient,
        doctor=booked.doctor,
        start=start,
        end=start + timedelta(minutes=15),
        complaint="Cough",
        status="CHECKED_IN",
        token="OP-C-002",
        token_day=visit.token_day,
    )
    return {
        "a": booked.pk,
        "o": Patient.objects.create(mrn="900001", name="Elena Novac", phone=None).pk,
        "v": visit.pk,
        "w": waiting.pk,
        "r": Room.objects.create(department=other_department, name="Room 1").pk,
        "e": Doctor.objects.create(name="Dr. Ines Costa", department=other_department).pk,
        "d": booked.doctor_id,
        "p": booked.patient_id,
        "q": other_patient.pk,
        "g": visit.department_id,
    }


@pytest.fixture
def send(ids: dict[str, int], manager: Any) -> Callable[..., Any]:
    """Sends a call as a manager, who may make every call. A body of bytes is sent unchanged."""
    client = api_of(manager)

    def send(name: str, body: Any, content_type: str = "application/json", **changes: Any) -> Any:
        method, address, _, _ = CALLS[name]
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return getattr(client, method)(address.format(**ids), body, content_type=content_type)

    return send


def body_of(name: str, ids: dict[str, int]) -> dict[str, Any]:
    known = {f"{{{key}}}": value for key, value in ids.items()}
    return {field: known.get(value, value) for field, value in CALLS[name][2].items()}


def check_refusal(answer: Any) -> dict[str, Any]:
    """The shape of every refusal; its code must be one of the contract's."""
    assert 400 <= answer.status_code < 500, answer.content
    body = answer.json()
    statuses = {
        "invalid": 400,
        "unauthenticated": 401,
        "forbidden": 403,
        "not_found": 404,
        "method": 405,
        "clash": 409,
        "closed": 409,
        "waiting": 409,
        "empty": 409,
        "other_day": 409,
        "stale": 409,
        "transition": 409,
        "duplicate": 409,
        "merged": 409,
        "held": 409,
        "idempotency": 409,
        "history_gone": 410,
        "too_large": 413,
        "media_type": 415,
        "throttled": 429,
    }
    assert statuses[body["code"]] == answer.status_code
    assert isinstance(body["detail"], str)
    assert body["detail"]
    for messages in body.get("fields", {}).values():
        assert messages
        assert all(isinstance(message, str) for message in messages)
    return body


def test_the_table_of_this_test_has_every_call_with_a_body_and_every_field():
    tested = {call_name(method, address): set(fields) for method, address, _, fields in CALLS.values()}
    described = {call: described.fields for call, described in described_calls().items() if described.fields}

    assert set(tested) == set(described)
    assert {call: fields - tested[call] for call, fields in described.items() if not fields <= tested[call]} == {}


def test_the_valid_body_of_every_call_is_accepted(send, ids, cell):
    """Otherwise the refusals below would have another reason."""
    for name in CALLS:
        with cell(name=name):
            assert send(name, body_of(name, ids)).status_code in {200, 201, 202}


@pytest.mark.parametrize("name", list(CALLS))
def test_every_invalid_value_of_every_field_is_refused(name, send, ids, nothing_written, cell):
    good = body_of(name, ids)
    for field, values in CALLS[name][3].items():
        with cell(field=field):
            before = nothing_written()
            others = {key: kept for key, kept in good.items() if key != field}
            for value in values:
                check_value(send(name, others | ({} if value is MISSING else {field: value})), field, value)
                assert nothing_written() == before, value


def check_value(answer: Any, field: str, value: Any) -> None:
    """The answer is a refusal that names the field."""
    said = f"{field}={str(value)[:60]!r}: {answer.status_code} {answer.content[:200]!r}"
    assert 400 <= answer.status_code < 500, said
    refusal = check_refusal(answer)
    if refusal["code"] == "invalid" and answer.status_code == 400 and "fields" in refusal:
        assert field in refusal["fields"] or "reason" in refusal["fields"], said


NO_OBJECTS = [
    b"",
    b" ",
    b"{",
    b"null",
    b"true",
    b"7",
    b'"text"',
    b"[]",
    b"[{}]",
    b"{'a': 1}",
    b"{} {}",
    b'{"version": NaN}',
    b'{"version": Infinity}',
    b'{"version": ' + b"9" * 5_000 + b"}",
    b"\xff\xfe",
    b'{"complaint": "\xff"}',
    b'{"complaint": "\xed\xa0\x80"}',
    "{}".encode("utf-16"),
    b"\xef\xbb\xbf{}",
    b"\x00",
    b'{"\\ud800": 1}',
    b'{"\\u0000": 1}',
    b'{"": 1}',
    b'{"non_field_errors": 1}',
    b'{"' + b"k" * 5_000 + b'": 1}',
    b"[" * 50_000,
    b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
]


@pytest.mark.parametrize("name", EACH_CALL)
def test_a_body_that_is_no_object_is_refused(name, send, nothing_written):
    before = nothing_written()
    for body in NO_OBJECTS:
        if (name, body) in {("correct", b""), ("call next", b"")}:
            continue  # a correction without any field corrects nothing; a call needs none
        answer = send(name, body)
        assert 400 <= answer.status_code < 500, body[:50]
        check_refusal(answer)
    assert nothing_written() == before


@pytest.mark.parametrize(("name", "field"), [("status", "status"), ("book", "patient"), ("status", "version")])
def test_nesting_of_every_depth_is_refused(name, field, send, ids):
    good = body_of(name, ids)
    for levels in [*range(100, 1_000, 20), 5_000, 40_000]:
        body = json.dumps(good | {field: 0})[:-2].encode()
        body = body + b"[" * levels + b"]" * levels + b"}"
        check_refusal(send(name, body))


@pytest.mark.parametrize("name", EACH_CALL)
def test_a_body_over_the_limit_is_too_large(name, send, ids, nothing_written):
    before = nothing_written()
    for body in (b" " * 100_001, json.dumps(body_of(name, ids) | {"notes": "x" * 100_000}).encode()):
        answer = send(name, body)
        assert (answer.status_code, check_refusal(answer)["code"]) == (413, "too_large")
    assert nothing_written() == before


CONTENT_TYPES = [
    *("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/form-data"),
    *("multipart/form-data; boundary=x", "application/jsonx", "nonsense", ";;;"),
]


@pytest.mark.parametrize("name", EACH_CALL)
def test_another_content_type_is_refused(name, send, ids, nothing_written):
    before = nothing_written()
    for content_type in CONTENT_TYPES:
        answer = send(name, body_of(name, ids), content_type)
        assert (answer.status_code, check_refusal(answer)["code"]) == (415, "media_type"), content_type
    assert nothing_written() == before


def test_an_unknown_charset_is_answered(send, ids):
    assert send("status", body_of("status", ids), "application/json; charset=\xff").status_code < 500


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_browsers_overlong_form_is_refused_too(content_type, receptionist, ids):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(receptionist)
    body = b"--x\r\n" + b"a=" + b"x" * 200_000
    check_refusal(client.post("/api/appointments/", body, content_type=content_type))


# Query strings

WINDOW = "start=2026-03-10&end=2026-03-11"
BAD_IDS = ["x", "", "-1", "0", "1.5", "1e3", "%00", str(2**63), str(10**30), "9" * 5_000, "%ED%A0%80", "true"]
BAD_MOMENTS = [
    *("", "x", "%00", "0001-01-01", "9999-12-31", "1999-12-31", "2026-02-30", "2026-13-01", "2026-03-10T10:00:00"),
    *("9999-12-31T23:59:59Z", "0001-01-01T00:00:00%2B14:00", "2026-3-1", "1" * 5_000, "%ED%A0%80", "20260310"),
]
BAD_QUERIES = [
    *("/api/calendar/", "/api/calendar/?start=2026-03-10", "/api/calendar/?end=2026-03-10"),
    *(f"/api/calendar/?end=2026-03-11&start={value}" for value in BAD_MOMENTS),
    *(f"/api/calendar/counts/?start=2026-03-10&end={value}" for value in BAD_MOMENTS),
    "/api/calendar/?start=2026-03-11&end=2026-03-10",
    "/api/calendar/?start=2026-03-10&end=2026-03-10",
    *(f"/api/calendar/?{WINDOW}&doctor={value}" for value in BAD_IDS),
    *(f"/api/calendar/?{WINDOW}&department={value}" for value in BAD_IDS),
    f"/api/calendar/?{WINDOW}&doctor=1&doctor=x",
    f"/api/calendar/?{WINDOW}&" + "&".join(f"doctor={number}" for number in range(1, 202)),
    *(f"/api/calendar/?{WINDOW}&status={value}" for value in ("x", "", "scheduled", "%00", "%ED%A0%80", "x" * 5_000)),
    *(f"/api/calendar/?{WINDOW}&kind={value}" for value in ("x", "OPD", "%00", "x" * 5_000)),
    *(f"/api/queues/cardiology/?date={value}" for value in ("x", "2026-02-30", "1999-12-31", "%00")),
    *(f"/api/calendar/?{WINDOW}&without_doctor={value}" for value in ("x", "2", "%00", "x" * 5_000)),
    *(f"/api/calendar/today/?doctor={value}" for value in BAD_IDS),
    *(f"/api/calendar/today/?kind={value}" for value in ("x", "OPD", "%00", "x" * 5_000)),
    *(f"/api/working-hours/?{WINDOW}&doctor={value}" for value in BAD_IDS),
    *(f"/api/working-hours/?doctor={{d}}&end=2026-03-11&start={value}" for value in BAD_MOMENTS),
    *(f"/api/doctors/?department={value}" for value in BAD_IDS if value),
    "/api/doctors/{d}/availability/",
    *(f"/api/doctors/{{d}}/availability/?date={value}" for value in (*BAD_MOMENTS, "2026-03-10T10:00:00Z")),
    *(
        f"/api/doctors/{{d}}/availability/?date=2026-03-10&visit_type={value}"
        for value in (*BAD_IDS, "999999")
        if value
    ),
    "/api/doctors/{d}/free-days/",
    *(f"/api/doctors/{{d}}/free-days/?date={value}" for value in (*BAD_MOMENTS, "2026-03-10T10:00:00Z")),
    "/api/earliest/",
    *(f"/api/earliest/?department={value}" for value in (*BAD_IDS, "999999")),
    *(f"/api/earliest/?doctor={value}" for value in (*BAD_IDS, "999999")),
    "/api/earliest/?doctor={d}&doctor=999999",
    "/api/earliest/?" + "&".join(f"doctor={number}" for number in range(1, 202)),
    *(
        f"/api/earliest/?doctor={{d}}&{name}={value}"
        for name in ("visit_type", "patient")
        for value in (*BAD_IDS, "999999")
        if value
    ),
    *(f"/api/earliest/?doctor={{d}}&from={value}" for value in BAD_MOMENTS if value),
    *(f"/api/earliest/?doctor={{d}}&weekday={value}" for value in ("7", "-1", "x", "", "1.5", "%00", "9" * 5_000)),
    "/api/earliest/?doctor={d}&" + "&".join(8 * ["weekday=1"]),
    *(
        f"/api/earliest/?doctor={{d}}&{name}={value}"
        for name in ("after", "before")
        for value in ("x", "24:00", "9", "09:00:30", "-1:00", "09:60", "%00", "%ED%A0%80", "1" * 5_000)
    ),
    *(f"/api/earliest/?doctor={{d}}&after=12:00&before={value}" for value in ("12:00", "11:59")),
    *(f"/api/earliest/?doctor={{d}}&count={value}" for value in ("0", "51", "-1", "x", "1.5", "%00", "9" * 5_000)),
    *(f"/api/patients/?q={value}" for value in ("%00", "elena%00", "x" * 101)),
    "/api/channels/appointments/events/",
    *(
        f"/api/channels/appointments/events/?after={value}"
        for value in ("", "x", "-1", "1.5", "%00", str(2**63), str(10**30), "9" * 5_000, "999999", "true")
    ),
    *(
        f"/api/channels/appointments/events/?after=0&limit={value}"
        for value in ("x", "0", "-1", "501", "1.5", str(10**30), "%00")
    ),
]


def test_the_list_of_this_test_has_every_call_with_a_query():
    tested = {call_name("get", address) for address in BAD_QUERIES}
    assert {call for call, described in described_calls().items() if described.takes_query} == tested


def test_every_invalid_query_is_refused(ids, manager):
    client = api_of(manager)
    for address in BAD_QUERIES:
        answer = client.get(address.format(**ids))
        assert 400 <= answer.status_code < 500, address[:100]
        check_refusal(answer)


UNUSUAL_QUERIES = [
    f"/api/calendar/?{WINDOW}&unknown=1&q=%00",
    f"/api/calendar/?{WINDOW}&doctor[0]=x",
    f"/api/calendar/?{WINDOW}&doctor[{'9' * 5_000}]=x",
    f"/api/calendar/?{WINDOW}&status[{'9' * 5_000}]=x",
    "/api/doctors/?department=",
    "/api/doctors/{d}/availability/?date=2026-03-10&visit_type=",
    f"/api/calendar/?{WINDOW}&start=2026-03-10",
    f"/api/calendar/?{WINDOW}&doctor=1&doctor=1",
    "/api/calendar/?start=2000-01-01&end=2099-12-31",
    "/api/calendar/counts/?start=2000-01-01&end=2099-12-31",
    "/api/doctors/{d}/availability/?date=2000-01-01",
    "/api/doctors/{d}/availability/?date=2099-12-31",
    "/api/earliest/?doctor={d}&from=2000-01-01",
    "/api/earliest/?doctor={d}&from=2099-12-31",
    "/api/earliest/?doctor={d}&from=2026-03-10T10:00:00+05:30&visit_type=&patient=",
    "/api/earliest/?doctor={d}&from=&after=&before=&count=",
    "/api/earliest/?doctor={d}&weekday=0&weekday=0&after=00:00&before=00:01&count=50",
    "/api/patients/?q=%25",
    "/api/patients/?q=%FF%FE",
    "/api/patients/?q=%ED%A0%80",
    "/api/patients/?q=" + "9" * 100,
    "/api/patients/?q=(",
    "/api/patients/?q=\\",
    "/api/channels/appointments/events/?after=0&after=1",
]


def test_an_unusual_query_is_answered(ids, manager, cell):
    client = api_of(manager)
    for address in UNUSUAL_QUERIES:
        with cell(address=address[:100]):
            assert client.get(address.format(**ids)).status_code == 200


UNUSUAL_HEADERS: list[dict[str, str]] = [
    {"Idempotency-Key": ""},
    {"Idempotency-Key": " "},
    {"Idempotency-Key": "x" * 256},
    {"Idempotency-Key": "x" * 5_000},
    {"Idempotency-Key": "\x00"},
    {"Idempotency-Key": "\xff"},
    {"Idempotency-Key": "a, b"},
    {"X-Origin-Id": "x" * 5_000},
    {"X-Origin-Id": "\x00"},
    {"X-Origin-Id": "\xff"},
    {"Accept": "text/html"},
    {"Accept": "nonsense"},
    {"Accept-Language": "x" * 5_000},
    {"X-Forwarded-For": "nonsense"},
    {"Content-Encoding": "gzip"},
]


def test_an_unusual_header_is_answered(receptionist, ids, cell):
    client = APIClient()
    client.force_login(receptionist)
    asked = {"status": "CHECKED_IN", "version": 1}
    for headers in UNUSUAL_HEADERS:
        with cell(headers={name: value[:20] for name, value in headers.items()}):
            answer = client.post(f"/api/appointments/{ids['a']}/status/", asked, format="json", headers=headers)
            assert answer.status_code < 500
            assert client.get("/api/channels/appointments/events/?after=0").status_code == 200
