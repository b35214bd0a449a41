"""Tables of the accounts, beside Django's own users and groups."""

from accounts.models.program_token import ProgramToken, Scope

__all__ = ["ProgramToken", "Scope"]
