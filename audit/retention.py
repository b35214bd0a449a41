"""Removes records after AUDIT_KEPT_DAYS, in batches, and records each removal: from it the chain is checked on.

Nothing else may remove a record. Running servers do not: `manage.py prune_audit` does, as often as the hospital wants.
"""

from datetime import timedelta
from itertools import takewhile

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from audit import anchor, chain
from audit.checking import START
from audit.models import Action, Record, Removal
from audit.recording import record

BATCH = 10_000  # records; a booking on SQLite waits for at most one batch


def prune() -> int:
    """Removes at most one batch of the oldest records; returns how many."""
    oldest_kept = timezone.now() - timedelta(days=settings.AUDIT_KEPT_DAYS)
    chain.link_all()  # so that the record of this removal is chained below
    with transaction.atomic():
        chain.lock()
        rows = Record.objects.filter(number__isnull=False).order_by("number")[:BATCH]
        old = list(takewhile(lambda row: row.at < oldest_kept, rows))
        if not old:
            return 0
        record(Action.REMOVED, by=None, subject=f"{START}{old[-1].number}", detail=old[-1].hash)
        linked = chain.link_locked()  # first: numbers continue from the newest record, which may be removed now
        permit = Removal.objects.create()
        Record.objects.filter(number__lte=old[-1].number).delete()
        permit.delete()
    anchor.remember(linked[-1])
    return len(old)
