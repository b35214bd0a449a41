"""Migration 0006 keeps the signatures that exist, and can be taken back while boards are subscribed."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from realtime import signing
from realtime.models import Signature
from tests.realtime.test_socket_rights import session_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.by_database]

BEFORE, AFTER = "0005", "0006"


def migrate(name: str) -> None:
    call_command("migrate", "realtime", name, interactive=False, verbosity=0)


def test_signatures_of_users_are_kept_in_both_directions(receptionist: Any) -> None:
    session = session_of(receptionist)
    auth = signing.sign("1.1", "private-appointments", receptionist, session)
    signing.sign("1.2", "private-opd-board.cardiology", None, guest="board:x")
    try:
        migrate(BEFORE)
        with connection.cursor() as cursor:
            cursor.execute("SELECT socket_id, user_id, session FROM realtime_signature")
            assert cursor.fetchall() == [("1.1", receptionist.pk, session)]
    finally:
        migrate(AFTER)

    kept = signing.signed("1.1", "private-appointments", auth)
    assert kept is not None
    assert (kept.user, kept.session, kept.guest) == (receptionist, session, "")


def test_processes_of_the_release_before_still_insert(receptionist: Any) -> None:
    """They do not name the new column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO realtime_signature (socket_id, channel, user_id, session, signed_at)"
            " VALUES ('1.1', 'private-appointments', %s, '', CURRENT_TIMESTAMP)",
            [receptionist.pk],
        )

    assert Signature.objects.get().guest == ""
