"""Board links: the right of a wall board to show one department's queue without a login."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils import timezone

from appointments.models.department import Department
from appointments.models.visibility import ByDepartment
from appointments.rights import permissions_on


class BoardLinkQuerySet(ByDepartment, models.QuerySet["BoardLink"]):
    def in_use(self) -> "BoardLinkQuerySet":
        return self.filter(revoked_at=None)


class BoardLink(models.Model):
    """A link to one department's board, until it is revoked.

    The secret itself is not stored. `secret_hash` finds it: its bytes are random, so a plain hash cannot be guessed
    back, and what an index of hashes compares says nothing about the secret.
    """

    department = models.ForeignKey(Department, models.CASCADE, related_name="board_links")
    secret_hash = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret, hexadecimal.")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="board_links")
    last_used_at = models.DateTimeField(null=True, help_text="To the hour.")
    revoked_at = models.DateTimeField(null=True)

    objects = BoardLinkQuerySet.as_manager()

    class Meta:
        ordering = ["department__name", "pk"]
        permissions = permissions_on("boardlink")
        default_permissions = ()

    def __str__(self) -> str:
        return f"board {self.pk} of {self.department_id}"


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
