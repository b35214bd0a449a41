"""Security headers of every HTTP answer, also of those that do not come from Django.

Django's SecurityMiddleware sends Strict-Transport-Security, and django-csp the policy of pages. What a view has set
stays.
"""

from collections.abc import Awaitable, Callable
from typing import Any

Application = Callable[..., Awaitable[None]]

# No page uses these. Passkeys and the clipboard stay allowed.
DENIED = [
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi"),
    *("payment", "serial", "usb"),
]
HEADERS = {
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": ", ".join(f"{feature}=()" for feature in DENIED).encode(),
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
}


def with_security_headers(application: Application) -> Application:
    """The ASGI application, with each of HEADERS that an answer lacks."""

    async def answer(scope: dict[str, Any], receive: Any, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        async def send_with_headers(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                names = {name.lower() for name, _ in given}
                message = {**message, "headers": [*given, *(each for each in HEADERS.items() if each[0] not in names)]}
            await send(message)

        await application(scope, receive, send_with_headers)

    return answer
