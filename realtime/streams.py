"""Reading the numbered streams: heads, and events after a number. Plain blocking queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from realtime.models import Numbering, Stream, StreamEvent

MAX_PAGE = 500  # events
HEADS = "SELECT n.epoch, s.channel, s.seq FROM realtime_numbering n LEFT JOIN realtime_stream s ON s.channel IN"


@dataclass(frozen=True, slots=True)
class Heads:
    """`seqs` is {channel: number of its newest event}, 0 for a channel without events."""

    epoch: str
    seqs: dict[str, int]


class HistoryGone(Exception):
    """The events after this number are deleted, or the number was never given."""


def heads(channels: Iterable[str]) -> Heads:
    """The heads of these channels and the epoch, in one query; every hub makes it each second."""
    names = list(channels)
    with connection.cursor() as cursor:
        cursor.execute(f"{HEADS} ({', '.join(['%s'] * len(names)) or 'NULL'})", names)
        rows = cursor.fetchall()
    found = {channel: seq for _, channel, seq in rows}
    return Heads(epoch=rows[0][0], seqs={name: found.get(name, 0) for name in names})


def epoch() -> str:
    """The random name of the current numbering."""
    return Numbering.objects.values_list("epoch", flat=True).get()


def events_after(channel: str, seq: int, limit: int = MAX_PAGE) -> list[StreamEvent]:
    """The events with numbers above `seq`, oldest first; deleted rows are left out."""
    return list(StreamEvent.objects.filter(channel=channel, seq__gt=seq).order_by("seq")[:limit])


def page_after(channel: str, seq: int, limit: int) -> tuple[list[StreamEvent], int]:
    """(events after `seq` without a gap, the head of the channel).

    Raises HistoryGone if the rows directly after `seq` are deleted, or `seq` is above the head.
    """
    head = Stream.objects.filter(channel=channel).values_list("seq", flat=True).first() or 0
    if seq > head:
        raise HistoryGone
    rows = events_after(channel, seq, limit) if seq < head else []
    if seq < head and (not rows or rows[0].seq != seq + 1):
        raise HistoryGone
    return rows, max(head, rows[-1].seq if rows else 0)
