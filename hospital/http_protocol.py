"""uvicorn's HTTP protocol with limits for what comes before the application: heads, chunk headers and trailers.

uvicorn itself keeps a head of any size and waits for its end for ever. Bodies: hospital/body_limit.py.
"""

import asyncio
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from common.refused_requests import refusal

MAX_HEAD_BYTES = 64 * 1024  # request line and headers; browsers and proxies send at most 8 to 32 kB
HEAD_SECONDS = 20.0  # from the connection, or from the first byte of a later request, to the end of the head
LINGER_SECONDS = 2.0  # for the peer to read a refusal: closing at once would discard it while the peer still sends


class LimitedHttpProtocol(HttpToolsProtocol):
    """One connection. Refuses with 431 and 408, then closes."""

    _refused = False
    _begun = False  # whether a byte of a head has come that is not complete
    _unaccounted = 0  # bytes received since the parser last reported a complete head or a part of a body
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self._unaccounted += len(data)
        super().data_received(data)
        if self._unaccounted > MAX_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._begun = True
        self._expect_head()

    def on_headers_complete(self) -> None:
        self._unaccounted, self._begun = 0, False
        self._stop_timer()
        # One chunk from the network can contain a whole head of four times the limit.
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > MAX_HEAD_BYTES:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        elif not self._refused:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unaccounted = 0
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._unaccounted = 0
        if not self._refused:
            super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        if not self._refused:
            super().handle_websocket_upgrade()

    def _expect_head(self) -> None:
        if self._timer is None and not self._refused:
            self._timer = self.loop.call_later(HEAD_SECONDS, self._head_is_late)

    def _head_is_late(self) -> None:
        """Without a byte of it nothing is answered: a browser connects ahead, and would take a 408 for the answer to
        the request that it sends at that moment."""
        if self._begun:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: HTTPStatus) -> None:
        """Sends the refusal unless the application has begun to answer, discards what still arrives, and closes."""
        self._stop_timer()
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        answer, answering = refusal(status), False
        if self.cycle is not None and not self.cycle.response_complete:
            answering = self.cycle.response_started
            self.cycle.disconnected = True  # for the application the peer has left
            self.cycle.message_event.set()
        if not answering:
            self.transport.write(answer)
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)
