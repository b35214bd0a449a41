"""uvicorn's WebSocket protocol with a fast lane: ready-made frames go straight to the transport.

`uvicorn --ws realtime.server:ReadyFrameProtocol hospital.asgi:application`. It offers the application
`scope["extensions"]["realtime.ready_frames"]["writer"]`, a `realtime.outgoing.WayOut`. uvicorn's own `send` would build
the frame anew for each socket and wait for a slow reader; this knows how much is unsent, and cuts off who never reads.
"""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.http11 import Request

from realtime.frames import Frame
from realtime.outgoing import READY_FRAMES


class ReadyFrameProtocol(WebSocketsSansIOProtocol):
    """One connection; also the `WayOut` that it offers."""

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:  # the application's task has not begun yet
            self.scope["extensions"][READY_FRAMES] = {"writer": self}

    def write(self, frame: Frame) -> None:
        if not (self.close_sent or self.transport.is_closing()):
            self.transport.write(frame.wire)

    def unsent(self) -> int:
        return 0 if self.disconnected else self.transport.get_write_buffer_size()

    def end(self, last: Frame, code: int, linger: float) -> None:
        """As uvicorn's `send` of `websocket.close`, without waiting for room, and cut off in the end."""
        self.write(last)
        if not (self.close_sent or self.transport.is_closing()):
            try:
                self.conn.send_close(code)
            except InvalidState:  # the peer was first
                self.transport.close()
            else:
                self.transport.write(b"".join(self.conn.data_to_send()))
                self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": ""})
                self.close_sent = True
            if self.read_paused:
                self.read_paused = False
                self.transport.resume_reading()
        if not self.disconnected and self.close_timer is None:
            self.close_timer = self.loop.call_later(linger, self.transport.abort)

    def forget(self) -> None:
        """Nothing is kept here for the peer."""
