"""`python -m tests.clock [MOMENT …]`: the time-sensitive tests with the whole machine's clock moved."""
