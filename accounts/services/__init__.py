"""The verbs of the accounts: the only code that changes users and program tokens, besides the admin."""
