"""Old events are deleted in small batches; the numbers continue."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from realtime import retention, streams
from realtime.broadcasting import atomic, broadcast
from realtime.models import StreamEvent
from tests.realtime.doubles import MessageSent

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


def commit_events(number: int) -> None:
    for _ in range(number):
        with atomic():
            broadcast(MessageSent("hello", "here"))


def age(up_to: int, hours: float) -> None:
    StreamEvent.objects.filter(seq__lte=up_to).update(created_at=timezone.now() - timedelta(hours=hours))


def test_events_of_the_last_two_days_are_kept() -> None:
    commit_events(3)
    age(2, hours=47.9)
    assert retention.prune() == 0
    age(2, hours=48.1)
    assert retention.prune() == 2
    assert list(StreamEvent.objects.values_list("seq", flat=True)) == [3]


def test_one_call_deletes_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    commit_events(3)
    age(3, hours=49)
    assert [retention.prune(), retention.prune(), retention.prune()] == [2, 1, 0]


def test_the_counter_stays_and_deleted_events_are_reported() -> None:
    commit_events(2)
    age(2, hours=49)
    out = StringIO()
    call_command("prune_events", stdout=out)
    commit_events(1)
    assert out.getvalue() == "Deleted 2 events.\n"
    assert streams.heads(["here"]).seqs == {"here": 3}
    with pytest.raises(streams.HistoryGone):
        streams.page_after("here", 1, 10)
    rows, head = streams.page_after("here", 2, 10)
    assert ([row.seq for row in rows], head) == ([3], 3)
