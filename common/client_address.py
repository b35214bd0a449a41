"""The address of the client, behind a proxy or not.

`X-Forwarded-For` counts only with BEHIND_TLS_PROXY, only from a proxy (TRUSTED_PROXIES), and only its last entry: that
is the one which our own proxy wrote. The entries before it come from the client.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

MAX_CHARACTERS = 45  # of the longest way to write an IPv6 address
IPV6_PREFIX = 64  # bits
LOOPBACK = [ip_network("127.0.0.0/8"), ip_network("::1")]
# Where a proxy is without TRUSTED_PROXIES: on this machine or in a private network (RFC 1918, RFC 4193, link-local).
NEARBY = [
    *LOOPBACK,
    *map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10")),
]
# What proxies add to the requests that they forward.
FORWARDING = (
    *("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO"),
    "HTTP_X_REAL_IP",
)


def of_request(request: HttpRequest) -> str:
    """The address from which a request came; '' if the server listens on a unix socket."""
    return _client(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_X_FORWARDED_FOR", ""))


def of_socket(scope: dict[str, Any]) -> str:
    """The address from which the socket of an ASGI scope was opened; '' if it is unknown."""
    forwarded = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return _client(scope["client"][0] if scope.get("client") else "", ",".join(forwarded))


def is_local(request: HttpRequest) -> bool:
    """Whether a program on this machine asked, and no proxy asked for it: its clients may be anywhere."""
    return _is_in(request.META.get("REMOTE_ADDR", ""), LOOPBACK) and not any(
        name in request.META for name in FORWARDING
    )


def network(address: str) -> str:
    """What counts as one client: an IPv4 address, or the first 64 bits of an IPv6 address, which one host owns.

    Text that is no address is cut, as a proxy may send anything.
    """
    parsed = _parsed(address)
    if parsed is None:
        return address[:MAX_CHARACTERS]
    return str(parsed) if parsed.version == 4 else str(ip_network((parsed, IPV6_PREFIX), strict=False).network_address)


def _client(peer: str, forwarded_for: str) -> str:
    """A private address in the header is a desk of the hospital; only TRUSTED_PROXIES says that it is a proxy."""
    if not settings.BEHIND_TLS_PROXY or (peer and not _is_in(peer, settings.TRUSTED_PROXIES or NEARBY)):
        return peer
    entries = [_without_port(entry.strip()) for entry in reversed(forwarded_for.split(","))]
    return next((entry for entry in entries if not _is_in(entry, settings.TRUSTED_PROXIES)), "") or peer


def _is_in(address: str, networks: Iterable[IPv4Network | IPv6Network]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in each for each in networks)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """None for text that is no address. An IPv4 address that is written as an IPv6 address counts as IPv4."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    return (parsed.ipv4_mapped or parsed) if isinstance(parsed, IPv6Address) else parsed


def _without_port(address: str) -> str:
    """Some proxies add the port, which changes with each connection: `192.0.2.7:50000` or `[2001:db8::7]:50000`."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
