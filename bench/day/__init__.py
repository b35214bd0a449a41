"""A simulated day of a hospital's queues, for `make simulate-day`."""
