"""Limits of requests: 429 as JSON or text, and what is counted and logged of a refusal."""

import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from prometheus_client import REGISTRY
from rest_framework.test import APIClient

from common import refusals, throttles
from tests.conftest import api_of

pytestmark = pytest.mark.django_db

SLOW = 0.001  # tokens a second: none comes back during a test


@pytest.fixture
def limits(settings: Any) -> Iterator[dict[str, tuple[float, float]]]:
    """LIMITS, to be lowered by the test."""
    throttles.buckets.cache_clear()
    settings.LIMITS = dict(settings.LIMITS)
    yield settings.LIMITS
    throttles.buckets.cache_clear()


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """No refusal was logged before this test."""
    monkeypatch.setattr(refusals, "_logged_at", {})
    monkeypatch.setattr(refusals, "_unlogged", type(refusals._unlogged)())


def counted(kind: str) -> float:
    return REGISTRY.get_sample_value("hospital_refusals_total", {"kind": kind}) or 0.0


def statuses(client: Client, address: str, times: int, **extra: Any) -> list[int]:
    return [client.get(address, **extra).status_code for _ in range(times)]


def test_the_calls_of_a_user_are_limited(limits: Any, api: APIClient, manager: Any) -> None:
    limits["user"] = (2, SLOW)

    assert statuses(api, "/api/doctors/", 3) == [200, 200, 429]
    assert statuses(api_of(manager), "/api/doctors/", 1) == [200]


def test_a_throttled_call_says_when_to_come_again(limits: Any, api: APIClient) -> None:
    limits["user"] = (1, 0.25)
    api.get("/api/doctors/")
    answer = api.get("/api/doctors/")

    assert answer["Retry-After"] == "4"
    assert answer.json() == {"code": "throttled", "detail": "Too many requests. Try again in 4 seconds."}


def test_the_search_has_a_tighter_limit(limits: Any, api: APIClient) -> None:
    limits["search"] = (2, SLOW)

    assert statuses(api, "/api/patients/?q=Novak", 3) == [200, 200, 429]
    assert statuses(api, "/api/doctors/", 3) == [200, 200, 200]


def test_registering_a_patient_is_no_search(limits: Any, api: APIClient) -> None:
    limits["search"] = (1, SLOW)
    api.get("/api/patients/?q=Novak")
    answer = api.post("/api/patients/", {"name": "Third Person", "phone": "12345"}, "json")

    assert answer.status_code == 201


@pytest.mark.parametrize("address", ["/accounts/login/", "/api/doctors/", "/healthz", "/nowhere"])
def test_requests_without_a_session_are_limited_by_address(limits: Any, client: Client, address: str) -> None:
    limits["anonymous"] = (2, SLOW)
    first = statuses(client, address, 2)

    assert 429 not in first
    assert statuses(client, address, 1) == [429]
    assert 429 not in statuses(client, address, 1, REMOTE_ADDR="10.0.0.7")


def test_strangers_do_not_use_up_the_limit_of_those_who_are_signed_in(
    limits: Any, client: Client, receptionist: Any
) -> None:
    limits["anonymous"] = (1, SLOW)
    assert statuses(Client(), "/healthz", 2) == [200, 429]
    client.force_login(receptionist)

    assert statuses(client, "/api/doctors/", 2) == [200, 200]


def test_an_address_is_limited_whatever_it_sends_as_its_session(limits: Any, client: Client) -> None:
    limits["address"] = (2, SLOW)
    client.cookies["sessionid"] = "forged"

    assert statuses(client, "/api/doctors/", 3) == [401, 401, 429]


def test_wall_boards_behind_one_address_count_like_its_users(limits: Any, client: Client) -> None:
    limits["anonymous"] = (1, SLOW)
    client.cookies["board"] = "forged"

    assert statuses(client, "/api/boards/cardiology/", 2) == [401, 401]


def test_one_host_has_one_limit_under_all_its_ipv6_addresses(limits: Any, client: Client) -> None:
    limits["anonymous"] = (1, SLOW)
    addresses = ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "2001:db8:0:2::1", "fe80::1%eth0", "no address")

    found = [statuses(client, "/healthz", 1, REMOTE_ADDR=address) for address in addresses]
    assert found == [[200], [429], [200], [200], [200]]


def test_ipv4_addresses_in_ipv6_notation_are_clients_of_their_own(limits: Any, client: Client) -> None:
    """As a server that listens on `::` sees them; all of them have the same first 64 bits."""
    limits["anonymous"] = (1, SLOW)
    addresses = ("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1")

    found = [statuses(client, "/healthz", 1, REMOTE_ADDR=address) for address in addresses]
    assert found == [[200], [200], [429]]


def test_a_page_is_refused_with_a_sentence_and_a_call_with_json(limits: Any, client: Client) -> None:
    limits["anonymous"] = (1, 1.0)
    client.get("/healthz")
    page, call, auth = (client.get(path) for path in ("/accounts/login/", "/api/doctors/", "/broadcasting/auth"))

    assert page.content == b"Too many requests. Try again in 1 second."
    assert page["Content-Type"] == "text/plain; charset=utf-8"
    assert {answer["Retry-After"] for answer in (page, call, auth)} == {"1"}
    assert call.json() == auth.json() == {"code": "throttled", "detail": page.content.decode()}


def test_the_description_of_the_api_is_not_written_without_limit(limits: Any, client: Client) -> None:
    limits["schema"] = (1, SLOW)

    assert statuses(client, "/api/schema/", 2) == [200, 429]


def test_a_limit_asks_no_database(limits: Any, client: Client, django_assert_num_queries: Any) -> None:
    limits["anonymous"] = (1, SLOW)
    client.get("/healthz")

    with django_assert_num_queries(0):
        assert client.get("/api/doctors/").status_code == 429


def test_refusals_are_counted_by_kind(client: Client, stranger: Any) -> None:
    kinds = ("unauthenticated", "forbidden", "too_large")
    before = [counted(kind) for kind in kinds]

    assert client.get("/api/doctors/").status_code == 401
    assert api_of(stranger).get("/api/doctors/").status_code == 403
    assert client.post("/accounts/login/", {"username": "x" * 100_001}).status_code == 413
    assert [counted(kind) for kind in kinds] == [each + 1 for each in before]


def test_a_refusal_is_logged_once_a_second_and_without_what_was_asked(
    quiet: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    now = [time.monotonic()]
    monkeypatch.setattr(refusals.time, "monotonic", lambda: now[0])
    with caplog.at_level(logging.WARNING, "common.refusals"):
        for passed in (0.0, 0.5, 0.4, 0.1):
            now[0] += passed
            client.get("/api/patients/?q=Novak")
            client.get("/api/patients/241/appointments/")

    lines = [record.getMessage() for record in caplog.records]
    said = "refused: unauthenticated, %d since the last line; the last: GET api/patients/%s from 127.0.0.1"
    assert lines == [said % (1, ""), said % (6, "")]


def test_the_log_names_the_pattern_of_an_address_not_the_address(
    quiet: None, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    with caplog.at_level(logging.WARNING, "common.refusals"):
        client.get("/api/patients/241/appointments/?name=Novak")

    assert "GET api/patients/<int:pk>/appointments/ from" in caplog.text
    assert "241" not in caplog.text
    assert "Novak" not in caplog.text
