"""The session and signatures that authorise a socket.

The database is asked for many sockets at once (realtime/batches.py): each session, user and channel is looked up once
for all of them. The functions block.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model

from realtime import channels, guests, handshake, program_tokens, revocation, signing


class Signer(NamedTuple):
    """For whom a subscription was signed, and by what: a session (its key; else '') or a program's token.

    A guest's key stands for both; there is no user then.
    """

    user_id: int | None
    session: str
    token: int | None
    guest: str = ""


Alias = tuple[str, Signer | None]


class Rights:
    """What one socket may subscribe to, and by which session or signature."""

    __slots__ = ("session_key", "signed", "socket_id", "user_id")

    def __init__(self, socket_id: str) -> None:
        self.socket_id = socket_id
        self.session_key: str | None = None
        self.signed: dict[str, Signer] = {}  # by channel; read from other threads too
        self.user_id: int | None = None

    def sessions(self) -> set[str]:
        """The keys of the sessions on which any of them depends: of the handshake, and those that signed."""
        return {self.session_key or "", *(signer.session for signer in list(self.signed.values()))} - {""}

    def relies_on_session(self, session: str) -> bool:
        """Whether any of them depends on the session with this fingerprint."""
        return any(revocation.fingerprint(key) == session for key in self.sessions())

    def belongs_to(self, user_id: int | None) -> bool:
        """Whether any of them is this user's; None stands for every user."""
        users = {self.user_id, *(signer.user_id for signer in list(self.signed.values()))}
        return user_id is None or user_id in users

    def guests(self) -> set[str]:
        """The keys of the guests for whom any of them was signed."""
        return {signer.guest for signer in list(self.signed.values())} - {""}

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

    A public channel is authorised by the session of the handshake, a private one by the user for whom it was signed, as
    long as what signed is valid; that must be the session's own user if there is a session. A guest's subscription is
    beside any session: in the browser of a wall board somebody may have signed in.
    """
    signers = [_signer(*question) for question in asked]
    lookup = RightsLookup((rights for rights, channel, _ in asked if not _is_private(channel)), signers)
    answers: list[Exception | None] = []
    for (rights, channel, _), signer in zip(asked, signers, strict=True):
        if _is_private(channel) and not (signer and (signer.guest or rights.user_id in {None, signer.user_id})):
            answers.append(channels.Refused())
            continue
        refusal = lookup.refusal(channel, lookup.user(rights, signer))
        if refusal is None and signer:
            rights.signed[channel] = signer
        answers.append(refusal)
    return answers


def _is_private(channel: str) -> bool:
    return channel.startswith(channels.PRIVATE)


def _signer(rights: Rights, channel: str, auth: str) -> Signer | None:
    """Who signed this subscription; None for a wrong signature and for a public channel."""
    signed = signing.signed(rights.socket_id, channel, auth) if _is_private(channel) else None
    return Signer(signed.user_id, signed.session, signed.token, signed.guest) if signed else None


def still_valid(asked: Sequence[tuple[Rights, list[Alias]]]) -> list[bool]:
    """Whether each socket's session is still signed in and would be admitted to all its channels again."""
    lookup = RightsLookup((rights for rights, _ in asked), (signer for _, aliases in asked for _, signer in aliases))
    return [lookup.still_valid(rights, aliases) for rights, aliases in asked]


class RightsLookup:
    """Looks up sessions, tokens, guests, users and channels, each once for all sockets: no query per socket."""

    def __init__(self, all_rights: Iterable[Rights], signers: Iterable[Signer | None]) -> None:
        known = {signer for signer in signers if signer}
        keys = {rights.session_key for rights in all_rights} | {signer.session for signer in known}
        self._users = handshake.users_of(keys)
        users = {signer.token: signer.user_id for signer in known if signer.token is not None}
        valid = set(users) - program_tokens.ended(users)
        self._users_of_tokens = get_user_model().objects.in_bulk({users[token] for token in valid})
        self._valid_tokens = valid
        self._guests = guests.find({signer.guest for signer in known if signer.guest})
        self._refusals: dict[tuple[str, int | str], Exception | None] = {}

    def user(self, rights: Rights, signer: Signer | None) -> Any | None:
        """The user or guest of what authorises a subscription; None if it has ended.

        That is the session or token that signed, without a signer the session of the handshake.
        """
        if signer is None:
            return self._users.get(rights.session_key or "")
        if signer.guest:
            return self._guests.get(signer.guest)
        if signer.token is not None:
            return self._users_of_tokens.get(signer.user_id) if signer.token in self._valid_tokens else None
        user = self._users.get(signer.session)
        return user if user and user.pk == signer.user_id else None

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
        if rights.user_id is not None and self.user(rights, None) is None:
            return False
        return not any(self.refusal(alias, self.user(rights, signer)) for alias, signer in aliases)
