"""Imports appointments from a CSV file."""

from appointments.management.transfer_commands import ImportCommand
from appointments.services.transfer.appointments import Appointments


class Command(ImportCommand):
    help = "Imports appointments from a CSV file, in batches; a run that was stopped continues. See docs/import.md."
    kind = Appointments
