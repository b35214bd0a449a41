"""Deletes stream events that are no longer needed. Running servers also delete them, in small batches."""

from typing import Any

from django.core.management import BaseCommand

from realtime.retention import prune


class Command(BaseCommand):
    help = "Deletes stream events older than EVENTS_KEPT_HOURS (default 48), in small batches."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = 0
        while batch := prune():
            deleted += batch
        self.stdout.write(f"Deleted {deleted} events.")
