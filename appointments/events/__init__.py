"""What is said about a change, to whom, and the one hop that is not a call (receivers.py)."""
