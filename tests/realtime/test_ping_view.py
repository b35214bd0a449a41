"""`POST /api/realtime/ping/`: a test broadcast."""

from typing import Any

import orjson
import pytest
from rest_framework.test import APIClient

from realtime import views
from realtime.limits import Bucket
from realtime.models import StreamEvent
from tests.conftest import api_of, secret_of

URL = "/api/realtime/ping/"


@pytest.fixture
def pinger(developer: Any, monkeypatch: pytest.MonkeyPatch) -> APIClient:
    monkeypatch.setattr(views, "_pings", Bucket(1000, 1000))
    return api_of(developer)


def test_a_ping_is_numbered_and_says_who_sent_it(pinger: APIClient, developer: Any) -> None:
    answer = pinger.post(URL, {"message": "hello"}, "json")

    assert (answer.status_code, answer.json()) == (202, {"channel": "realtime-test", "seq": 1})
    row = StreamEvent.objects.get()
    data = orjson.loads(row.data)
    assert (row.channel, row.seq, row.event) == ("realtime-test", 1, "realtime.test")
    assert set(data) == {"message", "by", "at", "seq", "origin"}
    assert (data["message"], data["seq"]) == ("hello", 1)


def test_a_change_by_a_programs_token_names_its_user(developer: Any) -> None:
    """Without any code in the view: the actor of every call is its authenticated user."""
    headers = {"Authorization": f"Token {secret_of(developer)}"}

    answer = APIClient().post(URL, {"message": "hello"}, "json", headers=headers)

    assert answer.status_code == 202
    assert orjson.loads(StreamEvent.objects.get().data)["by"] == {"id": developer.pk, "name": "developer"}


def test_pings_are_numbered_one_after_another(pinger: APIClient) -> None:
    seqs = [pinger.post(URL, {"message": "hello"}, "json").json()["seq"] for _ in range(3)]

    assert seqs == [1, 2, 3]


def test_the_private_name_is_the_same_channel(pinger: APIClient) -> None:
    answer = pinger.post(URL, {"message": "hello", "channel": "private-realtime-test"}, "json")

    assert answer.json() == {"channel": "realtime-test", "seq": 1}


@pytest.mark.parametrize("message", ["x" * 2000, "患者 🚑", "<script>alert(1)</script>", '"}]', "0", "a\nb"])
def test_any_text_is_a_message(pinger: APIClient, message: str) -> None:
    assert pinger.post(URL, {"message": message}, "json").status_code == 202
    assert orjson.loads(StreamEvent.objects.get().data)["message"] == message


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "message"),
        ({"message": ""}, "message"),
        ({"message": "   "}, "message"),
        ({"message": None}, "message"),
        ({"message": ["a"]}, "message"),
        ({"message": {"a": 1}}, "message"),
        ({"message": True}, "message"),
        ({"message": "x" * 2001}, "message"),
        ({"message": "a\x00b"}, "message"),
        ({"message": "a", "channel": ""}, "channel"),
        ({"message": "a", "channel": None}, "channel"),
        ({"message": "a", "channel": ["realtime-test"]}, "channel"),
        ({"message": "a", "channel": "x" * 165}, "channel"),
    ],
)
def test_bad_fields_are_refused_and_nothing_is_sent(pinger: APIClient, body: dict[str, Any], field: str) -> None:
    answer = pinger.post(URL, body, "json")

    assert answer.status_code == 400, answer.content
    assert (answer.json()["code"], list(answer.json()["fields"])) == ("invalid", [field])
    assert not StreamEvent.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "invalid"),
        (b"{", "invalid"),
        (b"[]", "invalid"),
        (b'"hello"', "invalid"),
        (b"null", "invalid"),
        (b'{"message": NaN}', "invalid"),
        (b"\xff\xfe", "invalid"),
        (b'{"message": "\\ud800"}', "invalid"),
        (b"[" * 50_000, "invalid"),
        (b'{"message": "' + b"x" * 200_000 + b'"}', "too_large"),
    ],
)
def test_bodies_that_are_not_a_json_object_are_refused(pinger: APIClient, body: bytes, code: str) -> None:
    answer = pinger.generic("POST", URL, body, "application/json")

    assert answer.status_code == {"invalid": 400, "too_large": 413}[code], answer.content
    assert answer.json()["code"] == code
    assert not StreamEvent.objects.exists()


def test_another_media_type_is_415(pinger: APIClient) -> None:
    answer = pinger.generic("POST", URL, "message=hello", "application/x-www-form-urlencoded")

    assert (answer.status_code, answer.json()["code"]) == (415, "media_type")


def test_an_unknown_channel_is_not_found(pinger: APIClient) -> None:
    answer = pinger.post(URL, {"message": "hello", "channel": "nothing"}, "json")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_developer_cannot_ping_a_channel_of_patients(pinger: APIClient) -> None:
    answer = pinger.post(URL, {"message": "hello", "channel": "appointments"}, "json")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert not StreamEvent.objects.exists()


def test_a_channel_of_appointments_carries_no_pings(manager: Any) -> None:
    answer = api_of(manager).post(URL, {"message": "hello", "channel": "appointments"}, "json")

    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["channel"])
    assert not StreamEvent.objects.exists()


@pytest.mark.parametrize("role", ["receptionist", "stranger", "opd_clerk"])
def test_other_roles_may_not_ping(request: pytest.FixtureRequest, role: str) -> None:
    answer = api_of(request.getfixturevalue(role)).post(URL, {"message": "hello"}, "json")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_without_a_user_the_answer_is_401(db: None) -> None:
    assert APIClient().post(URL, {"message": "hello"}, "json").status_code == 401


def test_too_many_are_throttled(pinger: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "_pings", Bucket(2, 0.001))
    answers = [pinger.post(URL, {"message": "hello"}, "json") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert answers[2].json()["code"] == "throttled"
    assert answers[2]["Retry-After"] == "1"
    assert StreamEvent.objects.count() == 2
