"""A private subscription is valid as long as the session or the program's token that signed it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import ProgramToken
from accounts.models.program_token import digest_of
from realtime import channels, revocation, signing, socket_rights
from realtime.socket_rights import Rights
from tests.conftest import secret_of

pytestmark = pytest.mark.django_db

CHANNEL = "private-appointments"


def new_password(user: Any) -> None:
    user.set_password("Kestrel-42-fly")
    user.save()


ENDS: dict[str, Callable[[Any], object]] = {
    "signed out": lambda user: Session.objects.all().delete(),
    "expired": lambda user: Session.objects.update(expire_date=timezone.now()),
    "new password": new_password,
    "of a deactivated user": lambda user: type(user).objects.filter(pk=user.pk).update(is_active=False),
}


def session_of(user: Any) -> str:
    """The key of a new session."""
    client = Client()
    client.force_login(user)
    return str(client.session.session_key)


def token_of(user: Any, name: str = "Import") -> int:
    """The id of a new token."""
    return ProgramToken.objects.get(digest=digest_of(secret_of(user, name=name))).pk


@pytest.fixture
def key(receptionist: Any) -> str:
    """Of the session that signs."""
    return session_of(receptionist)


def admitted(rights: Rights, auth: str) -> Exception | None:
    [answer] = socket_rights.admit([(rights, CHANNEL, auth)])
    return answer


def is_valid(rights: Rights) -> bool:
    [answer] = socket_rights.still_valid([(rights, rights.with_signers([CHANNEL]))])
    return answer


def refused(answer: Exception | None) -> bool:
    return isinstance(answer, channels.Refused)


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
def test_a_signature_ends_with_the_session_that_signed(receptionist: Any, key: str, end: Callable[[Any], None]) -> None:
    rights = Rights("1.1")
    auth = signing.sign("1.1", CHANNEL, receptionist, key)
    assert admitted(rights, auth) is None
    assert is_valid(rights)

    end(receptionist)

    assert not is_valid(rights)
    assert refused(admitted(rights, auth))


def test_a_signature_ends_with_the_token_that_signed(receptionist: Any) -> None:
    rights = Rights("1.1")
    auth = signing.sign("1.1", CHANNEL, receptionist, token=token_of(receptionist))
    assert admitted(rights, auth) is None
    assert is_valid(rights)

    ProgramToken.objects.update(revoked_at=timezone.now())

    assert not is_valid(rights)
    assert refused(admitted(rights, auth))


def test_the_signing_session_must_be_of_the_user_for_whom_it_signed(manager: Any, key: str) -> None:
    assert refused(admitted(Rights("1.1"), signing.sign("1.1", CHANNEL, manager, key)))


def test_without_a_session_or_a_token_a_signature_gives_no_right(receptionist: Any) -> None:
    assert refused(admitted(Rights("1.1"), signing.sign("1.1", CHANNEL, receptionist)))


def test_a_socket_relies_on_the_sessions_that_signed_for_it(receptionist: Any, key: str) -> None:
    rights = Rights("1.1")
    assert admitted(rights, signing.sign("1.1", CHANNEL, receptionist, key)) is None

    assert rights.sessions() == {key}
    assert rights.relies_on_session(revocation.fingerprint(key))
    assert not rights.relies_on_session("")


def test_the_check_of_many_sockets_takes_as_many_queries_as_of_two(receptionist: Any) -> None:
    """Half of them are signed by sessions, half by tokens, each by another one."""
    asked = []
    for number in range(6):
        rights = Rights(f"1.{number}")
        by: dict[str, Any] = {"session": session_of(receptionist)}
        if number % 2:
            by = {"token": token_of(receptionist, rights.socket_id)}
        assert admitted(rights, signing.sign(rights.socket_id, CHANNEL, receptionist, **by)) is None
        asked.append((rights, rights.with_signers([CHANNEL])))

    counts = []
    for batch in (asked[:2], asked):
        with CaptureQueriesContext(connection) as queries:
            assert socket_rights.still_valid(batch) == [True] * len(batch)
        counts.append(len(queries))

    assert counts[0] == counts[1]
