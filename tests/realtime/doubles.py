"""What stands in for the domain and the sockets in tests of the pipe: an event, a row, a listener."""

from collections.abc import Iterable
from typing import Any

from realtime.frames import text_in
from realtime.models import StreamEvent
from realtime.socket_rights import Rights


class MessageSent:
    """An event with a text: `MessageSent("hello", "here", "there")` goes out on two channels.

    Named arguments are further keys of the body.
    """

    def __init__(self, text: Any, *channels: str, **data: Any) -> None:
        self._text, self._channels, self._data = text, channels, data

    def broadcast_on(self) -> Iterable[str]:
        return self._channels

    @classmethod
    def broadcast_as(cls) -> str:
        return "message.sent"

    def broadcast_with(self) -> dict[str, Any]:
        return {"text": self._text, **self._data}


def row(seq: int, channel: str = "here") -> StreamEvent:
    return StreamEvent(channel=channel, seq=seq, event="message.sent", data=f'{{"seq":{seq}}}')


class Listener:
    """A socket that records the frames that the hub pushes."""

    def __init__(self) -> None:
        self.aliases: set[str] = set()
        self.frames: list[str] = []
        self.user_id: int | None = None
        self.network = "127.0.0.1"
        self.rights = Rights("1.1")

    @property
    def has_rights(self) -> bool:
        return self.user_id is not None or bool(self.aliases)

    def push(self, frame: bytes) -> None:
        self.frames.append(text_in(frame))

    def heartbeat(self, now: float) -> None:
        """It is never silent."""

    async def revalidate(self) -> None:
        """Its rights never end."""
