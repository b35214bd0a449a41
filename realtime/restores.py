"""Notices that the database was restored or replaced: it numbers on from another past, under the old name.

The epoch comes back with the copy, so that something outside the database must remember: for each epoch, the newest
event that was seen under it. A copy that lacks it, or holds another event under its number, gets a new epoch.
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

Mark = tuple[str, int, str]  # channel, number, when it was written (ISO 8601, microseconds)


class RestoreWatch:
    """Remembers in a file, so that a restore while nothing runs is noticed at the next start; blocking."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._marks = _read(path)

    def check(self) -> None:
        """Names the numbering anew where what was seen of it is not in it; then remembers its newest event.

        Raises database errors.
        """
        epoch, newest = _now()
        mark = self._marks.get(epoch)
        if newest == mark:  # as in most of the looks that every process takes each second
            return
        if mark and not _holds(mark):
            renew_epoch(epoch)
            epoch = streams.epoch()
        if newest:
            self._marks[epoch] = newest
            self._write()

    def _write(self) -> None:
        """In one piece, whoever else writes. Where it cannot be written, only restores between two runs go unseen."""
        part = self._path.with_suffix(f".{os.getpid()}")
        try:
            part.write_text(json.dumps(self._marks))
            part.replace(self._path)
        except OSError as error:
            logger.debug("what was seen of the numbering is not kept: %s", error)


def renew_epoch(epoch: str) -> None:
    """Ends this numbering. Of several processes that notice at once one names the next, the others find its name."""
    if Numbering.objects.filter(epoch=epoch).update(epoch=new_epoch()):
        logger.warning("The database was restored or replaced; every page loads anew")


def _now() -> tuple[str, Mark | None]:
    """The epoch and the newest event, in one query where there is one."""
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
    """Whether this event happened here. Events are deleted after a while; then its number says so."""
    channel, seq, at = mark
    written = StreamEvent.objects.filter(channel=channel, seq=seq).values_list("created_at", flat=True).first()
    if written is not None:
        return _text(written) == at
    return Stream.objects.filter(channel=channel, seq__gte=seq).exists()


def _text(at: datetime) -> str:
    return at.isoformat(timespec="microseconds")
