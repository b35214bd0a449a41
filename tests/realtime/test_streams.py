"""Reading the numbered streams."""

import pytest

from realtime import streams
from realtime.broadcasting import atomic, broadcast
from realtime.models import Numbering, Stream, StreamEvent
from realtime.streams import HistoryGone
from tests.realtime.doubles import MessageSent

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


def commit_events(count: int, channel: str = "here") -> None:
    with atomic():
        for number in range(count):
            broadcast(MessageSent(number, channel))


def page(after: int, limit: int = 500) -> tuple[list[int], int]:
    rows, head = streams.page_after("here", after, limit)
    return [row.seq for row in rows], head


def test_heads_has_exactly_the_channels_asked_for() -> None:
    commit_events(3)
    commit_events(2, "there")

    assert streams.heads(["here", "silent"]) == streams.Heads(streams.epoch(), {"here": 3, "silent": 0})
    assert streams.heads([]).seqs == {}


def test_the_epoch_is_the_numberings() -> None:
    Numbering.objects.update(epoch="another")

    assert streams.epoch() == streams.heads([]).epoch == "another"


@pytest.mark.parametrize(
    ("after", "limit", "seqs"),
    [(0, 500, [1, 2, 3, 4, 5]), (0, 2, [1, 2]), (3, 500, [4, 5]), (4, 1, [5]), (5, 500, [])],
)
def test_a_page_starts_after_its_number(after: int, limit: int, seqs: list[int]) -> None:
    commit_events(5)
    commit_events(9, "there")

    assert page(after, limit) == (seqs, 5)


def test_a_channel_without_events_has_an_empty_page() -> None:
    assert page(0) == ([], 0)


@pytest.mark.parametrize("after", [6, 7, 2**63 - 1])
def test_a_number_that_was_never_given_raises_history_gone(after: int) -> None:
    commit_events(5)

    with pytest.raises(HistoryGone):
        page(after)


def test_after_deleted_rows_only_a_page_without_a_gap_is_given() -> None:
    commit_events(5)
    StreamEvent.objects.filter(seq__lte=3).delete()

    for after in (0, 1, 2):
        with pytest.raises(HistoryGone):
            page(after)
    assert page(3) == ([4, 5], 5)
    assert page(5) == ([], 5)


def test_the_head_is_known_after_all_rows_were_deleted() -> None:
    commit_events(5)
    StreamEvent.objects.all().delete()

    with pytest.raises(HistoryGone):
        page(4)
    assert page(5) == ([], 5)
    commit_events(1)
    assert page(5) == ([6], 6)


def test_the_head_of_a_page_is_never_below_its_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading the head and reading the rows another event was numbered."""
    commit_events(2)
    read = streams.events_after

    def late(channel: str, seq: int, limit: int) -> list[StreamEvent]:
        commit_events(1)
        return read(channel, seq, limit)

    monkeypatch.setattr(streams, "events_after", late)
    assert page(0) == ([1, 2, 3], 3)


def test_a_page_without_new_events_reads_no_event_rows(django_assert_num_queries: object) -> None:
    commit_events(2)

    with django_assert_num_queries(1):  # type: ignore[operator]
        page(2)


def test_a_stream_shows_its_channel_and_number() -> None:
    commit_events(2)

    assert str(Stream.objects.get()) == "here at 2"
    assert str(StreamEvent.objects.get(seq=2)) == "here 2: message.sent"
