"""What a broadcast event is: the counterpart of Laravel's ShouldBroadcast."""

from collections.abc import Iterable
from typing import Any, Protocol


class ShouldBroadcast(Protocol):
    """An event has channels, a name and a body.

    A class with `names_actor = False` is sent without `by` and `origin`: to listeners who may not learn who acted.
    """

    def broadcast_on(self) -> Iterable[str]:
        """The channels, such as `appointments` and `doctor-schedule.7`; each numbers the event in its own stream."""

    @classmethod
    def broadcast_as(cls) -> str:
        """The event's name, such as `appointment.updated`; Echo listens to it as `.appointment.updated`."""

    def broadcast_with(self) -> dict[str, Any]:
        """The JSON body; `seq`, `by` and `origin` are added by broadcasting."""
