"""By which session and which signatures a socket listens. Blocking questions to the database."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model

from realtime import channels, handshake, revocation, signing


class Rights:
    """What one socket may hear, and whether it still may."""

    __slots__ = ("_signed", "_socket_id", "session_key", "user_id")

    def __init__(self, socket_id: str) -> None:
        self._socket_id = socket_id
        self.session_key: str | None = None
        self._signed: dict[str, tuple[int, str]] = {}  # channel: signer's id, fingerprint of the signer's session
        self.user_id: int | None = None

    def sign_in(self, session_key: str | None) -> None:
        """Takes the handshake's session; `user_id` stays None where nobody is signed in by it."""
        self.session_key = session_key
        user = handshake.user_of(session_key)
        self.user_id = user.pk if user else None

    def admit(self, channel: str, auth: str) -> None:
        """Asked at every subscription. Raises channels.Refused or channels.UnknownChannel.

        A public channel is heard by the handshake's session, a private one by the user for whom it was signed, who
        must be the session's own where there is one.
        """
        if not channel.startswith(channels.PRIVATE):
            self._check(channel, handshake.user_of(self.session_key))
            return
        signed = signing.signed(self._socket_id, channel, auth)
        if signed is None or self.user_id not in {None, signed.user_id}:
            raise channels.Refused
        self._check(channel, signed.user)
        self._signed[channel] = (signed.user_id, signed.session)

    def still_hold(self, aliases: Iterable[str]) -> bool:
        """Whether every channel listened to would be admitted again, and the session is still somebody's."""
        by_session = handshake.user_of(self.session_key)
        if self.user_id is not None and by_session is None:
            return False
        try:
            for alias in aliases:
                self._check(alias, self._signer(alias) if alias in self._signed else by_session)
        except (channels.Refused, channels.UnknownChannel):
            return False
        return True

    def rest_on(self, session: str) -> bool:
        """Whether any of them comes from the session with this fingerprint."""
        own = revocation.fingerprint(self.session_key)
        return session in {own, *(signed for _, signed in self._signed.values())} - {""}

    def are_of(self, user_id: int | None) -> bool:
        """Whether any of them is this user's; None is anybody."""
        return user_id is None or user_id == self.user_id or any(pk == user_id for pk, _ in self._signed.values())

    def forget(self, channel: str) -> None:
        self._signed.pop(channel, None)

    def _signer(self, channel: str) -> Any:
        return get_user_model().objects.filter(pk=self._signed[channel][0]).first()

    def _check(self, channel: str, user: Any) -> None:
        if user is None:
            raise channels.Refused
        channels.rule_for(channels.stream_of(channel), user)
