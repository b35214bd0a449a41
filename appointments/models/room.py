"""Rooms of departments, and who sees patients there."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.models.department import Department
from appointments.models.doctor import Doctor
from appointments.models.visibility import ByDepartment


class RoomQuerySet(ByDepartment, models.QuerySet["Room"]):
    """Rooms of departments that the user sees."""


class Room(models.Model):
    """`name` stands on the wall board beside the token, such as "Room 4"."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=30)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        ordering = ["department", "name"]
        constraints = [models.UniqueConstraint(fields=["department", "name"], name="one_room_of_a_name")]

    def __str__(self) -> str:
        return self.name


class RoomSession(models.Model):
    """A doctor sees patients in a room from `opened_at` until `closed_at`; None while open."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="sessions")
    doctor = models.ForeignKey(Doctor, models.PROTECT, related_name="room_sessions")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(fields=["room"], condition=models.Q(closed_at=None), name="one_session_in_a_room"),
            models.UniqueConstraint(fields=["doctor"], condition=models.Q(closed_at=None), name="one_room_of_a_doctor"),
        ]

    def __str__(self) -> str:
        return f"{self.doctor_id} in {self.room_id}"
