"""The queue of those who come without an appointment (OPD)."""
