"""What the badge on every page says: up to date, or not."""

LIVE, CONNECTING = "Live Updates Active", "Connecting..."
