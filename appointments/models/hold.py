"""Holds: a time reserved for one user for two minutes, while a booking is typed."""

from datetime import datetime

from django.conf import settings
from django.db import models

from appointments.models.doctor import Doctor
from common.actor import MAX_ORIGIN_CHARACTERS


class HoldQuerySet(models.QuerySet["Hold"]):
    def running(self, now: datetime) -> "HoldQuerySet":
        """Those that have not ended. A hold ends by its time; no job deletes it."""
        return self.filter(until__gt=now)

    def between(self, start: datetime, end: datetime) -> "HoldQuerySet":
        """Those that touch the half-open interval [start, end)."""
        return self.filter(start__lt=end, end__gt=start)


class Hold(models.Model):
    """`user` alone may book [start, end) with the doctor until `until`."""

    doctor = models.ForeignKey(Doctor, models.CASCADE, related_name="holds")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="holds")
    start = models.DateTimeField()
    end = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    window = models.CharField(
        max_length=MAX_ORIGIN_CHARACTERS,
        blank=True,
        default="",
        db_default="",
        help_text="X-Origin-Id of the page that holds it, if any.",
    )

    objects = HoldQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["doctor", "until"])]
        constraints = [
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="hold_end_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.doctor_id} {self.start:%Y-%m-%d %H:%M} for {self.user_id} until {self.until:%H:%M:%S}"
