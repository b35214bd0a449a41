"""OPD appointments: walk-ins with a token in a department's queue."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.models.department import Department
from appointments.models.doctor import Doctor
from appointments.models.patient import Patient
from appointments.models.status import TOKEN_STATE_OF, Status, TokenState
from appointments.models.versioned import Versioned, VersionedQuerySet
from appointments.rights import permissions_on


class OpdQuerySet(VersionedQuerySet):
    departments = ("department", "doctor__department")

    def with_people(self) -> "OpdQuerySet":
        """Joined with all that a CalendarEvent shows."""
        return self.select_related("patient", "doctor__department", "department")


class OpdAppointment(Versioned):
    """`start` is the arrival, `end` one slot later; `token_day` is a day in the hospital's zone."""

    class Priority(models.TextChoices):
        NORMAL = "normal", _("Normal")
        ELDERLY = "elderly", _("Elderly")
        PREGNANT = "pregnant", _("Pregnant")
        EMERGENCY = "emergency", _("Emergency")

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="opd_appointments")
    department = models.ForeignKey(Department, models.PROTECT, related_name="opd_appointments")
    doctor = models.ForeignKey(Doctor, models.PROTECT, null=True, blank=True, related_name="opd_appointments")
    start = models.DateTimeField(default=timezone.now)
    end = models.DateTimeField()
    complaint = models.CharField(_("reason for visit"), max_length=200)
    priority = models.CharField(max_length=9, choices=Priority, default=Priority.NORMAL)
    token = models.CharField(max_length=20)
    token_day = models.DateField()
    token_state = models.CharField(max_length=7, choices=TokenState, default=TokenState.WAITING)

    objects = OpdQuerySet.as_manager()
    verbs = "a verb of appointments.services: walk_ins.walk_in(), transitions.change_status()"

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

    def __str__(self) -> str:
        return f"{self.token} ({Status(self.status).label})"

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        """Sets the token's state that belongs to the status; CALLED and SKIPPED are set by the queue only."""
        if TOKEN_STATE_OF[self.status] != TokenState.WAITING or self.token_state in {
            TokenState.SERVING,
            TokenState.DONE,
            TokenState.LEFT,
        }:
            self.token_state = TOKEN_STATE_OF[self.status]
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "token_state"}
        super().save(*args, **kwargs)
