"""A plain WebSocket client for the Pusher protocol, which records the frames it gets."""

import json
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

PATIENCE = 10.0  # seconds

Frame = dict[str, Any]


class Wire:
    """One socket, read by a thread. `frames` holds what was received so far, with `data` decoded."""

    def __init__(
        self, url: str, *, origin: str | None = None, cookie: str = "", forwarded_for: str = "", **options: Any
    ) -> None:
        headers = {"Cookie": cookie, "X-Forwarded-For": forwarded_for}
        self._socket = connect(
            url,
            origin=origin,
            additional_headers={name: value for name, value in headers.items() if value},
            compression=None,
            max_size=None,
            proxy=None,
            legacy=True,  # closed by close(), not by a `with` of its own
            **options,
        )
        self.opened_at = time.monotonic()
        self.closed_at = 0.0
        self.frames: list[Frame] = []
        self._seen = 0
        self._change = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @classmethod
    def of(cls, client: httpx.Client, url: str, **options: Any) -> "Wire":
        """A socket as a page of this client's user opens it."""
        origin = str(client.base_url).rstrip("/")
        return cls(url, origin=origin, cookie=f"sessionid={client.cookies['sessionid']}", **options)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()
        self._reader.join(PATIENCE)

    def _read(self) -> None:
        try:
            for text in self._socket:
                frame = json.loads(text)
                assert isinstance(frame["data"], str), frame
                with self._change:
                    self.frames.append(frame | {"data": json.loads(frame["data"])})
                    self._change.notify_all()
        except ConnectionClosed:
            pass
        finally:
            with self._change:
                self.closed_at = time.monotonic()
                self._change.notify_all()

    # Receiving

    def until(self, true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
        """Waits for frames until the condition is true. Raises AssertionError with all frames after `seconds`."""
        with self._change:
            value = self._change.wait_for(true, seconds)
            assert value, self.frames
            return value

    def next(self, event: str | None = None, seconds: float = PATIENCE) -> Frame:
        """The next frame (of this event) after the last one that `next` returned.

        Without an event, skips `realtime.heads`: the server sends it every 10 s, whatever the client does.
        """

        def wanted(frame: Frame) -> bool:
            return frame["event"] == event if event else frame["event"] != "realtime.heads"

        def coming() -> int | None:
            found = range(self._seen, len(self.frames))
            return next((at + 1 for at in found if wanted(self.frames[at])), None)

        self._seen = self.until(coming, seconds)
        return self.frames[self._seen - 1]

    def named(self, event: str, channel: str | None = None) -> list[Frame]:
        """All frames of this event so far."""
        with self._change:
            return [f for f in self.frames if f["event"] == event and (channel is None or f.get("channel") == channel)]

    def numbers(self, channel: str) -> list[int]:
        """The numbers of the stream events of this channel, in the order of arrival."""
        with self._change:
            events = [f for f in self.frames if f.get("channel") == channel and ":" not in f["event"]]
        return [frame["data"]["seq"] for frame in events]

    def heard(self, channel: str, seq: int, seconds: float = PATIENCE) -> list[int]:
        """Waits for this number on the channel; returns all numbers of the channel."""
        self.until(lambda: seq in self.numbers(channel), seconds)
        return self.numbers(channel)

    @property
    def close_code(self) -> int | None:
        """Waits until the server has closed the socket; returns the code."""
        with self._change:
            assert self._change.wait_for(lambda: self.closed_at, PATIENCE * 2), f"still open: {self.frames}"
        return self._socket.close_code

    # Sending

    def send(self, event: str, data: Any = None, **more: Any) -> None:
        self.send_text(json.dumps({"event": event, "data": data if data is not None else {}, **more}))

    def send_text(self, text: str | bytes) -> None:
        self._socket.send(text)

    def send_broken_text(self) -> None:
        """A text frame whose bytes are not UTF-8."""
        self._socket.send(b"\xff", text=True)

    # Steps of the protocol

    def established(self) -> str:
        """The socket id."""
        frame = self.next()
        assert frame["event"] == "pusher:connection_established", frame
        return str(frame["data"]["socket_id"])

    def subscribe(self, channel: str, **more: Any) -> Frame:
        """Subscribes; returns the data of the answer. Raises AssertionError if it is refused."""
        self.send("pusher:subscribe", {"channel": channel, **more})
        answer = self.next()
        while not answer["event"].startswith("pusher"):
            answer = self.next()
        assert answer["event"] == "pusher_internal:subscription_succeeded", answer
        return dict(answer["data"])

    def wait_for_pong(self) -> None:
        """Waits for a pong: the socket is open and has handled all frames sent before."""
        already = len(self.named("pusher:pong"))
        self.send("pusher:ping")
        self.until(lambda: sum(f["event"] == "pusher:pong" for f in self.frames) > already)


def listening(client: httpx.Client, url: str, *channels: str) -> Wire:
    """An open socket, subscribed."""
    wire = Wire.of(client, url)
    wire.established()
    for channel in channels:
        wire.subscribe(channel)
    return wire
