"""Imports patients from a CSV file."""

from appointments.management.transfer_commands import ImportCommand
from appointments.services.transfer.patients import Patients


class Command(ImportCommand):
    help = "Imports patients from a CSV file, in batches; a run that was stopped continues. See docs/import.md."
    kind = Patients
