"""`/metrics`: for this machine, or with the token."""

import pytest
from django.test import Client


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


def test_the_token_gives_access_from_any_machine(client: Client, settings: object) -> None:
    settings.METRICS_TOKEN = "right"  # type: ignore[attr-defined]
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer right").status_code == 200
