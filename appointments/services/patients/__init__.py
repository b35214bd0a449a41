"""Patients: registered once, found by name or number, and their visits."""
