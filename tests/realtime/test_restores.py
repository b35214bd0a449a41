"""A restored database gets a new epoch by itself, even if its numbers are as high as before."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F

from realtime import streams
from realtime.broadcasting import atomic, broadcast
from realtime.models import Numbering, Stream, StreamEvent
from realtime.restores import RestoreWatch
from tests.realtime.doubles import MessageSent

pytestmark = [pytest.mark.django_db, pytest.mark.by_database]


def commit_events(count: int = 1, channel: str = "here") -> None:
    with atomic():
        for number in range(count):
            broadcast(MessageSent(number, channel))


def delete_newest(count: int, channel: str = "here") -> None:
    """Like restoring a copy that is so many events older."""
    head = Stream.objects.get(channel=channel).seq
    StreamEvent.objects.filter(channel=channel, seq__gt=head - count).delete()
    Stream.objects.filter(channel=channel).update(seq=F("seq") - count)


@pytest.fixture
def seen(tmp_path: Path) -> Path:
    return tmp_path / "seen.json"


def epoch_after_check(seen: Path) -> str:
    """The epoch after a process has started and checked."""
    RestoreWatch(seen).check()
    return streams.epoch()


def test_an_untouched_database_keeps_its_epoch(seen: Path) -> None:
    commit_events(3)
    before = epoch_after_check(seen)
    commit_events(2)

    assert epoch_after_check(seen) == epoch_after_check(seen) == before


def test_a_copy_that_lost_events_gets_a_new_epoch(seen: Path) -> None:
    commit_events(5)
    before = epoch_after_check(seen)
    delete_newest(2)

    assert epoch_after_check(seen) != before


@pytest.mark.parametrize("number", [2, 3])
def test_a_copy_with_as_many_new_events_as_it_lost_is_detected(seen: Path, number: int) -> None:
    commit_events(5)
    before = epoch_after_check(seen)
    delete_newest(2)
    commit_events(number)

    assert epoch_after_check(seen) != before


def test_a_loss_on_another_channel_than_the_newest_events_is_detected(seen: Path) -> None:
    commit_events(5)
    commit_events(1, "there")
    before = epoch_after_check(seen)
    delete_newest(1, "there")
    commit_events(4)

    assert epoch_after_check(seen) != before


def test_the_new_epoch_stays(seen: Path) -> None:
    commit_events(5)
    epoch_after_check(seen)
    delete_newest(2)
    renamed = epoch_after_check(seen)
    commit_events(1)

    assert epoch_after_check(seen) == renamed


def test_a_running_process_detects_a_restore_without_its_file(tmp_path: Path) -> None:
    watch = RestoreWatch(tmp_path / "no such folder" / "seen.json")
    commit_events(5)
    watch.check()
    before = streams.epoch()
    delete_newest(1)
    watch.check()

    assert streams.epoch() != before


def test_two_processes_set_one_new_epoch(seen: Path) -> None:
    commit_events(5)
    one, other = RestoreWatch(seen), RestoreWatch(seen)
    one.check()
    other.check()
    delete_newest(1)
    one.check()
    renamed = streams.epoch()
    other.check()

    assert streams.epoch() == renamed


def test_a_copy_from_before_an_earlier_restore_is_detected_by_its_epoch(seen: Path) -> None:
    commit_events(5)
    first = epoch_after_check(seen)
    delete_newest(2)
    epoch_after_check(seen)
    Numbering.objects.update(epoch=first)
    commit_events(1)

    assert epoch_after_check(seen) != first


def test_events_deleted_by_age_are_no_restore(seen: Path) -> None:
    commit_events(5)
    before = epoch_after_check(seen)
    StreamEvent.objects.all().delete()

    assert epoch_after_check(seen) == before
    commit_events(2)
    assert epoch_after_check(seen) == before


def test_another_database_keeps_its_epoch(seen: Path) -> None:
    commit_events(5)
    epoch_after_check(seen)
    Numbering.objects.update(epoch="another")
    delete_newest(3)

    assert epoch_after_check(seen) == "another"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"e": 1}', '{"e": ["here"]}'])
def test_an_unreadable_file_counts_as_none(seen: Path, text: str) -> None:
    commit_events(1)
    seen.write_text(text)
    before = epoch_after_check(seen)
    delete_newest(1)

    assert epoch_after_check(seen) != before


def test_an_event_is_identified_by_its_time_to_the_microsecond(seen: Path) -> None:
    commit_events(1)
    before = epoch_after_check(seen)
    StreamEvent.objects.update(created_at=F("created_at") + timedelta(microseconds=1))

    assert epoch_after_check(seen) != before
