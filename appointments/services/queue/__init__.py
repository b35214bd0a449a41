"""The queue of patients without an appointment (OPD)."""
