"""Exports patients to a CSV file."""

from appointments.management.transfer_commands import ExportCommand
from appointments.services.transfer.patients import Patients, rows


class Command(ExportCommand):
    help = "Exports all patients to a CSV file that import_patients reads."
    name, columns, rows = Patients.name, Patients.columns, rows
