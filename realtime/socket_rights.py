"""The session and signatures that authorise a socket.

The database is asked for many sockets at once (realtime/batches.py): each session, user and channel is looked up once
for all of them. The functions block.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model

from realtime import channels, handshake, program_tokens, revocation, signing


class Signer(NamedTuple):
    """For whom a subscription was signed, and by what: a session (its fingerprint; else '') or a program's token."""

    user_id: int
    session: str
    token: int | None


Alias = tuple[str, Signer | None]


class Rights:
    """What one socket may subscribe to, and by which session or signature."""

    __slots__ = ("session_key", "signed", "socket_id", "user_id")

    def __init__(self, socket_id: str) -> None:
        self.socket_id = socket_id
        self.session_key: str | None = None
        self.signed: dict[str, Signer] = {}  # by channel; read from other threads too
        self.user_id: int | None = None

    def relies_on_session(self, session: str) -> bool:
        """Whether any of them depends on the session with this fingerprint."""
        own = revocation.fingerprint(self.session_key)
        return session in {own, *(signer.session for signer in list(self.signed.values()))} - {""}

    def belongs_to(self, user_id: int | None) -> bool:
        """Whether any of them is this user's; None stands for every user."""
        users = {self.user_id, *(signer.user_id for signer in list(self.signed.values()))}
        return user_id is None or user_id in users

    def tokens(self) -> set[int]:
        """The programs' tokens that signed any of them."""
        return {signer.token for signer in list(self.signed.values()) if signer.token is not None}

    def with_signers(self, aliases: Iterable[str]) -> list[Alias]:
        """A copy of (channel, signature) for these channels: threads read it while the socket changes."""
        return [(alias, self.signed.get(alias)) for alias in aliases]

    def drop(self, channel: str) -> None:
        self.signed.pop(channel, None)


def sign_in(asked: Sequence[tuple[Rights, str | None]]) -> list[None]:
    """Reads the session of each handshake; `user_id` stays None without a signed-in user."""
    users = handshake.users_of(key for _, key in asked)
    for rights, key in asked:
        rights.session_key = key
        rights.user_id = users[key].pk if key in users else None
    return [None] * len(asked)


def admit(asked: Sequence[tuple[Rights, str, str]]) -> list[Exception | None]:
    """For each (rights, channel, auth) of a subscription: None, channels.Refused or channels.UnknownChannel.

    A public channel is authorised by the session of the handshake, a private one by the user for whom it was signed;
    that must be the session's own user if there is a session.
    """
    lookup = RightsLookup(rights for rights, channel, _ in asked if not channel.startswith(channels.PRIVATE))
    answers: list[Exception | None] = []
    for rights, channel, auth in asked:
        if not channel.startswith(channels.PRIVATE):
            answers.append(lookup.refusal(channel, lookup.by_session(rights)))
            continue
        signed = signing.signed(rights.socket_id, channel, auth)
        if signed is None or rights.user_id not in {None, signed.user_id} or _has_ended(signed.token):
            answers.append(channels.Refused())
            continue
        refusal = lookup.refusal(channel, signed.user)
        if refusal is None:
            rights.signed[channel] = Signer(signed.user_id, signed.session, signed.token)
        answers.append(refusal)
    return answers


def _has_ended(token: int | None) -> bool:
    return token is not None and bool(program_tokens.ended([token]))


def still_valid(asked: Sequence[tuple[Rights, list[Alias]]]) -> list[bool]:
    """Whether each socket's session is still signed in and would be admitted to all its channels again."""
    lookup = RightsLookup(rights for rights, _ in asked)
    return [lookup.still_valid(rights, aliases) for rights, aliases in asked]


class RightsLookup:
    """Looks up sessions, users and channels, each once for all sockets."""

    def __init__(self, all_rights: Iterable[Rights]) -> None:
        self._users = handshake.users_of(rights.session_key for rights in all_rights)
        self._signers: dict[int, Any] = {}
        self._refusals: dict[tuple[str, int], Exception | None] = {}

    def by_session(self, rights: Rights) -> Any | None:
        """The user who is signed in by the session of the handshake now."""
        return self._users.get(rights.session_key or "")

    def refusal(self, channel: str, user: Any | None) -> Exception | None:
        """Why this user may not subscribe to this channel; None if the user may."""
        if user is None:
            return channels.Refused()
        stream = channels.stream_of(channel)
        if (stream, user.pk) not in self._refusals:
            try:
                channels.rule_for(stream, user)
                self._refusals[stream, user.pk] = None
            except (channels.Refused, channels.UnknownChannel) as refusal:
                self._refusals[stream, user.pk] = refusal
        return self._refusals[stream, user.pk]

    def still_valid(self, rights: Rights, aliases: list[Alias]) -> bool:
        by_session = self.by_session(rights)
        if rights.user_id is not None and by_session is None:
            return False
        return not any(
            self.refusal(alias, self._user(signer.user_id) if signer else by_session) for alias, signer in aliases
        )

    def _user(self, pk: int) -> Any | None:
        if pk not in self._signers:
            self._signers[pk] = get_user_model().objects.filter(pk=pk).first()
        return self._signers[pk]
