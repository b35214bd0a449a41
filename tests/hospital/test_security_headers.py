"""Security headers on answers of every kind, from a real server."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.test import Client

from tests.support.processes import Instance, Server

EVERYWHERE = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
POLICY = {
    "base-uri 'none'",
    "default-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
}
ENV = {"BEHIND_TLS_PROXY": "on", "HSTS_SECONDS": "1000", "SECURITY_CONTACT": "mailto:security@example.org"}

# (what, method, address, the status of its answer)
ANSWERS = [
    ("a page", "GET", "/appointments/calendar", 200),
    ("the sign-in", "GET", "/accounts/login/", 200),
    ("the admin", "GET", "/admin/login/", 302),
    ("a redirect", "GET", "/", 302),
    ("a missing page", "GET", "/nowhere", 404),
    ("a form without its token", "POST", "/accounts/login/", 403),
    ("a call", "GET", "/api/doctors/", 200),
    ("a call without a user", "GET", "/api/doctors/", 401),
    ("a missing call", "GET", "/api/nowhere/", 404),
    ("a call of a wrong method", "PUT", "/api/doctors/", 405),
    ("a signature refused", "POST", "/broadcasting/auth", 403),
    ("the health check", "GET", "/healthz", 200),
    ("the metrics", "GET", "/metrics", 200),
    ("security.txt", "GET", "/.well-known/security.txt", 200),
]
SIGNED_IN = {"a page", "a call", "a call of a wrong method"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, seeded: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("headers")
    shutil.copy(seeded, folder / "hospital.sqlite3")
    with Instance(folder, env=ENV).serving("make run") as server:
        yield server


@pytest.fixture(scope="module")
def reception(server: Server) -> httpx.Client:
    return server.signed_in("reception")


def asked(
    server: Server, reception: httpx.Client, what: str, method: str, address: str, **more: object
) -> httpx.Response:
    if what in SIGNED_IN:
        return reception.request(method, address, follow_redirects=False, **more)  # type: ignore[arg-type]
    return httpx.request(method, f"{server.url}{address}", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(("what", "method", "address", "status"), ANSWERS, ids=[each[0] for each in ANSWERS])
def test_every_answer_has_the_headers_once(
    server: Server, reception: httpx.Client, what: str, method: str, address: str, status: int
) -> None:
    answer = asked(server, reception, what, method, address)

    assert answer.status_code == status
    found = {name: answer.headers.get_list(name) for name in EVERYWHERE}
    assert found == {name: [value] for name, value in EVERYWHERE.items()}
    assert "camera=()" in answer.headers["permissions-policy"]
    assert set(answer.headers["content-security-policy"].split("; ")) == POLICY


def test_django_sends_none_of_them(client: Client) -> None:
    """One place sends them: two would have to be changed together."""
    assert EVERYWHERE.keys() & {name.lower() for name in client.get("/healthz").headers} == set()


def test_static_files_have_the_headers(server: Server) -> None:
    page = httpx.get(f"{server.url}/accounts/login/").text
    address = page.partition('href="/static/')[2].partition('"')[0]
    answer = httpx.get(f"{server.url}/static/{address}")

    assert answer.status_code == 200
    assert {name: answer.headers.get(name) for name in EVERYWHERE} == EVERYWHERE


def test_what_a_proxy_forwards_reads_no_metrics(server: Server) -> None:
    """uvicorn replaces the client's address by the forwarded one before Django sees it."""
    forwarded = {"X-Forwarded-For": "127.0.0.1"}
    assert httpx.get(f"{server.url}/metrics", headers=forwarded).status_code == 403


@pytest.mark.parametrize(("scheme", "sent"), [("https", "max-age=1000"), ("http", None)])
def test_hsts_is_sent_under_https_alone(server: Server, scheme: str, sent: str | None) -> None:
    answer = httpx.get(f"{server.url}/accounts/login/", headers={"X-Forwarded-Proto": scheme})

    assert answer.headers.get("strict-transport-security") == sent


def test_passkeys_and_the_clipboard_stay_allowed(server: Server) -> None:
    denied = httpx.get(f"{server.url}/healthz").headers["permissions-policy"]

    assert "publickey-credentials" not in denied
    assert "clipboard" not in denied
