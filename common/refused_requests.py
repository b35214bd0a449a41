"""Requests that a server process refuses before Django sees them: counted for /metrics, answered in plain text."""

from http import HTTPStatus

from prometheus_client import Counter

REFUSED = Counter("http_requests_refused", "Requests refused before Django saw them, by status", ["status"])


def refusal(status: HTTPStatus) -> bytes:
    """Counts one refusal; returns the whole HTTP/1.1 response, after which the connection is closed."""
    REFUSED.labels(status.value).inc()
    text = status.description or status.phrase
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n"
    )
    return f"{head}{text}".encode("ascii")
