"""`python -m tests.clock [MOMENT …]`: the time-sensitive tests with a moved clock in all processes."""
