"""`GET /api/channels/<channel>/events/?after=`: what a client missed."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from realtime import streams
from realtime.broadcasting import atomic, broadcast
from realtime.models import StreamEvent
from tests.conftest import api_of
from tests.realtime.doubles import MessageSent

URL = "/api/channels/{}/events/"


def commit_events(count: int, channel: str = "appointments") -> None:
    with atomic():
        for number in range(count):
            broadcast(MessageSent(number, channel))


def ask(api: APIClient, channel: str = "appointments", **query: Any) -> Any:
    return api.get(URL.format(channel), query)


def test_a_page_has_the_events_after_the_number(api: APIClient) -> None:
    commit_events(3)
    answer = ask(api, after=1)

    assert answer.status_code == 200
    assert answer.json() == {
        "channel": "appointments",
        "head": 3,
        "epoch": streams.epoch(),
        "more": False,
        "events": [
            {"seq": seq, "event": "message.sent", "data": {"text": seq - 1, "by": None, "origin": "", "seq": seq}}
            for seq in (2, 3)
        ],
    }


def test_nothing_new_is_an_empty_page(api: APIClient) -> None:
    commit_events(3)
    page = ask(api, after=3).json()

    assert (page["head"], page["more"], page["events"]) == (3, False, [])


def test_a_channel_without_events_has_head_0(api: APIClient) -> None:
    page = ask(api, after=0).json()

    assert (page["head"], page["more"], page["events"]) == (0, False, [])


def test_pages_follow_one_another_until_there_is_no_more(api: APIClient) -> None:
    commit_events(7)
    seqs, after, more = [], 0, True
    while more:
        page = ask(api, after=after, limit=3).json()
        seqs += [event["seq"] for event in page["events"]]
        after, more = seqs[-1], page["more"]

    assert seqs == list(range(1, 8))


def test_a_page_has_at_most_500_events(api: APIClient) -> None:
    commit_events(501)
    page = ask(api, after=0).json()

    assert (len(page["events"]), page["more"], page["head"]) == (500, True, 501)


def test_a_private_channel_is_the_same_stream(api: APIClient) -> None:
    commit_events(1)

    assert ask(api, "private-appointments", after=0).json() == ask(api, after=0).json()


@pytest.mark.parametrize("after", [4, 2**63 - 1])
def test_a_number_above_the_head_is_answered_410(api: APIClient, after: int) -> None:
    commit_events(3)
    answer = ask(api, after=after)

    assert answer.status_code == 410
    assert answer.json() == {
        "code": "history_gone",
        "detail": "These events are no longer available. Reload the page's data.",
    }


def test_deleted_events_are_answered_410(api: APIClient) -> None:
    commit_events(3)
    StreamEvent.objects.filter(seq__lte=2).delete()

    assert ask(api, after=1).status_code == 410
    assert ask(api, after=2).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "after"),
        ({"after": ""}, "after"),
        ({"after": "x"}, "after"),
        ({"after": "-1"}, "after"),
        ({"after": "1.5"}, "after"),
        ({"after": "null"}, "after"),
        ({"after": "\x00"}, "after"),
        ({"after": 2**63}, "after"),
        ({"after": "9" * 5000}, "after"),
        ({"after": "1e400"}, "after"),
        ({"after": "NaN"}, "after"),
        ({"after": 0, "limit": 0}, "limit"),
        ({"after": 0, "limit": 501}, "limit"),
        ({"after": 0, "limit": "x"}, "limit"),
        ({"after": 0, "limit": -1}, "limit"),
    ],
)
def test_bad_queries_are_refused_and_name_the_field(api: APIClient, query: dict[str, Any], field: str) -> None:
    commit_events(3)
    answer = ask(api, **query)

    assert answer.status_code == 400, answer.content
    assert answer.json()["code"] == "invalid"
    assert list(answer.json()["fields"]) == [field]


@pytest.mark.parametrize(
    "channel",
    [
        "nothing",
        "Appointments",
        "doctor-schedule.0",
        "doctor-schedule.999999",
        "doctor-schedule.99999999999999999999",
        "presence-appointments",
        "private-private-appointments",
        "x" * 165,
        "x" * 5000,
        "%00",
        "appointments%0a",
        "%F0%9F%9A%91",
        "%ff",
    ],
)
def test_an_unknown_channel_is_not_found(api: APIClient, channel: str) -> None:
    answer = ask(api, channel, after=0)

    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize("query", [{"after": 0}, {}])
def test_users_who_may_not_subscribe_may_not_catch_up(
    developer: Any, stranger: Any, receptionist: Any, query: dict[str, Any]
) -> None:
    commit_events(3)
    commit_events(3, "realtime-test")

    for user, channel in ((developer, "appointments"), (stranger, "appointments"), (receptionist, "realtime-test")):
        answer = ask(api_of(user), channel, **query)
        assert answer.status_code == 403
        assert answer.json() == {"code": "forbidden", "detail": "You don't have access to this channel."}


def test_without_a_user_the_answer_is_401(db: None) -> None:
    commit_events(3)
    answer = ask(APIClient(), after=0)

    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthenticated"


def test_only_get_is_allowed(api: APIClient) -> None:
    answer = api.post(URL.format("appointments"), {}, "json")

    assert answer.status_code == 405
    assert answer.json()["code"] == "method"


def test_catching_up_without_new_events_reads_no_event(api: APIClient, django_assert_max_num_queries: Any) -> None:
    """User, permissions, doctor, epoch and head: five queries, however many events there are."""
    for count in (3, 300):
        commit_events(count)
        head = ask(api, after=0).json()["head"]
        with django_assert_max_num_queries(5) as asked:
            assert ask(api, after=head).json()["events"] == []

        assert [query["sql"] for query in asked if StreamEvent._meta.db_table in query["sql"]] == []
