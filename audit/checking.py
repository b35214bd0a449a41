"""Checks the chain from its first record to its last, and that the end is where it was."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from audit import anchor, append_only, chain
from audit.models import Action, Record, Removal

PAGE = 5_000  # records read at a time
CHAINED_WITHIN = timedelta(minutes=1)
START = "record-"  # of the subject of a removal: the last record that was removed


def faults(expected: anchor.Anchor | None = None) -> Iterator[str]:
    """A sentence for each fault; of the chain's own the first one only, because all hashes after it depend on it.

    `expected` is a number and hash that was printed earlier and kept elsewhere.
    """
    for name in append_only.missing():
        yield f"The database lacks the trigger {name}. Run: python manage.py migrate"
    if Removal.objects.exists():
        yield f"The table {Removal._meta.db_table} is not empty: anyone with the database may remove records."
    if broken := _first_broken():
        yield broken
    if count := Record.objects.filter(number=None, at__lt=timezone.now() - CHAINED_WITHIN).count():
        yield f"{count} records wait to be chained for more than a minute. Does a server run?"
    for name, kept in (("known to this machine", anchor.remembered()), ("expected", expected)):
        if kept and not kept.holds():
            yield (
                f"Record {kept.number}, {name}, is missing or has another hash: records were removed from the end, "
                "or the database was restored from a copy."
            )


def removed() -> int:
    """The number of the last record that was removed after its term; 0 for none."""
    return _beginning()[0]


def _first_broken() -> str:
    """What is wrong with the first broken link; '' if there is none."""
    number, previous = _beginning()
    while rows := list(Record.objects.filter(number__gt=number).order_by("number")[:PAGE]):
        for row in rows:
            if row.number != number + 1:
                return f"Record {number + 1} is missing."
            if row.hash != chain.digest(previous, row):
                return f"Record {row.number} was changed, or does not follow the one before it."
            number, previous = row.number, row.hash
    return ""


def _beginning() -> tuple[int, str]:
    """(number, hash) before the first record: 0 and '', or what the newest removal of old records left."""
    removal = Record.objects.filter(action=Action.REMOVED, number__isnull=False).order_by("-number").first()
    if removal is None or not removal.subject.startswith(START):
        return 0, ""
    return int(removal.subject.removeprefix(START)), removal.detail
