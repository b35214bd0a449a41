"""Queries for pages: the calendar and its counts, the day sheet, the history of an appointment."""
