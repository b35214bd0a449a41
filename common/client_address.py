"""The address of the client, behind a proxy or not.

`X-Forwarded-For` counts only with BEHIND_TLS_PROXY, and only its last entry: that is the one which our own proxy wrote.
The entries before it come from the client.
"""

from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

MAX_CHARACTERS = 45  # of the longest way to write an IPv6 address
IPV6_PREFIX = 64  # bits


def of_request(request: HttpRequest) -> str:
    """The address from which a request came; '' if the server listens on a unix socket."""
    return _client(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def of_socket(scope: dict[str, Any]) -> str:
    """The address from which the socket of an ASGI scope was opened; '' if it is unknown."""
    forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return _client(scope["client"][0] if scope.get("client") else "", ",".join(forwarded))


def network(address: str) -> str:
    """What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, which one host owns.

    Text that is no address is cut, as a proxy may send anything.
    """
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:MAX_CHARACTERS]
    if parsed.version == 6 and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(parsed) if parsed.version == 4 else str(ip_network((parsed, IPV6_PREFIX), strict=False).network_address)


def _client(peer: str, forwarded_for: str) -> str:
    last = _without_port(forwarded_for.rpartition(",")[2].strip())
    return last if settings.BEHIND_TLS_PROXY and last else peer


def _without_port(address: str) -> str:
    """Some proxies add the port, which changes with each connection: `192.0.2.7:50000` or `[2001:db8::7]:50000`."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
