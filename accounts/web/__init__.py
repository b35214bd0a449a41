"""The pages of staff accounts and program tokens."""
