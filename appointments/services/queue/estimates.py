"""How long each patient of a queue is likely to wait: a range in minutes, or None where that cannot be said.

The open rooms take the waiting patients one after the other, each for the median time of the last visits.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from appointments.models import TokenState
from appointments.services.queue.order import Entry, waiting

LAST = 10  # visits of today whose median counts
ENOUGH = 5  # with fewer visits the planned length counts
STEP = 5  # minutes to which a range is rounded
STANDS_STILL = timedelta(minutes=30)  # without a call, or thrice the time of a visit if that is longer
LOW, HIGH = 0.7, 1.4  # of the expected wait
SEEN_LATELY = timedelta(hours=1)

Range = tuple[int, int]


def estimates(entries: Sequence[Entry], doctors: Iterable[int] | None, now: datetime) -> dict[tuple[str, int], Range]:
    """{(kind, id): (from, to)} in minutes for those who wait and of whom it can be said.

    `entries` are all of the day; `doctors` are those with an open room, None for a department without rooms.
    """
    queue = waiting(entries)
    length = visit_length(entries, queue)
    servers: set[int | None] = set(_seen_lately(entries, now) if doctors is None else doctors)
    if not servers or _stands_still(entries, length, now):
        return {}
    free_at = {server: _free_at(server, entries, length, now) for server in servers}
    found = {}
    for each in queue:
        able = [server for server in servers if each.doctor is None or server in (None, each.doctor)]
        if not able:
            continue
        server = min(able, key=lambda server: free_at[server])
        found[each.kind, each.pk] = _range((free_at[server] - now) / timedelta(minutes=1))
        free_at[server] += length
    return found


def visit_length(entries: Sequence[Entry], queue: Sequence[Entry]) -> timedelta:
    """The median of the last ten visits of today; with fewer than five the planned length."""
    done = sorted((each for each in entries if each.state == TokenState.DONE), key=lambda each: each.since)
    took = [each.since - each.served_at for each in done if each.served_at][-LAST:]
    if len(took) >= ENOUGH:
        return _median(took)
    return _median([each.end - each.start for each in queue] or [timedelta(minutes=15)])


def _median(lengths: Iterable[timedelta]) -> timedelta:
    return timedelta(seconds=median(length.total_seconds() for length in lengths))


def _seen_lately(entries: Sequence[Entry], now: datetime) -> set[int | None]:
    return {each.doctor for each in entries if each.called_at and now - each.called_at < SEEN_LATELY}


def _stands_still(entries: Sequence[Entry], length: timedelta, now: datetime) -> bool:
    """Nobody was called for long although patients wait. Before the first call of the day nothing can be said of it."""
    calls = [each.called_at for each in entries if each.called_at]
    return bool(calls) and now - max(calls) > max(STANDS_STILL, 3 * length)


def _free_at(server: int | None, entries: Sequence[Entry], length: timedelta, now: datetime) -> datetime:
    """When this doctor has finished with those who are called or served."""
    free = now
    for each in entries:
        if each.doctor == server and each.state == TokenState.SERVING:
            free += max(length - (now - (each.served_at or each.since)), length / 4)
        elif each.doctor == server and each.state == TokenState.CALLED:
            free += length
    return free


def _range(minutes: float) -> Range:
    low = int(minutes * LOW // STEP) * STEP
    high = -int(-max(minutes * HIGH, STEP) // STEP) * STEP
    return low, high
