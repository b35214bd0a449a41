"""Links of wall boards: made and revoked by a manager, held by a cookie, good for their department's board alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from appointments.exceptions import Forbidden
from appointments.hospital_time import iso
from appointments.models import BoardLink, Department, IdempotencyKey
from appointments.models.board_link import hash_of
from appointments.services.department_scope import set_scope
from appointments.services.queue import boards
from audit.models import Action, Record
from realtime.models import StreamEvent
from realtime.revocation import CHANNEL
from tests.conftest import api_of, browser_of

pytestmark = pytest.mark.django_db

PAGE = "/appointments/board/cardiology"
SECRET = "x" * 43  # of no link, but of the right form
# What no browser of ours sends. NUL and quotes reach Django as `parse_cookie` decodes them.
HOSTILE = [
    "",
    "x",
    "1",
    "17.x",
    SECRET,
    SECRET + "\n",
    SECRET + "x",
    "é" * 43,
    "\x00" * 43,
    "x" * 42 + "\x00",
    "' OR 1=1 --",
    "%' OR secret_hash LIKE '%",
    '"; DROP TABLE appointments_boardlink; --',
    "board:" + "0" * 64,
    "../" * 14,
    "x" * 4096,
    "\x00" * 4096,
]


@pytest.fixture
def opened(manager: Any, department: Department) -> tuple[BoardLink, str]:
    return boards.open_board(by=manager, department=department)


@pytest.fixture
def wall(opened: tuple[BoardLink, str]) -> Client:
    """A browser that has opened the link."""
    client = Client()
    client.get(f"{PAGE}?link={opened[1]}")
    return client


def revoked_text(answer: Any) -> bool:
    return (answer.status_code, "revoked" in answer.content.decode()) == (403, True)


# Making and revoking


def test_a_link_is_stored_without_its_secret(opened: tuple[BoardLink, str], manager: Any) -> None:
    link, secret = opened
    assert (link.secret_hash, link.created_by, link.revoked_at) == (hash_of(secret), manager, None)
    assert len(secret) == 43
    assert boards.SECRET.fullmatch(secret)
    stored = [*BoardLink.objects.values_list(), *Record.objects.values_list(), *StreamEvent.objects.values_list()]
    assert secret not in repr(stored)


def test_two_links_have_different_secrets(manager: Any, department: Department) -> None:
    assert len({boards.open_board(by=manager, department=department)[1] for _ in range(20)}) == 20


@pytest.mark.parametrize("role", ["receptionist", "opd_clerk", "doctor_user", "developer", "stranger"])
def test_only_managers_make_and_revoke_links(request, role, opened, department):
    link, _secret = opened
    user = request.getfixturevalue(role)
    with pytest.raises(Forbidden):
        boards.open_board(by=user, department=department)
    with pytest.raises(Forbidden):
        boards.revoke(by=user, link=link)
    assert list(BoardLink.objects.in_use()) == [link]


def test_a_manager_who_is_limited_to_departments_manages_their_boards(manager, department, other_department):
    theirs, _ = boards.open_board(by=None, department=other_department)
    own, _ = boards.open_board(by=None, department=department)
    set_scope(by=None, user=manager, departments=[department])
    api = api_of(manager)

    assert [link["id"] for link in api.get("/api/boards/").json()] == [own.pk]
    assert api.post("/api/boards/", {"department": other_department.pk}, "json").status_code == 403
    assert api.delete(f"/api/boards/{theirs.pk}/").status_code == 404
    assert api.delete(f"/api/boards/{own.pk}/").status_code == 204
    with pytest.raises(Forbidden):
        boards.revoke(by=manager, link=theirs)
    assert list(BoardLink.objects.in_use()) == [theirs]


def test_making_and_revoking_are_recorded(opened, manager):
    link, _ = opened
    for _ in range(2):
        boards.revoke(by=manager, link=link)

    rows = Record.objects.filter(subject=f"boardlink-{link.pk}").order_by("pk")
    assert list(rows.values_list("action", "actor_id", "detail")) == [
        (Action.BOARD_OPENED, manager.pk, "cardiology"),
        (Action.BOARD_REVOKED, manager.pk, "cardiology"),
    ]
    assert StreamEvent.objects.filter(channel=CHANNEL, data__contains=link.secret_hash).count() == 1


def test_a_link_outlives_the_account_that_made_it(wall, manager):
    manager.delete()
    assert BoardLink.objects.get().created_by is None
    assert wall.get(PAGE).status_code == 200


# Calls


def test_a_link_is_made_listed_and_revoked_by_calls(manager, department, clock):
    api = api_of(manager)
    made = api.post("/api/boards/", {"department": department.pk}, "json")
    assert made.status_code == 201
    assert set(made.json()) == {"id", "url"}
    url = made.json()["url"]
    assert url.startswith(f"http://testserver{PAGE}?link=")

    client = Client()
    assert client.get(url).status_code == 302
    assert client.get(PAGE).status_code == 200
    assert api.get("/api/boards/").json() == [
        {
            "id": made.json()["id"],
            "department": {"id": department.pk, "name": "Cardiology", "slug": "cardiology"},
            "created_at": iso(BoardLink.objects.get().created_at),
            "created_by": {"id": manager.pk, "name": "manager"},
            "last_used_at": "2026-03-10T08:00:00+05:30",
        }
    ]

    for _ in range(2):
        assert api.delete(f"/api/boards/{made.json()['id']}/").status_code == 204
    assert api.get("/api/boards/").json() == []
    assert revoked_text(client.get(PAGE))


def test_the_answer_with_the_secret_is_not_kept_for_a_repeated_call(manager, department):
    headers = {"Idempotency-Key": "the-same"}
    urls = {
        api_of(manager).post("/api/boards/", {"department": department.pk}, "json", headers=headers).json()["url"]
        for _ in range(2)
    }
    assert (len(urls), IdempotencyKey.objects.count()) == (2, 0)


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 18, "9" * 30, "-1", "x", "1.5"])
def test_an_unknown_link_is_404(manager, opened, pk):
    answer = api_of(manager).delete(f"/api/boards/{pk}/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_list_takes_as_many_queries_for_three_links_as_for_one(
    opened, manager, department, other_department, django_assert_num_queries
):
    api = api_of(manager)
    api.get("/api/boards/")
    with django_assert_num_queries(1):
        api.get("/api/boards/")
    for each in (department, other_department):
        boards.open_board(by=manager, department=each)
    with django_assert_num_queries(1):
        assert len(api.get("/api/boards/").json()) == 3


# The browser


@pytest.mark.parametrize(("slash", "rest"), [("", ""), ("/", ""), ("", "speech=on&theme=dark")])
def test_the_first_visit_moves_the_secret_from_the_address_into_a_cookie(opened, slash, rest):
    _link, secret = opened
    client = Client()
    answer = client.get(f"{PAGE}{slash}?{rest}&link={secret}")

    assert (answer.status_code, answer["Location"]) == (302, f"{PAGE}{slash}{'?' if rest else ''}{rest}")
    cookie = answer.cookies[boards.COOKIE]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["secure"]) == (True, "Lax", "/", "")
    assert cookie["max-age"] == 365 * 24 * 3600
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert secret not in page.content.decode()


def test_the_cookie_is_secure_under_https(opened):
    answer = Client().get(f"{PAGE}?link={opened[1]}", secure=True)
    assert answer.cookies[boards.COOKIE]["secure"]


def test_a_board_sees_its_departments_board_alone(wall, other_department):
    assert wall.get("/appointments/board/eyes").status_code == 403
    assert wall.get("/appointments/board/nowhere").status_code == 404
    assert wall.get("/appointments/calendar").status_code == 302
    assert wall.get("/api/calendar/?start=2026-03-10&end=2026-03-11").status_code == 401
    assert wall.get("/api/boards/").status_code == 401


def test_a_link_opens_no_other_departments_board(opened, other_department):
    client = Client()
    answer = client.get(f"/appointments/board/eyes?link={opened[1]}")
    assert (answer.status_code, boards.COOKIE in client.cookies) == (403, False)


def test_a_second_link_in_the_same_browser_replaces_the_first(wall, other_department):
    _link, secret = boards.open_board(by=None, department=other_department)
    wall.get(f"/appointments/board/eyes?link={secret}")
    assert wall.get("/appointments/board/eyes").status_code == 200
    assert wall.get(PAGE).status_code == 403


def test_a_revoked_link_says_so(opened, wall):
    link, secret = opened
    boards.revoke(by=None, link=link)
    for answer in (wall.get(PAGE), Client().get(f"{PAGE}?link={secret}")):
        assert revoked_text(answer)
        assert not answer.cookies


def test_another_link_does_not_end_with_a_revoked_one(opened, wall, department):
    other, _ = boards.open_board(by=None, department=department)
    boards.revoke(by=None, link=other)
    assert wall.get(PAGE).status_code == 200


def test_the_page_opens_for_users_who_see_the_department(signed_in, department, other_department, receptionist):
    set_scope(by=None, user=receptionist, departments=[other_department])
    assert signed_in("manager").get(PAGE).status_code == 200
    assert signed_in("receptionist").get(PAGE).status_code == 404
    assert signed_in("receptionist").get("/appointments/board/eyes").status_code == 200
    assert signed_in("developer").get(PAGE).status_code == 403
    assert Client().get(PAGE)["Location"].startswith("/accounts/login/?next=")


def test_a_board_in_whose_browser_a_developer_is_signed_in_stays_open(opened, signed_in):
    client = signed_in("developer")
    client.get(f"{PAGE}?link={opened[1]}")
    assert client.get(PAGE).status_code == 200


def test_a_use_is_noted_once_an_hour(opened, wall, clock):
    link, _ = opened
    seen = []
    for step in (0, 59, 1, 59):
        clock.advance(timedelta(minutes=step))
        wall.get(PAGE)
        seen.append(BoardLink.objects.get(pk=link.pk).last_used_at)
    start = timezone.now() - timedelta(minutes=119)
    assert [at - start for at in seen] == [timedelta(minutes=minutes) for minutes in (0, 0, 60, 60)]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("place", ["cookie", "raw header", "address"])
def test_what_is_no_link_opens_nothing(opened, place, value):
    client = Client()
    headers = {}
    if place == "cookie":
        client.cookies[boards.COOKIE] = value
    elif place == "raw header":
        headers = {"Cookie": f"{boards.COOKIE}={value}".encode().decode("latin-1")}
    query = {"link": value} if place == "address" else {}

    page = client.get(PAGE, query, headers=headers)
    assert page.status_code == 403
    assert boards.COOKIE not in page.cookies
    replay = client.get("/api/channels/opd-board.cardiology/events/?after=0", headers=headers)
    assert (replay.status_code, replay.json()["code"]) == (401, "unauthenticated")
    asked = {"socket_id": "1.1", "channel_name": "private-opd-board.cardiology"}
    assert client.post("/broadcasting/auth", asked, headers=headers).status_code == 403
    assert BoardLink.objects.in_use().count() == 1


def test_what_cannot_be_a_secret_costs_no_query(opened, django_assert_num_queries):
    client = Client()
    client.cookies[boards.COOKIE] = "x" * 4096
    with django_assert_num_queries(0):
        assert client.get("/api/channels/opd-board.cardiology/events/?after=0").status_code == 401


def test_a_department_with_another_slug_ends_the_boards_rights(wall, department):
    department.slug = "heart"
    department.save()
    assert wall.get(PAGE).status_code == 404
    assert wall.get("/appointments/board/heart").status_code == 200
    assert browser_of(None).get("/appointments/board/heart").status_code == 302
