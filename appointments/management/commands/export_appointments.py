"""Exports appointments to a CSV file."""

from appointments.management.transfer_commands import ExportCommand
from appointments.services.transfer.appointments import Appointments, rows


class Command(ExportCommand):
    help = "Exports all appointments to a CSV file that import_appointments reads."
    name, columns, rows = Appointments.name, Appointments.columns, rows
