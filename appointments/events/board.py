"""What wall boards hear: tokens and rooms, never a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Literal

from appointments.hospital_time import iso

BoardState = Literal["waiting", "called", "serving", "done", "skipped", "left"]


def board_channel(slug: str) -> str:
    return f"opd-board.{slug}"


@dataclass(frozen=True)
class BoardUpdated:
    """A token of a department's queue changed its state or its room; `waiting` is how many wait in the queue now.

    It names nobody, not even the member of staff who called: a board hangs in public.
    """

    department: str  # its slug
    token: str
    state: BoardState
    room: str | None  # of one who is called or served
    at: datetime
    waiting: int

    names_actor: ClassVar[bool] = False

    def broadcast_on(self) -> Iterable[str]:
        return [board_channel(self.department)]

    @classmethod
    def broadcast_as(cls) -> str:
        return "board.updated"

    def broadcast_with(self) -> dict[str, Any]:
        return {
            "token": self.token,
            "state": self.state,
            "room": self.room,
            "at": iso(self.at),
            "waiting": self.waiting,
        }
