"""`POST /broadcasting/auth`: signatures of private subscriptions, requested as Echo does."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import ProgramToken
from realtime.models import Signature
from tests.conftest import secret_of

URL = "/broadcasting/auth"
ASKED = {"socket_id": "1234.1234", "channel_name": "private-appointments"}
CSRF = "secret" * 5 + "of"


def signed_in(user: Any, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


@pytest.fixture
def desk(receptionist: Any) -> Client:
    return signed_in(receptionist)


def test_users_who_may_subscribe_get_a_signature(desk: Client, receptionist: Any) -> None:
    answer = desk.post(URL, ASKED)

    assert answer.status_code == 200
    assert list(answer.json()) == ["auth"]
    key, _, digest = answer.json()["auth"].partition(":")
    assert (key, len(digest)) == ("tests-key", 64)
    assert Signature.objects.get().user == receptionist


def test_a_json_body_is_accepted(desk: Client) -> None:
    assert desk.post(URL, ASKED, "application/json").json() == desk.post(URL, ASKED).json()


def test_a_program_signs_with_its_token(receptionist: Any) -> None:
    headers = {"Authorization": f"Token {secret_of(receptionist)}"}

    assert Client().post(URL, ASKED, headers=headers).status_code == 200
    assert Signature.objects.get().token == ProgramToken.objects.get().pk


@pytest.mark.parametrize("header", ["X-CSRFToken", "X-CSRF-TOKEN"])
def test_the_csrf_token_is_read_from_djangos_header_and_from_echos(receptionist: Any, header: str) -> None:
    client = signed_in(receptionist, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = CSRF

    assert client.post(URL, ASKED, headers={header: CSRF}).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"X-CSRFToken": "x" * 32}, {"X-CSRF-TOKEN": ""}, {"X-CSRF-TOKEN": "y" * 64}])
def test_without_the_csrf_token_nothing_is_signed(receptionist: Any, headers: dict[str, str]) -> None:
    client = signed_in(receptionist, enforce_csrf_checks=True)
    client.cookies["csrftoken"] = CSRF
    answer = client.post(URL, ASKED, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("role", "channel"),
    [
        ("stranger", "private-appointments"),
        ("developer", "private-appointments"),
        ("receptionist", "private-realtime-test"),
        ("receptionist", "private-nothing"),
        ("receptionist", "private-"),
        ("receptionist", "private-private-appointments"),
        ("receptionist", "appointments"),
        ("receptionist", "presence-appointments"),
        ("receptionist", "private-doctor-schedule.999999"),
        ("receptionist", "Private-appointments"),
        ("receptionist", "private-encrypted-appointments"),
    ],
)
def test_users_who_may_not_subscribe_get_403(request: pytest.FixtureRequest, role: str, channel: str) -> None:
    client = signed_in(request.getfixturevalue(role))
    answer = client.post(URL, ASKED | {"channel_name": channel})

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert not Signature.objects.exists()


def test_without_a_user_the_answer_is_403(db: None) -> None:
    answer = Client().post(URL, ASKED)

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("socket_id", None),
        ("socket_id", ""),
        ("socket_id", "1234"),
        ("socket_id", "1234."),
        ("socket_id", ".1234"),
        ("socket_id", "1234.1234.1"),
        ("socket_id", "1234.1234:private-appointments"),
        ("socket_id", "x1234.1234"),
        ("socket_id", "-1.1"),
        ("socket_id", "1" * 19 + ".1"),
        ("socket_id", "1234.1234\x00"),
        ("channel_name", None),
        ("channel_name", ""),
        ("channel_name", "private-" + "x" * 165),
    ],
)
def test_bad_fields_are_refused_by_name(desk: Client, field: str, value: str | None) -> None:
    form = {name: text for name, text in (ASKED | {field: value}).items() if text is not None}
    answer = desk.post(URL, form)

    assert answer.status_code == 400, answer.content
    assert (answer.json()["code"], list(answer.json()["fields"])) == ("invalid", [field])
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"socket_id": {}, "channel_name": []}', b'{"socket_id": 1.5, "channel_name": true}']
)
def test_bad_json_is_refused(desk: Client, body: bytes) -> None:
    answer = desk.post(URL, body, "application/json")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_a_form_beyond_the_limit_is_413(desk: Client) -> None:
    answer = desk.post(URL, ASKED | {"more": "x" * 200_000})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_get_is_not_allowed(desk: Client) -> None:
    assert desk.get(URL).status_code == 405
