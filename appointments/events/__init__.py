"""Events, their channels, and the one hop that is not a call (receivers.py)."""
