"""A doctor's time: held, booked, changed, and what stands against it."""
