"""How long each patient of a queue is likely to wait: a range in minutes, or None where that cannot be said.

The open rooms take the waiting patients one after the other, each for the median time of the last visits, with the walk
to the room. Patients who are still to come are counted for those who are early for an appointment; for the others this
made the error no smaller in simulated days.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from appointments.models import TokenState
from appointments.services.queue.order import Entry, waiting

LAST = 10  # visits of today whose median counts
ENOUGH = 5  # with fewer visits the planned length counts
STEP = 5  # minutes to which a range is rounded
STANDS_STILL = timedelta(minutes=30)  # without a call, or thrice the time of a visit if that is longer
# Chosen by hand near the narrowest of 360 sets of numbers that held the true wait in 75 % of cases, for each kind of
# patient, in seven simulated days (bench/day with the queue in memory). Ranges reach farther up than down, because
# visits are longer on average than their median, and urgent patients come in between.
ANY_DOCTOR = (0.9, 4, 1.2, 4)  # the lower end is 0.9 times the expected wait less 4 minutes, the upper 1.2 times plus 4
OWN_DOCTOR = (0.8, 6, 1.25, 7)  # one long visit delays all who wait for that doctor
BUSY = 0.8  # at most this part of the rooms' time counts as taken by those who are still to come
LAST_HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

Range = tuple[int, int]


def estimates(entries: Sequence[Entry], doctors: Iterable[int] | None, now: datetime) -> dict[tuple[str, int], Range]:
    """{(kind, id): (from, to)} in minutes for those who wait and of whom it can be said.

    `entries` are all of the day; `doctors` are those with an open room, None for a department without rooms.
    """
    queue = waiting(entries)
    length = visit_length(entries, queue)
    servers: set[int | None] = set(_seen_lately(entries, now) if doctors is None else doctors)
    servers -= _busy_for_long(entries, length, now)
    if not servers or _stands_still(entries, queue, length, now):
        return {}
    free_at = {server: _free_at(server, entries, length, now) for server in servers}
    busy = _busy(entries, length, now, len(servers))
    found = {}
    for each in queue:
        able = [server for server in servers if each.doctor is None or server in (None, each.doctor)]
        if not able:
            continue
        server = min(able, key=lambda server: free_at[server])
        wait = _overtaken(free_at[server] - now, each.queue_time - now, busy)
        found[each.kind, each.pk] = _range(wait / MINUTE, *(ANY_DOCTOR if each.doctor is None else OWN_DOCTOR))
        free_at[server] += length
    return found


def visit_length(entries: Sequence[Entry], queue: Sequence[Entry]) -> timedelta:
    """The median of the last ten visits of today, from the call to the end; with fewer than five the planned length."""
    done = sorted((each for each in entries if each.state == TokenState.DONE), key=lambda each: each.since)
    took = [each.since - each.called_at for each in done if each.called_at][-LAST:]
    if len(took) >= ENOUGH:
        return _median(took)
    return _median([each.end - each.start for each in queue] or [timedelta(minutes=15)])


def _median(lengths: Iterable[timedelta]) -> timedelta:
    return timedelta(seconds=median(length.total_seconds() for length in lengths))


def _seen_lately(entries: Sequence[Entry], now: datetime) -> set[int | None]:
    return {each.doctor for each in entries if each.called_at and now - each.called_at < LAST_HOUR}


def _stands_still(entries: Sequence[Entry], queue: Sequence[Entry], length: timedelta, now: datetime) -> bool:
    """Nobody was called for long although patients wait. Before the first call of the day nothing can be said of it."""
    calls = [each.called_at for each in entries if each.called_at]
    if not calls or not queue:
        return False
    return now - max(*calls, min(each.arrival for each in queue)) > _long(length)


def _busy_for_long(entries: Sequence[Entry], length: timedelta, now: datetime) -> set[int | None]:
    """Doctors whose patient was called so long ago that nobody knows when they will call the next."""
    there = (each for each in entries if each.state in {TokenState.CALLED, TokenState.SERVING})
    return {each.doctor for each in there if now - (each.called_at or each.since) > _long(length)}


def _long(length: timedelta) -> timedelta:
    return max(STANDS_STILL, 3 * length)


def _free_at(server: int | None, entries: Sequence[Entry], length: timedelta, now: datetime) -> datetime:
    """When this doctor has finished with those who are called or served."""
    free = now
    for each in entries:
        if each.doctor == server and each.state in {TokenState.CALLED, TokenState.SERVING}:
            free += max(length - (now - (each.called_at or each.since)), length / 4)
    return free


def _busy(entries: Sequence[Entry], length: timedelta, now: datetime, servers: int) -> float:
    """Which part of the rooms' time those take who come, if as many come as in the last hour."""
    came = sum(now - each.arrival < LAST_HOUR for each in entries)
    return min(BUSY, came * (length / LAST_HOUR) / servers)


def _overtaken(wait: timedelta, early: timedelta, busy: float) -> timedelta:
    """The wait of one who is `early` before an appointment: who comes until then is called first."""
    return min(wait / (1 - busy), wait + max(early, timedelta()) * busy)


def _range(minutes: float, low: float, less: int, high: float, more: int) -> Range:
    start = max(0, _rounded(minutes * low - less))
    return start, max(start + STEP, _rounded(minutes * high + more))


def _rounded(minutes: float) -> int:
    return math.floor(minutes / STEP + 0.5) * STEP
