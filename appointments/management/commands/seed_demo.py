"""Demo accounts and a clinic of size S around today; only for an empty database."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from appointments.demo.accounts import is_empty
from appointments.demo.clinic import build


class Command(BaseCommand):
    help = "Loads the demo clinic and its accounts (password: demo) into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            raise CommandError("The database holds departments or accounts already; demo data goes into an empty one.")
        build()
        if options["verbosity"]:
            self.stdout.write("Loaded the demo clinic.")
