"""Requests that are too long, too slow or too deep."""

import contextlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

from tests.hostile.target import ATTACKER, Tally, Target

SECONDS = 45.0  # within which an unfinished request must have ended
BOMBS = {
    "deep arrays": b"[" * 49_000 + b"]" * 49_000,
    "deep objects": b'{"a":' * 16_000 + b"1" + b"}" * 16_000,
    "a long number": b'{"version": ' + b"9" * 90_000 + b"}",
    "equal keys": b"{" + b",".join(b'"name":"x"' for _ in range(9_000)) + b"}",
    "many keys": b"{" + b",".join(b'"k%d":1' % n for n in range(9_000)) + b"}",
    "NUL": b'{"name": "a\\u0000b", "phone": "12345"}',
    "half a surrogate pair": b'{"name": "a\\ud800b", "phone": "12345"}',
    "no UTF-8": b'{"name": "\xff", "phone": "12345"}',
    "over the limit": b'{"name": "' + b"x" * 100_000 + b'"}',
}
ENDLESS = b"POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"


def attack(target: Target) -> Tally:
    tally = Tally()
    client = target.insider("reception")
    for what, body in BOMBS.items():
        answer = client.post("/api/patients/", content=body, headers={"Content-Type": "application/json"})
        tally.answer(what, answer, 400, 413)
    requests = _unfinished(urlsplit(target.server.url).netloc.encode())
    with ThreadPoolExecutor(len(requests)) as pool:
        ended = list(pool.map(lambda request: _ends(target, request), requests.values()))
    for what, refused in zip(requests, ended, strict=True):
        tally.note(what, refused=refused)
    return tally


def _unfinished(host: bytes) -> dict[str, bytes]:
    """Requests that are far too long, and do not end."""
    found = {}
    for path in ("/healthz", "/api/patients/", "/accounts/login/", "/nowhere"):
        head = ENDLESS % (path.encode(), host)
        found[f"1 GB announced to {path}"] = head + b"Content-Length: 1000000000\r\n\r\n"
        chunks = (b"10000\r\n" + b"x" * 65_536 + b"\r\n") * 100
        found[f"6 MB in chunks to {path}"] = head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks
    found["a head of 40 MB"] = b"GET /healthz HTTP/1.1\r\nX: " + b"x" * 40_000_000
    found["a million headers"] = b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 1_000_000
    return found


def _ends(target: Target, request: bytes) -> bool:
    """Whether the server ends this unfinished request with a 4xx, or by closing the connection."""
    address = urlsplit(target.server.url)
    with socket.create_connection((address.hostname or "", address.port or 80), 5, (ATTACKER, 0)) as attacker:
        deadline = time.monotonic() + SECONDS
        answer = b""
        with contextlib.suppress(ConnectionError):
            with contextlib.suppress(TimeoutError):
                attacker.sendall(request)
            while time.monotonic() < deadline:
                attacker.settimeout(max(0.1, deadline - time.monotonic()))
                try:
                    part = attacker.recv(65_536)
                except TimeoutError:
                    return answer.startswith(b"HTTP/1.1 4")
                if not part:
                    return True
                answer += part
                if answer.startswith(b"HTTP/1.1 4"):
                    return True
            return False
    return True
