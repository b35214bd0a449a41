"""Guests: who is no user and may hear certain channels, such as a wall board by its link."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from appointments.events.board import BoardUpdated, board_channel
from appointments.models import BoardLink, Department
from appointments.services.queue import boards
from realtime import channels, guests, revocation, signing, socket_rights
from realtime.broadcasting import atomic, broadcast
from realtime.guests import Guest
from realtime.models import Signature, StreamEvent
from realtime.socket_rights import Rights
from tests.conftest import browser_of
from tests.realtime.test_socket_rights import session_of

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]

AUTH = "/broadcasting/auth"
CHANNEL = "private-opd-board.cardiology"
EVENTS = "/api/channels/{}/events/?after=0"
OTHERS = ["appointments", "opd-appointments", "department.cardiology", "opd-board.eyes", "realtime-test"]


@pytest.fixture
def other_department(db: None) -> Department:
    return Department.objects.create(name="Eyes", slug="eyes", code="E")


@pytest.fixture
def secret(department: Department) -> str:
    """Of a link to the board of cardiology."""
    return boards.open_board(by=None, department=department)[1]


def board(secret: str, user: Any = None) -> Client:
    """The browser of a board, in which this user may be signed in."""
    client = browser_of(user)
    client.cookies[boards.COOKIE] = secret
    return client


def key_of(client: Client) -> str:
    key = boards.claimed_key(type("Request", (), {"COOKIES": {boards.COOKIE: client.cookies[boards.COOKIE].value}}))
    assert key
    return key


def sign(client: Client, channel: str = CHANNEL, socket: str = "1.1") -> Any:
    return client.post(AUTH, {"socket_id": socket, "channel_name": channel})


def subscribed(rights: Rights, auth: str, channel: str = CHANNEL) -> bool:
    [answer] = socket_rights.admit([(rights, channel, auth)])
    return answer is None


def is_valid(rights: Rights) -> bool:
    [answer] = socket_rights.still_valid([(rights, rights.with_signers([CHANNEL]))])
    return answer


# Rules


def test_a_guest_hears_its_channels_and_no_other(department: Department, other_department: Department) -> None:
    guest = Guest("board:x", frozenset({board_channel("cardiology")}))

    assert channels.rule_for("opd-board.cardiology", guest).name == "opd-board.<department>"
    for name in OTHERS:
        with pytest.raises(channels.Refused):
            channels.rule_for(name, guest)
    with pytest.raises(channels.UnknownChannel):
        channels.rule_for("nowhere", guest)


def test_a_channel_whose_rule_admits_no_guests_stays_closed_to_them(department: Department) -> None:
    names = ["appointments", "opd-appointments", "department.cardiology", "realtime-test"]
    guest = Guest("board:x", frozenset(names))

    for name in names:
        with pytest.raises(channels.Refused):
            channels.rule_for(name, guest)


def test_a_guest_has_no_permission() -> None:
    guest = Guest("board:x", frozenset())

    assert (guest.pk, guest.is_active, guest.is_authenticated) == ("board:x", True, False)
    assert not guest.has_perm("appointments.view_appointment")


@pytest.mark.parametrize("key", ["", "board", "board:", "nothing:1", "board:' OR 1=1 --"])
def test_an_unknown_key_is_no_guest(secret: str, key: str) -> None:
    assert (guests.find([key]), guests.ended([key])) == ({}, {key})


# Signatures and catch-up


def test_a_guest_gets_a_signature_for_its_channel(secret: str) -> None:
    client = board(secret)
    answer = sign(client)

    assert answer.status_code == 200, answer.content
    row = Signature.objects.get()
    assert (row.user, row.guest, row.session, row.token) == (None, key_of(client), "", None)
    assert secret not in row.guest


@pytest.mark.parametrize("channel", [*OTHERS, "nothing"])
def test_a_guest_gets_no_signature_for_another_channel(secret: str, other_department: Department, channel: str) -> None:
    answer = sign(board(secret), f"private-{channel}")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert not Signature.objects.exists()


def test_a_user_who_may_listen_signs_before_the_guest(secret: str, receptionist: Any) -> None:
    assert sign(board(secret, receptionist)).status_code == 200

    row = Signature.objects.get()
    assert (row.user, row.guest) == (receptionist, "")


def test_a_user_without_the_right_signs_as_the_guest(secret: str, developer: Any) -> None:
    client = board(secret, developer)

    assert sign(client).status_code == 200
    assert Signature.objects.get().guest == key_of(client)
    assert sign(client, "private-appointments").status_code == 403


def test_a_guest_reads_what_it_missed(secret: str) -> None:
    with atomic():
        broadcast(BoardUpdated("cardiology", "OP-C-001", "called", None, timezone.now(), waiting=3))
    for name in ("opd-board.cardiology", CHANNEL):
        answer = board(secret).get(EVENTS.format(name))

        assert answer.status_code == 200, answer.content
        [event] = answer.json()["events"]
        assert event["event"] == "board.updated"
        assert set(event["data"]) == {"token", "state", "room", "at", "waiting", "seq"}


@pytest.mark.parametrize(("channel", "status"), [*((name, 403) for name in OTHERS), ("nothing", 404)])
def test_a_guest_reads_nothing_else(secret: str, other_department: Department, channel: str, status: int) -> None:
    assert board(secret).get(EVENTS.format(channel)).status_code == status


def test_without_a_user_or_a_guest_nothing_is_read_or_signed(department: Department) -> None:
    assert Client().get(EVENTS.format("opd-board.cardiology")).status_code == 401
    assert sign(Client()).status_code == 403


def test_a_guests_requests_take_one_query_more_than_the_answer(secret: str, receptionist: Any) -> None:
    """A user's requests take none more: the guest is looked up only where the user may not listen."""
    address = EVENTS.format("opd-board.cardiology")
    with CaptureQueriesContext(connection) as queries:
        board(secret).get(address)
    assert sum("boardlink" in query["sql"] for query in queries) == 1
    with CaptureQueriesContext(connection) as queries:
        board(secret, receptionist).get(address)
    assert sum("boardlink" in query["sql"] for query in queries) == 0


# Sockets


def test_a_guests_subscription_ends_with_the_guest(secret: str) -> None:
    rights = Rights("1.1")
    auth = sign(board(secret)).json()["auth"]
    assert subscribed(rights, auth)
    assert is_valid(rights)

    BoardLink.objects.update(revoked_at=timezone.now())

    assert not is_valid(rights)
    assert not subscribed(rights, auth)
    assert guests.ended(rights.guests()) == rights.guests() != set()


def test_a_guests_signature_is_for_its_socket_and_channel(secret: str, other_department: Department) -> None:
    auth = sign(board(secret)).json()["auth"]

    assert not subscribed(Rights("1.2"), auth)
    assert not subscribed(Rights("1.1"), auth, "private-opd-board.eyes")
    assert not subscribed(Rights("1.1"), auth, "private-appointments")


def test_a_signature_for_a_guest_gives_no_right_to_another_channel(secret: str) -> None:
    """As if `/broadcasting/auth` had signed too much."""
    auth = signing.sign("1.1", "private-appointments", None, guest=key_of(board(secret)))

    assert not subscribed(Rights("1.1"), auth, "private-appointments")


def test_a_board_in_whose_browser_a_user_is_signed_in_may_subscribe(
    secret: str, developer: Any, receptionist: Any
) -> None:
    rights = Rights("1.1")
    socket_rights.sign_in([(rights, session_of(developer))])

    assert subscribed(rights, sign(board(secret, developer)).json()["auth"])
    assert is_valid(rights)
    of_another = signing.sign("1.1", "private-appointments", receptionist, session_of(receptionist))
    assert not subscribed(rights, of_another, "private-appointments")


def test_all_guests_are_found_in_one_query(department: Department) -> None:
    asked = []
    for number in range(6):
        _link, secret = boards.open_board(by=None, department=department)
        rights = Rights(f"1.{number}")
        assert subscribed(rights, sign(board(secret), socket=rights.socket_id).json()["auth"])
        asked.append((rights, rights.with_signers([CHANNEL])))

    for batch in (asked[:2], asked):
        with CaptureQueriesContext(connection) as queries:
            assert socket_rights.still_valid(batch) == [True] * len(batch)
        assert sum("boardlink" in query["sql"] for query in queries) == 1


def test_the_end_of_a_guest_is_an_event_that_names_its_key() -> None:
    revocation.end_rights(guest="board:x")

    row = StreamEvent.objects.get(channel=revocation.CHANNEL)
    assert {name: json.loads(row.data)[name] for name in ("user", "session", "guest")} == {
        "user": None,
        "session": "",
        "guest": "board:x",
    }
