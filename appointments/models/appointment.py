"""Appointments: a doctor's time, booked for a patient."""

from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from appointments.models.department import Department
from appointments.models.doctor import Doctor
from appointments.models.in_queue import InQueue
from appointments.models.no_overlap import NoOverlap
from appointments.models.patient import Patient
from appointments.models.schedule import VisitType
from appointments.models.status import ACTIVE, Status
from appointments.models.versioned import VersionedQuerySet
from appointments.rights import permissions_on

DOCTOR_RULE = "appointment_doctor_no_overlap"
PATIENT_RULE = "appointment_patient_no_overlap"


class AppointmentQuerySet(VersionedQuerySet):
    departments = ("doctor__department",)

    def active(self) -> "AppointmentQuerySet":
        """Those that take the doctor's and the patient's time."""
        return self.filter(status__in=ACTIVE)

    def of_queue(self, department_id: int, day: date) -> "AppointmentQuerySet":
        """Those that got a token of this department on this day."""
        return self.filter(token_day=day, doctor__department=department_id)

    def with_people(self) -> "AppointmentQuerySet":
        """Joined with all that a CalendarEvent shows."""
        return self.select_related("patient", "doctor__department", "visit_type", "room")


class Appointment(InQueue):
    """A doctor's time. `arrived_at` is when the patient was checked in; None without a token."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="appointments")
    doctor = models.ForeignKey(Doctor, models.PROTECT, related_name="appointments")
    visit_type = models.ForeignKey(VisitType, models.PROTECT, null=True, blank=True)
    start = models.DateTimeField()
    end = models.DateTimeField()
    complaint = models.CharField(_("reason for visit"), max_length=200)
    notes = models.TextField(max_length=2_000, blank=True)
    overbooked = models.BooleanField(default=False)
    arrived_at = models.DateTimeField(null=True, editable=False)

    objects = AppointmentQuerySet.as_manager()
    verbs = "a verb of appointments.services: booking.book(), booking.reschedule(), transitions.change_status()"

    class Meta:
        ordering = ["start", "id"]
        indexes = [
            models.Index(fields=["doctor", "end"]),
            models.Index(fields=["patient", "end"]),
            models.Index(fields=["end"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="appointment_end_after_start",
                violation_error_message=_("The end must be after the start."),
            ),
            NoOverlap(name=DOCTOR_RULE, key="doctor", statuses=tuple(map(str, ACTIVE)), unless="overbooked"),
            NoOverlap(name=PATIENT_RULE, key="patient", statuses=tuple(map(str, ACTIVE))),
            models.UniqueConstraint(
                fields=["token_day", "token"],
                condition=models.Q(token_day__isnull=False),
                name="one_booked_token_per_day",
            ),
        ]
        permissions = permissions_on("appointment")

    @property
    def department_ids(self) -> set[int]:
        """The departments to which it belongs: that of its doctor."""
        return {self.doctor.department_id}

    derived = (*InQueue.derived, "token", "token_day")

    def derive(self) -> None:
        """An appointment that moves to another day gives its token back: the patient draws another one there."""
        if self.token and not self.move and _day(self.start) != self.token_day:
            self.token, self.token_day, self.token_state, self.room = "", None, "", None
        super().derive()

    @property
    def arrival(self) -> datetime:
        return self.arrived_at or self.start

    @property
    def queue_department(self) -> Department:
        return self.doctor.department

    @property
    def queue_department_id(self) -> int:
        return self.doctor.department_id

    def __str__(self) -> str:
        return f"{self.patient_id} with {self.doctor_id} at {self.start:%Y-%m-%d %H:%M} ({Status(self.status).label})"


def _day(moment: datetime) -> date:
    """In the hospital's zone."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
