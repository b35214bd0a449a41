"""Restores overlap rules that were dropped outside the migrations."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.db import connection

from appointments.checks import rules
from appointments.models.no_overlap import RowsOverlap


class Command(BaseCommand):
    help = "Puts back the rules against double booking where the database has lost them."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for model, rule in rules():
            if rule.is_in(connection, model):
                self.stdout.write(f"{rule.name}: there")
                continue
            try:
                with connection.schema_editor() as editor:
                    rule.put_back(model, editor)
            except RowsOverlap as error:
                raise CommandError(f"{rule.name}: {error}") from None
            self.stdout.write(f"{rule.name}: put back")
