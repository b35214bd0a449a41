"""Removes audit records that are older than their term."""

from typing import Any

from django.core.management import BaseCommand

from audit.retention import prune


class Command(BaseCommand):
    help = "Removes audit records older than AUDIT_KEPT_DAYS (default 3650), in batches, and records it."

    def handle(self, *args: Any, **options: Any) -> None:
        removed = 0
        while batch := prune():
            removed += batch
        self.stdout.write(f"Removed {removed} records.")
