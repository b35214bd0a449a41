"""Holding, booking and changing a doctor's time, and the checks before it."""
