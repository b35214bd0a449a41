"""What the hub asks of a socket."""

from typing import Protocol

from realtime.local_stream import Listener
from realtime.rights import Rights


class Socket(Listener, Protocol):
    """One connection of this process. Nothing here waits for the peer."""

    address: str
    rights: Rights

    @property
    def user_id(self) -> int | None:
        """Whoever is signed in by the handshake's session."""

    def close_with_error(self, code: int, message: str) -> None:
        """Says why, then closes."""

    def heartbeat(self, now: float) -> None:
        """Called every 10 s: time to look for silence and late authorisation."""

    async def revalidate(self) -> None:
        """Closes the socket where it may no longer hear what it hears. Raises database errors."""
