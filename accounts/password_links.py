"""Links with which a person chooses a password, once."""

from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode


class PasswordLinks(PasswordResetTokenGenerator):
    """Django's links end with a new password, a sign-in, or PASSWORD_RESET_TIMEOUT.

    Ours end with another role, other departments or a deactivation too: otherwise a manager could keep the link of an
    account that becomes an admin's later.
    """

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        groups = sorted(user.groups.values_list("pk", flat=True))
        departments = list(user.department_scope.order_by("department").values_list("department", flat=True))
        rights = (groups, departments, user.is_superuser, user.is_active)
        return f"{super()._make_hash_value(user, timestamp)}{rights}"

    def address_of(self, user: Any) -> tuple[str, str]:
        """(user, token), as the address has them."""
        return urlsafe_base64_encode(force_bytes(user.pk)), self.make_token(user)


links = PasswordLinks()
