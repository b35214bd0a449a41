"""Demo accounts and a clinic of size S around today; only for a database that holds nothing yet."""

from typing import Any

from django.core.management import BaseCommand, CommandError

from appointments.demo.clinic import build
from appointments.models import Department


class Command(BaseCommand):
    help = "Loads the demo clinic and its accounts (password: demo) into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if Department.objects.exists():
            raise CommandError("The database holds departments already; demo data goes into an empty one.")
        build()
        if options["verbosity"]:
            self.stdout.write("Loaded the demo clinic.")
