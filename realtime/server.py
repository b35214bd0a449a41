"""uvicorn's WebSocket protocol, extended so that encoded frames are written directly to the transport.

`uvicorn --ws realtime.server:ReadyFrameProtocol hospital.asgi:application`. It offers the application
`scope["extensions"]["realtime.ready_frames"]["open"]`, which takes the limit of unsent bytes and the
`TransportListener` that is told when more are unsent, and returns a `Transport` (realtime/transport.py). uvicorn's own
`send` encodes the frame for each socket and waits for a slow peer.
"""

from collections.abc import Callable
from http import HTTPStatus

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState, SecurityError
from websockets.frames import Frame
from websockets.http11 import Request

from common.refused_requests import refusal
from realtime.transport import READY_FRAMES, Transport, TransportListener

CLOSE_SECONDS = 10.0


class ReadyFrameProtocol(WebSocketsSansIOProtocol):
    """One connection; also the `Transport` that it offers."""

    write: Callable[[bytes], None]
    _listener: TransportListener | None = None

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.handshake_exc and not self.handshake_initiated:
            self._refuse_handshake(self.conn.handshake_exc)

    def _refuse_handshake(self, error: Exception) -> None:
        """websockets reads no header over 8 kB, no more than 128 of them, and no body; uvicorn then waits for ever."""
        too_large = isinstance(error, SecurityError)
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE if too_large else HTTPStatus.BAD_REQUEST
        self.handshake_initiated = self.handshake_complete = self.close_sent = True
        self.transport.write(refusal(status))
        self.transport.close()

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # the application's task has not begun yet
            self.scope["extensions"][READY_FRAMES] = {"open": self._open}

    def _open(self, max_unsent: int, listener: TransportListener) -> Transport:
        """`write` is the method of uvloop's transport itself: no Python code runs between the hub and uvloop."""
        self._listener = listener
        self.write = self.transport.write
        del self.request, self.response  # unused after the handshake, and a third of an idle socket's memory
        self.transport.set_write_buffer_limits(high=max_unsent)
        return self

    def unsent_bytes(self) -> int:
        return 0 if self.disconnected else self.transport.get_write_buffer_size()

    def close(self, last_frame: bytes, code: int, linger: float) -> None:
        """Like uvicorn's `send` of `websocket.close`, but does not wait for the buffer and aborts after `linger`."""
        self._listener = None
        self.write(last_frame)
        try:
            self.conn.send_close(code)
        except InvalidState:  # the close frame of the peer is being answered
            return
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(linger, self.transport.abort)

    def detach(self) -> None:
        self._listener = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self.loop.call_soon(self._report_too_slow)  # not inside the write that exceeded the limit

    def _report_too_slow(self) -> None:
        if self._listener:
            self._listener.peer_too_slow()

    def _report_gone(self) -> None:
        if self._listener:
            self._listener.peer_gone()
            self._listener = None

    def handle_close(self, event: Frame) -> None:
        self._report_gone()
        super().handle_close(event)
        self._abort_later()

    def handle_parser_exception(self) -> None:
        self._report_gone()
        super().handle_parser_exception()
        self._abort_later()

    def _abort_later(self) -> None:
        """uvicorn closes once everything is sent: never, if the peer closes but does not read."""
        if not self.disconnected:
            self.close_timer = self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def shutdown(self) -> None:
        self._report_gone()
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        self._report_gone()
        super().connection_lost(exc)
