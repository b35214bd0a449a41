"""The tables of accounts; Django's own user model is used as it is."""

from accounts.models.failed_sign_in import FailedSignIn

__all__ = ["FailedSignIn"]
