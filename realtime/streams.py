"""Reading the numbered streams: heads, and events after a number. Plain blocking queries."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Subquery

from realtime.models import Numbering, Stream, StreamEvent

MAX_PAGE = 500  # events


@dataclass(frozen=True, slots=True)
class Heads:
    """`seqs` is {channel: number of its newest event}, 0 where a channel has had none."""

    epoch: str
    seqs: dict[str, int]


class HistoryGone(Exception):
    """The events after that number cannot be read any more, or the number was never given."""


def heads(channels: Iterable[str]) -> Heads:
    """The heads of these channels and the epoch, in one query."""
    names = list(channels)
    name = Numbering.objects.values("epoch")
    rows = Stream.objects.filter(channel__in=names).values_list("channel", "seq", Subquery(name))
    found = {channel: (seq, epoch_now) for channel, seq, epoch_now in rows}
    return Heads(
        epoch=next(iter(found.values()))[1] if found else epoch(),
        seqs={name: found[name][0] if name in found else 0 for name in names},
    )


def epoch() -> str:
    """The random name of the present numbering."""
    return Numbering.objects.values_list("epoch", flat=True).get()


def events_after(channel: str, seq: int, limit: int = MAX_PAGE) -> list[StreamEvent]:
    """The events with numbers above `seq`, oldest first; where rows were deleted, the first kept one comes first."""
    return list(StreamEvent.objects.filter(channel=channel, seq__gt=seq).order_by("seq")[:limit])


def page_after(channel: str, seq: int, limit: int) -> tuple[list[StreamEvent], int]:
    """(events after `seq` without a hole, the channel's head).

    Raises HistoryGone where the rows directly after `seq` are deleted or `seq` is above the head.
    """
    head = Stream.objects.filter(channel=channel).values_list("seq", flat=True).first() or 0
    if seq > head:
        raise HistoryGone
    rows = events_after(channel, seq, limit) if seq < head else []
    if seq < head and (not rows or rows[0].seq != seq + 1):
        raise HistoryGone
    return rows, max(head, rows[-1].seq if rows else 0)
