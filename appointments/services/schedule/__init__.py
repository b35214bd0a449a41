"""Doctors' working hours and free times."""
