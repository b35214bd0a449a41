"""OPD appointments: walk-ins with a token in a department's queue."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.models.department import Department
from appointments.models.doctor import Doctor
from appointments.models.in_queue import InQueue, Priority
from appointments.models.patient import Patient
from appointments.models.status import Status, TokenState
from appointments.models.versioned import VersionedQuerySet
from appointments.rights import permissions_on


class OpdQuerySet(VersionedQuerySet):
    departments = ("department", "doctor__department")

    def of_queue(self, department_id: int, day: date) -> "OpdQuerySet":
        """Those whose token of this day is in this department's queue."""
        return self.filter(token_day=day, department=department_id)

    def with_people(self) -> "OpdQuerySet":
        """Joined with all that a CalendarEvent shows."""
        return self.select_related("patient", "doctor__department", "department", "room")


class OpdAppointment(InQueue):
    """`start` is the arrival, `end` one slot later; `token_day` is a day in the hospital's zone."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="opd_appointments")
    department = models.ForeignKey(Department, models.PROTECT, related_name="opd_appointments")
    doctor = models.ForeignKey(Doctor, models.PROTECT, null=True, blank=True, related_name="opd_appointments")
    start = models.DateTimeField(default=timezone.now)
    end = models.DateTimeField()
    complaint = models.CharField(_("reason for visit"), max_length=200)
    token = models.CharField(max_length=20)
    token_day = models.DateField()
    token_state = models.CharField(max_length=7, choices=TokenState, default=TokenState.WAITING)

    Priority = Priority

    objects = OpdQuerySet.as_manager()
    verbs = "a verb of appointments.services: walk_ins.walk_in(), moves.call_next(), transitions.change_status()"

    class Meta:
        ordering = ["start", "id"]
        verbose_name = "OPD appointment"
        indexes = [models.Index(fields=["end"]), models.Index(fields=["doctor", "end"])]
        constraints = [
            models.UniqueConstraint(fields=["token_day", "token"], name="one_token_per_day"),
            models.CheckConstraint(condition=models.Q(end__gt=models.F("start")), name="opd_end_after_start"),
        ]
        permissions = permissions_on("opdappointment")

    @property
    def department_ids(self) -> set[int]:
        """The departments to which it belongs: that of its queue and that of its doctor."""
        return {self.department_id} | ({self.doctor.department_id} if self.doctor else set())

    @property
    def arrival(self) -> datetime:
        return self.start

    @property
    def queue_department(self) -> Department:
        return self.department

    @property
    def queue_department_id(self) -> int:
        return self.department_id

    def __str__(self) -> str:
        return f"{self.token} ({Status(self.status).label})"
