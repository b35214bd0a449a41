"""The channel `realtime-test`, on which developers send test broadcasts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from realtime import channels

NAME = "realtime-test"
PERMISSION = "realtime.send_ping"


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
    channels.register(
        NAME,
        events=[PingBroadcast],
        may_hear=lambda user: user.has_perm(PERMISSION),
        listed=lambda: [(NAME, _("test broadcasts"))],
    )
