"""Refuses bodies that are too long or too slow, under any ASGI server, before Django writes them to its disk.

Django reads a whole body, into a file where it is large, before it looks at the address or the sign-in.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _

from common import refused_requests
from common.json_answers import answers_in_json

# Twice what Django and the API accept (DATA_UPLOAD_MAX_MEMORY_SIZE), whose own refusals say more.
MAX_BODY_BYTES = 200_000
BODY_SECONDS = 30.0
LINGER_SECONDS = 2.0  # for the peer to stop sending and read the refusal

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]


class Refused(Exception):
    """The body is refused with this status."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


def limit_bodies(application: Application, seconds: float = BODY_SECONDS) -> Application:
    """The application behind the limits of length, announced or received, and of time."""

    async def limited(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        deadline = asyncio.get_running_loop().time() + seconds
        received, complete = 0, False

        async def counted() -> dict[str, Any]:
            nonlocal received, complete
            if complete:
                return await receive()
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise Refused(HTTPStatus.REQUEST_TIMEOUT) from None
            received += len(message.get("body", b""))
            complete = not message.get("more_body", False)
            if received > MAX_BODY_BYTES:
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return message

        try:
            if announced(scope) > MAX_BODY_BYTES:
                raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            await application(scope, counted, send)
        except Refused as refused:
            await _refuse(refused.status, scope, receive, send)

    return limited


def announced(scope: dict[str, Any]) -> int:
    """The Content-Length; 0 without one. The servers have checked that it is a number."""
    return int(next((value for name, value in scope["headers"] if name == b"content-length"), 0))


async def _refuse(status: HTTPStatus, scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Answers, then discards what still arrives: a connection that is closed while its peer sends loses the answer."""
    refused_requests.count(status)
    body, content_type = _text(status, scope["path"])
    headers = [(b"content-type", content_type), (b"content-length", b"%d" % len(body)), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    try:
        async with asyncio.timeout(LINGER_SECONDS):
            while (await receive()).get("more_body", False):
                pass
    except TimeoutError:
        pass
    await send({"type": "http.response.body", "body": b"", "more_body": False})


def _text(status: HTTPStatus, path: str) -> tuple[bytes, bytes]:
    """(body, content type) of a refusal."""
    if status == HTTPStatus.REQUEST_TIMEOUT:
        code, detail = "too_slow", _("The request did not arrive in time. Please try again.")
    else:
        code, detail = "too_large", _("The request is too large.")
    if answers_in_json(path):
        return json.dumps({"code": code, "detail": detail}).encode(), b"application/json"
    return detail.encode(), b"text/plain; charset=utf-8"
