"""Deletes events after EVENTS_KEPT_HOURS, in small batches; the counters stay.

A client that asks for deleted events gets 410 and reloads its page's data.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from realtime.models import StreamEvent

BATCH = 500  # rows; few enough that no booking waits for the deletion


def prune() -> int:
    """Deletes at most one batch of events older than EVENTS_KEPT_HOURS; returns how many."""
    oldest_kept = timezone.now() - timedelta(hours=settings.EVENTS_KEPT_HOURS)
    old = StreamEvent.objects.filter(created_at__lt=oldest_kept).order_by("created_at")
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    if ids:
        StreamEvent.objects.filter(pk__in=ids).delete()
    return len(ids)
