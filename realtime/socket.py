"""What the hub needs of a socket."""

from typing import Protocol

from realtime.local_stream import Listener
from realtime.socket_rights import Rights


class Socket(Listener, Protocol):
    """One connection of this process. Its methods do not wait for the peer."""

    network: str  # of the client's address: what counts as one client
    rights: Rights

    @property
    def user_id(self) -> int | None:
        """The user who is signed in by the session of the handshake."""

    @property
    def has_rights(self) -> bool:
        """Whether it is signed in or has a subscription."""

    def close_with_error(self, code: int, message: str) -> None:
        """Sends `pusher:error`, then closes."""

    def heartbeat(self, now: float) -> None:
        """Called every 10 s: pings or closes a silent peer, and closes a socket without rights."""

    async def revalidate(self) -> None:
        """Closes the socket if its rights no longer cover its channels. Raises database errors."""
