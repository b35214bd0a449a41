"""Patients and appointments from a CSV file, and into one: `manage.py import_patients` and its three companions."""
