from django.db import models


class FailedSignIn(models.Model):
    """One wrong password. The row is written before the password is checked, and deleted if it was right.

    It holds no user name: people type passwords into that field.
    """

    name = models.CharField(max_length=64)  # throttle.name_key()
    address = models.CharField(max_length=45)  # an IPv4 address, or the /64 of an IPv6 address
    device = models.CharField(max_length=32)  # of a device that is trusted for this name; '' otherwise
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["name", "at"], name="failed_sign_in_name"),
            models.Index(fields=["address", "at"], name="failed_sign_in_address"),
            models.Index(fields=["at"], name="failed_sign_in_at"),
        ]

    def __str__(self) -> str:
        return f"{self.address} at {self.at}"
