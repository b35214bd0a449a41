"""The channel `realtime-test`, on which developers send test broadcasts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.access import Access
from realtime import channels

NAME = "realtime-test"
PERMISSION = "realtime.send_ping"
ACCESS = Access((PERMISSION,), refusal=_("You don't have permission to send test broadcasts."))


@dataclass(frozen=True)
class PingBroadcast:
    """`realtime.test`: a message to all subscribers of a channel that carries test broadcasts."""

    channel: str
    message: str

    def broadcast_on(self) -> Iterable[str]:
        return [self.channel]

    @classmethod
    def broadcast_as(cls) -> str:
        return "realtime.test"

    def broadcast_with(self) -> dict[str, Any]:
        return {"message": self.message, "at": timezone.localtime().isoformat()}


def register() -> None:
    channels.register(NAME, events=[PingBroadcast], access=ACCESS, listed=lambda user: [(NAME, _("test broadcasts"))])
