"""Requests and sockets name the same client, behind a proxy or not."""

from typing import Any

import pytest
from django.test import RequestFactory

from common import client_address

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


def test_a_unix_socket_has_no_address() -> None:
    assert client_address.of_socket({"client": None, "headers": []}) == ""
