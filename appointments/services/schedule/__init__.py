"""When a doctor works and is free, before anybody is booked."""
