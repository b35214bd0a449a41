"""`/metrics`: for this machine, or with the token."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db  # the queues are counted in the database


def test_this_machine_may_read_the_metrics(client: Client) -> None:
    answer = client.get("/metrics", REMOTE_ADDR="127.0.0.1")
    assert answer.status_code == 200
    assert b"realtime_sockets" in answer.content
    assert b"realtime_publish_to_write_seconds_bucket" in answer.content


@pytest.mark.parametrize("headers", [{}, {"HTTP_AUTHORIZATION": "Bearer "}, {"HTTP_AUTHORIZATION": "Bearer wrong"}])
def test_another_machine_may_not_read_the_metrics(client: Client, settings: object, headers: dict[str, str]) -> None:
    settings.METRICS_TOKEN = "right"  # type: ignore[attr-defined]
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", **headers).status_code == 403
    settings.METRICS_TOKEN = ""  # type: ignore[attr-defined]
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", **headers).status_code == 403


@pytest.mark.parametrize("behind_proxy", [True, False])
@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        # What a proxy on this machine forwards.
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_a_forwarded_request_may_not_read_the_metrics(
    client: Client, settings: object, meta: dict[str, str], behind_proxy: bool
) -> None:
    settings.BEHIND_TLS_PROXY = behind_proxy  # type: ignore[attr-defined]
    assert client.get("/metrics", **meta).status_code == 403


def test_the_token_gives_access_from_any_machine(client: Client, settings: object) -> None:
    settings.METRICS_TOKEN = "right"  # type: ignore[attr-defined]
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer right").status_code == 200
