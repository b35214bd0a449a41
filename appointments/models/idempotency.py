"""Stored answers of calls that may be repeated."""

from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """Written in the call's own transaction: a call that does not commit stores no answer."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, path and body.")
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.TextField(default="", help_text="JSON text.")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"{self.key} of {self.user_id}: {self.status}"
