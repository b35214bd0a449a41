"""When a doctor can be booked: visit lengths, weekly hours, time off."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models.doctor import Doctor
from appointments.models.write_rules import NoBulkWrites
from realtime import broadcasting

LENGTH = [MinValueValidator(5), MaxValueValidator(480)]  # minutes


class VisitType(models.Model):
    """Sets an appointment's length."""

    name = models.CharField(max_length=100, unique=True)
    minutes = models.PositiveSmallIntegerField(validators=LENGTH)

    class Meta:
        ordering = ["minutes", "name"]

    def __str__(self) -> str:
        return _("%(name)s (%(minutes)s min)") % {"name": self.name, "minutes": self.minutes}


class SchedulePart(models.Model):
    """A part of a doctor's schedule. Saving or deleting it broadcasts `schedule.updated` on `doctor-schedule.<id>`."""

    objects = NoBulkWrites.as_manager()
    verbs = "save() and delete() of each row"

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with broadcasting.atomic(savepoint=False):
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with broadcasting.atomic():
            return super().delete(*args, **kwargs)


class WorkingHours(SchedulePart):
    """A weekly shift in the hospital's zone; a break is the gap between two shifts of a day.

    A wall-clock time that is skipped has the offset from before the change; one that occurs twice means the first
    (RFC 5545, 3.3.5).
    """

    class Weekday(models.IntegerChoices):
        """As `datetime.date.weekday()` counts."""

        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    doctor = models.ForeignKey(Doctor, models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    start = models.TimeField()
    end = models.TimeField()
    slot_minutes = models.PositiveSmallIntegerField(default=15, validators=LENGTH)

    class Meta:
        ordering = ["doctor", "weekday", "start"]
        verbose_name_plural = "working hours"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="working_hours_end_after_start",
                violation_error_message=_("The end must be after the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.doctor}: {self.get_weekday_display()} {self.start:%H:%M}–{self.end:%H:%M}"


class DateHours(SchedulePart):
    """A doctor's shift on one date. A date's shifts replace its weekday's; one without times is a free day."""

    doctor = models.ForeignKey(Doctor, models.CASCADE, related_name="date_hours")
    date = models.DateField()
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    slot_minutes = models.PositiveSmallIntegerField(default=15, validators=LENGTH)

    class Meta:
        ordering = ["doctor", "date", "start"]
        verbose_name_plural = "hours on a date"
        indexes = [models.Index(fields=["doctor", "date"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__isnull=True, end__isnull=True) | models.Q(end__gt=models.F("start")),
                name="date_hours_end_after_start",
                violation_error_message=_("Enter an end after the start, or neither for a day off."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.doctor}: {self.date} {self.start or 'free'}–{self.end or 'free'}"


class Holiday(SchedulePart):
    """A day on which the hospital takes no appointments."""

    date = models.DateField(unique=True)
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date}: {self.name}"


class TimeOff(SchedulePart):
    """A doctor's leave or other blocked time, in [start, end)."""

    doctor = models.ForeignKey(Doctor, models.CASCADE, related_name="time_off")
    start = models.DateTimeField()
    end = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-start"]
        verbose_name_plural = "time off"
        indexes = [models.Index(fields=["doctor", "end"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="time_off_end_after_start",
                violation_error_message=_("The end must be after the start."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.doctor}: {self.start:%Y-%m-%d %H:%M} to {self.end:%Y-%m-%d %H:%M}"
