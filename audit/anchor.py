"""The newest number and hash, in a file outside the database: shows that records were removed from the end.

Also a database that was restored from a copy lacks the newest records. The file then stays as it is, so that the check
goes on to fail, until a person deletes it.
"""

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from audit.models import Record

logger = logging.getLogger("audit")


@dataclass(frozen=True)
class Anchor:
    """A number and the hash that the record with it has."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    def holds(self) -> bool:
        """Whether the record is there with this hash, or was removed with the oldest ones."""
        found = Record.objects.filter(number=self.number).values_list("hash", flat=True).first()
        if found is not None:
            return bool(found == self.hash)
        return Record.objects.filter(number__gt=self.number).exists()


def parse(text: str) -> Anchor:
    """From `number:hash`. Raises ValueError."""
    number, _, hash_ = text.partition(":")
    if not number.isascii() or not number.isdigit() or len(hash_) != 64:
        raise ValueError(f"{text!r} is not a number and a hash, as in 12:9f86d0….")
    return Anchor(int(number), hash_)


def remembered() -> Anchor | None:
    """The file's content; None without a file, or with one that cannot be read."""
    try:
        return parse(json.loads(_path().read_text())["newest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(newest: Record) -> None:
    """Replaces the file atomically, unless the database lacks the record that it names."""
    last = remembered()
    if last and not last.holds():
        logger.error("The audit's record %s is missing or changed: run manage.py check_audit", last.number)
        return
    if last and last.number > (newest.number or 0):  # another process was faster
        return
    part = _path().with_suffix(f".{os.getpid()}")
    try:
        part.write_text(json.dumps({"newest": f"{newest.number}:{newest.hash}"}))
        part.replace(_path())
    except OSError as error:
        logger.warning("The audit's newest hash could not be remembered (%s)", error.strerror)


def _path() -> Path:
    return Path(settings.AUDIT_ANCHOR)
