"""The tables of accounts; Django's own user model is used as it is."""

from accounts.models.failed_sign_in import FailedSignIn
from accounts.models.program_token import ProgramToken, Scope

__all__ = ["FailedSignIn", "ProgramToken", "Scope"]
