"""Tokens with which programs call the API for a user."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.hospital_time import local

MANAGE_STAFF = "accounts.manage_staff"  # the permission of the pages of accounts and of program tokens
SHOWN_CHARACTERS = 6  # of the secret's 40 or more, for telling tokens apart


class Scope(models.TextChoices):
    """What a program may do with its token, if the token's user may do it."""

    READ = "read", _("Read the calendar and patients")
    BOOK = "book", _("Book, change appointments and register patients")
    LISTEN = "listen", _("Listen to channels and send test broadcasts")


class ProgramTokenQuerySet(models.QuerySet["ProgramToken"]):
    def valid(self) -> "ProgramTokenQuerySet":
        """Neither revoked nor expired, and of an active user."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now(), user__is_active=True)


class ProgramToken(models.Model):
    """The right of a program to act for a user, within scopes and until a moment.

    The secret itself is not stored. `digest` finds it: its bytes are random, so a plain hash cannot be guessed back,
    and what an index of hashes compares says nothing about the secret.
    """

    name = models.CharField(max_length=80)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="program_tokens")
    scopes = models.JSONField(help_text="Values of Scope.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret, hexadecimal.")
    prefix = models.CharField(max_length=SHOWN_CHARACTERS, help_text="The first characters of the secret.")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, help_text="To the minute.")
    revoked_at = models.DateTimeField(null=True)

    objects = ProgramTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=Q(revoked_at=None), name="one_token_in_use_per_name")
        ]
        permissions = [("manage_staff", "May manage accounts and program tokens")]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()

    @property
    def last_day(self) -> date:
        """The day on which it ends, in the hospital's zone."""
        return local(self.expires_at - timedelta(microseconds=1)).date()

    @property
    def scope_labels(self) -> list[Any]:
        return [Scope(scope).label for scope in self.scopes]


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
