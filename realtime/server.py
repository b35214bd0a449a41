"""uvicorn's WebSocket protocol with a fast lane: ready-made frames go straight to the transport.

`uvicorn --ws realtime.server:ReadyFrameProtocol hospital.asgi:application`. It offers the application
`scope["extensions"]["realtime.ready_frames"]["open"]`, which takes the most bytes that may wait for the peer and an
`Owner` to tell when more do, and returns a `WayOut` (realtime/outgoing.py). uvicorn's own `send` would build the frame
anew for each socket and wait for a slow reader.
"""

from collections.abc import Callable

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.frames import Frame
from websockets.http11 import Request

from realtime.outgoing import READY_FRAMES, Owner, WayOut

GOODBYE_SECONDS = 10.0


class ReadyFrameProtocol(WebSocketsSansIOProtocol):
    """One connection; also the `WayOut` that it offers."""

    write: Callable[[bytes], None]
    _owner: Owner | None = None

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # the application's task has not begun yet
            self.scope["extensions"][READY_FRAMES] = {"open": self._open}

    def _open(self, max_unsent: int, owner: Owner) -> WayOut:
        """`write` is the transport's own: not one line of Python runs between the hub's loop and uvloop."""
        self._owner = owner
        self.write = self.transport.write
        del self.request, self.response  # read by nobody after the handshake, and a third of an idle socket's memory
        self.transport.set_write_buffer_limits(high=max_unsent)
        return self

    def unsent(self) -> int:
        return 0 if self.disconnected else self.transport.get_write_buffer_size()

    def end(self, last: bytes, code: int, linger: float) -> None:
        """As uvicorn's `send` of `websocket.close`, without waiting for room, and cut off in the end."""
        self._owner = None
        self.write(last)
        try:
            self.conn.send_close(code)
        except InvalidState:  # the peer's own closing frame is being answered
            return
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = self.loop.call_later(linger, self.transport.abort)

    def forget(self) -> None:
        self._owner = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self.loop.call_soon(self._tell_too_slow)  # not within the write that went too far

    def _tell_too_slow(self) -> None:
        if self._owner:
            self._owner.reads_too_slowly()

    def _tell_left(self) -> None:
        if self._owner:
            self._owner.has_left()
            self._owner = None

    def handle_close(self, event: Frame) -> None:
        self._tell_left()
        super().handle_close(event)
        self._cut_off_in_the_end()

    def handle_parser_exception(self) -> None:
        self._tell_left()
        super().handle_parser_exception()
        self._cut_off_in_the_end()

    def _cut_off_in_the_end(self) -> None:
        """uvicorn closes when all is sent, which a peer that says goodbye and reads nothing would put off for ever."""
        if not self.disconnected:
            self.close_timer = self.loop.call_later(GOODBYE_SECONDS, self.transport.abort)

    def shutdown(self) -> None:
        self._tell_left()
        super().shutdown()

    def connection_lost(self, exc: Exception | None) -> None:
        self._tell_left()
        super().connection_lost(exc)
