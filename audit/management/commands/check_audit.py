"""Checks that no audit record was changed or removed. Exit code 1 if one was."""

from argparse import ArgumentParser
from typing import Any

from django.core.management import BaseCommand, CommandError

from audit import anchor
from audit.chain import newest_chained
from audit.checking import faults, removed


class Command(BaseCommand):
    help = "Checks the chain of audit records, and prints its end to be kept elsewhere."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--expect", default="", metavar="NUMBER:HASH", help="an end that was printed earlier")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            expected = anchor.parse(options["expect"]) if options["expect"] else None
        except ValueError as error:
            raise CommandError(f"--expect: {error}", returncode=2) from None
        if found := list(faults(expected)):
            raise CommandError("\n".join(found))
        self.stdout.write("The audit is whole.")
        if last := removed():
            self.stdout.write(f"Records up to {last} were removed after their term.")
        if newest := newest_chained():
            self.stdout.write(f"The end is {newest.number}:{newest.hash}")
