"""Requests and sockets name the same client, behind a proxy or not."""

from typing import Any

import pytest
from django.test import RequestFactory

from common import client_address
from hospital.env import env_networks

PROXY, CLIENT = "127.0.0.1", "192.0.2.7"


@pytest.mark.parametrize(
    ("behind_proxy", "forwarded", "expected"),
    [
        (False, [], PROXY),
        (False, [CLIENT], PROXY),
        (True, [], PROXY),
        (True, [""], PROXY),
        (True, [CLIENT], CLIENT),
        (True, [f"203.0.113.1, {CLIENT}"], CLIENT),
        (True, ["203.0.113.1", CLIENT], CLIENT),
        (True, [f"{CLIENT},"], PROXY),
        (True, [f"{CLIENT}:50000"], CLIENT),
        (True, ["[2001:db8::7]:50000"], "2001:db8::7"),
        (True, ["2001:db8::7"], "2001:db8::7"),
    ],
)
def test_the_last_forwarded_address_counts_behind_a_proxy(
    settings: Any, behind_proxy: bool, forwarded: list[str], expected: str
) -> None:
    settings.BEHIND_TLS_PROXY = behind_proxy
    headers = [(b"host", b"x"), *((b"x-forwarded-for", each.encode()) for each in forwarded)]
    assert client_address.of_socket({"client": (PROXY, 5), "headers": headers}) == expected

    request = RequestFactory().get("/", REMOTE_ADDR=PROXY)
    if forwarded:
        request.META["HTTP_X_FORWARDED_FOR"] = ",".join(forwarded)  # as Django joins repeated headers
    assert client_address.of_request(request) == expected


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "expected"),
    [
        # Without TRUSTED_PROXIES: this machine, private networks, a unix socket.
        ("", "203.0.113.9", CLIENT, "203.0.113.9"),
        ("", "192.0.2.1", CLIENT, "192.0.2.1"),  # for examples, yet `is_private` in Python
        ("", "2001:db8::9", CLIENT, "2001:db8::9"),
        ("", "nonsense", CLIENT, "nonsense"),
        ("", "10.0.0.5", CLIENT, CLIENT),
        ("", "172.31.0.5", CLIENT, CLIENT),
        ("", "192.168.1.5", CLIENT, CLIENT),
        ("", "169.254.0.5", CLIENT, CLIENT),
        ("", "::1", CLIENT, CLIENT),
        ("", "fd00::5", CLIENT, CLIENT),
        ("", "fe80::5%eth0", CLIENT, CLIENT),
        ("", "::ffff:10.0.0.5", CLIENT, CLIENT),
        ("", "", CLIENT, CLIENT),
        # A desk in a private network sends a header of its own: what the proxy added counts.
        ("", "127.0.0.1", f"{CLIENT}, 10.0.0.7", "10.0.0.7"),
        # With it: these alone, and the entries that they have added are skipped.
        ("10.0.0.5", "10.0.0.5", CLIENT, CLIENT),
        ("10.0.0.5", "10.0.0.6", CLIENT, "10.0.0.6"),
        ("10.0.0.5", "127.0.0.1", CLIENT, "127.0.0.1"),
        ("10.0.0.5, 198.51.100.0/24", "10.0.0.5", f"203.0.113.1, {CLIENT}, 198.51.100.3", CLIENT),
        ("198.51.100.0/24", "198.51.100.3", "198.51.100.4", "198.51.100.3"),
    ],
)
def test_only_a_proxy_names_the_client(
    settings: Any, monkeypatch: pytest.MonkeyPatch, proxies: str, peer: str, forwarded: str, expected: str
) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", proxies)
    settings.BEHIND_TLS_PROXY, settings.TRUSTED_PROXIES = True, env_networks("TRUSTED_PROXIES")

    request = RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address.of_request(request) == expected
    headers = [(b"x-forwarded-for", forwarded.encode())]
    assert client_address.of_socket({"client": (peer, 5), "headers": headers}) == expected


def test_a_unix_socket_has_no_address() -> None:
    assert client_address.of_socket({"client": None, "headers": []}) == ""


@pytest.mark.parametrize("text", ["proxy.example.org", "10.0.0.1/24", "10.0.0.0/33", "*"])
def test_a_malformed_network_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", text)
    with pytest.raises(SystemExit):
        env_networks("TRUSTED_PROXIES")
    assert capsys.readouterr().err == (
        "TRUSTED_PROXIES: addresses or networks are needed, as in 192.0.2.7,198.51.100.0/24.\n"
    )
