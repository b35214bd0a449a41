"""The texts of the badge on every page."""

LIVE, CONNECTING = "Live Updates Active", "Connecting..."
