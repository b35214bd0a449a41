"""What a broadcast event is: the counterpart of Laravel's ShouldBroadcast."""

from collections.abc import Iterable
from typing import Any, Protocol


class ShouldBroadcast(Protocol):
    """An event says where it goes, what it is called there, and what it carries."""

    def broadcast_on(self) -> Iterable[str]:
        """The channels, such as `appointments` and `doctor-schedule.7`; each numbers the event in its own stream."""

    def broadcast_as(self) -> str:
        """The event's name, such as `appointment.updated`; Echo listens to it as `.appointment.updated`."""

    def broadcast_with(self) -> dict[str, Any]:
        """The JSON body; `seq`, `by` and `origin` are added by broadcasting."""
