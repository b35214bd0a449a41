"""What pages ask for: the calendar and its counts, the day on paper, the history of an appointment."""
