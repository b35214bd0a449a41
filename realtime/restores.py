"""Detects that the database was restored or replaced: it continues the numbering from an earlier state.

The epoch is restored with the copy, so a file outside the database remembers the newest event seen in each epoch. A
database that lacks this event, or has another one with its number, gets a new epoch.
"""

import json
import logging
import os
from datetime import datetime
from pathlib import Path

from django.db.models import Subquery

from realtime import streams
from realtime.models import Numbering, Stream, StreamEvent, new_epoch

logger = logging.getLogger("realtime")

Mark = tuple[str, int, str]  # channel, seq, time of writing (ISO 8601, microseconds)


class RestoreWatch:
    """Remembers in a file, so that a restore while nothing ran is detected at the next start. Blocking."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marks = _read(path)

    def check(self) -> None:
        """Starts a new epoch if the remembered event is not in the database; then remembers the newest one.

        Raises database errors.
        """
        epoch, newest = _now()
        mark = self._marks.get(epoch)
        if newest == mark:  # as in most of the checks that every process makes each second
            return
        if mark and not _holds(mark):
            renew_epoch(epoch)
            epoch = streams.epoch()
        if newest:
            self._marks[epoch] = newest
            self._write()

    def _write(self) -> None:
        """Replaces the file atomically. If that fails, only restores between two runs are not detected."""
        part = self._path.with_suffix(f".{os.getpid()}")
        try:
            part.write_text(json.dumps(self._marks))
            part.replace(self._path)
        except OSError as error:
            logger.debug("the newest event could not be remembered: %s", error)


def renew_epoch(epoch: str) -> None:
    """Ends this epoch. If several processes detect it at once, one sets the new epoch and the others find it."""
    if Numbering.objects.filter(epoch=epoch).update(epoch=new_epoch()):
        logger.warning("The database was restored or replaced; every page reloads its data")


def _now() -> tuple[str, Mark | None]:
    """The epoch and the newest event, in one query if there is an event."""
    named = StreamEvent.objects.annotate(epoch=Subquery(Numbering.objects.values("epoch")[:1]))
    newest = named.order_by("-pk").values_list("epoch", "channel", "seq", "created_at").first()
    if newest is None:
        return streams.epoch(), None
    epoch, channel, seq, at = newest
    return epoch, (channel, seq, _text(at))


def _read(path: Path) -> dict[str, Mark]:
    try:
        return {
            epoch: (str(channel), int(seq), str(at))
            for epoch, (channel, seq, at) in json.loads(path.read_text()).items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _holds(mark: Mark) -> bool:
    """Whether the database has this event; if it is deleted by age, whether its number was given."""
    channel, seq, at = mark
    written = StreamEvent.objects.filter(channel=channel, seq=seq).values_list("created_at", flat=True).first()
    if written is not None:
        return _text(written) == at
    return Stream.objects.filter(channel=channel, seq__gte=seq).exists()


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
