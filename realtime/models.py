"""The numbered streams, and the signatures of `/broadcasting/auth`."""

import secrets

from django.conf import settings
from django.db import models

from realtime.guests import MAX_KEY_CHARACTERS


def new_epoch() -> str:
    """A random name for one numbering of the streams."""
    return secrets.token_hex(8)


class Numbering(models.Model):
    """One row: the epoch. A client's numbers are valid only within the same epoch."""

    epoch = models.CharField(max_length=32, default=new_epoch)

    class Meta:
        verbose_name_plural = "numbering"

    def __str__(self) -> str:
        return self.epoch


class Stream(models.Model):
    """The counter of a channel: `seq` is the number of its newest event, raised in that event's transaction."""

    channel = models.CharField(max_length=164, primary_key=True)
    seq = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.channel} at {self.seq}"


class StreamEvent(models.Model):
    """A numbered event of one channel. `data` is JSON text, as it is sent."""

    channel = models.CharField(max_length=164)
    seq = models.BigIntegerField()
    event = models.CharField(max_length=100)
    data = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "seq"], name="one_event_per_number")]
        permissions = [("send_ping", "May send test broadcasts and hear them")]

    def __str__(self) -> str:
        return f"{self.channel} {self.seq}: {self.event}"


class Signature(models.Model):
    """A subscription signed by `/broadcasting/auth`, with its time and its user or guest.

    The signature itself contains none of them.
    """

    socket_id = models.CharField(max_length=40)
    channel = models.CharField(max_length=164)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True)
    guest = models.CharField(
        max_length=MAX_KEY_CHARACTERS,
        blank=True,
        default="",
        db_default="",
        help_text="Key of the guest, where it was signed for one.",
    )
    session = models.CharField(max_length=64, blank=True, help_text="Key of the signing session, if any.")
    token = models.BigIntegerField(null=True, blank=True, help_text="Id of the program's token that signed, if any.")
    signed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["socket_id", "channel"], name="one_signature_per_subscription")]

    def __str__(self) -> str:
        return f"{self.channel} for {self.socket_id}"
