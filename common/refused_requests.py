"""Requests that a server process refuses before Django sees them: counted for /metrics, answered in plain text."""

from http import HTTPStatus

from common import refusals


def count(status: HTTPStatus) -> None:
    """Counts one refusal, as `http_413`."""
    refusals.count(f"http_{status.value}", "a request that Django did not see")


def refusal(status: HTTPStatus) -> bytes:
    """Counts one refusal; returns the whole HTTP/1.1 response, after which the connection is closed."""
    count(status)
    text = status.description or status.phrase
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n"
    )
    return f"{head}{text}".encode("ascii")
