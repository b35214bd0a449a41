"""An event of no particular domain, for tests of the pipe."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from realtime.frames import text_of
from realtime.models import StreamEvent


@dataclass(frozen=True)
class Said:
    """`Said("hello", "here", "there")` says hello on two channels."""

    words: Any
    on: tuple[str, ...]
    data: dict[str, Any] = field(default_factory=dict)

    def __init__(self, words: Any, *on: str, **data: Any) -> None:
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "on", on)
        object.__setattr__(self, "data", data)

    def broadcast_on(self) -> Iterable[str]:
        return self.on

    def broadcast_as(self) -> str:
        return "said"

    def broadcast_with(self) -> dict[str, Any]:
        return {"words": self.words, **self.data}


def row(seq: int, channel: str = "here") -> StreamEvent:
    return StreamEvent(channel=channel, seq=seq, event="said", data=f'{{"seq":{seq}}}')


class Ear:
    """A listener that keeps what it was given."""

    def __init__(self) -> None:
        self.aliases: set[str] = set()
        self.frames: list[str] = []
        self.user_id: int | None = None
        self.address = "127.0.0.1"

    def push(self, frame: bytes) -> None:
        self.frames.append(text_of(frame))

    def heartbeat(self, now: float) -> None:
        """It is never silent."""

    async def revalidate(self) -> None:
        """Its rights never end."""
