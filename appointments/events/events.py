"""The events that the domain broadcasts, named in the past tense."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from appointments.events.calendar_event import calendar_event, patient_card
from appointments.hospital_time import iso
from appointments.models import Appointment, OpdAppointment, Patient, Status

APPOINTMENTS = "appointments"
OPD_APPOINTMENTS = "opd-appointments"
PATIENTS = "patients"


def schedule_channel(doctor_id: int) -> str:
    return f"doctor-schedule.{doctor_id}"


def department_channel(slug: str) -> str:
    return f"department.{slug}"


def departments_of(appointment: Appointment | OpdAppointment) -> list[str]:
    """The slugs of the departments to which it belongs: that of its doctor, and of a walk-in's queue."""
    queue = [appointment.department] if isinstance(appointment, OpdAppointment) else []
    doctor = appointment.doctor
    if doctor is not None and doctor.department_id not in {each.pk for each in queue}:
        queue.append(doctor.department)
    return sorted(department.slug for department in queue)


def left_departments(appointment: Appointment | OpdAppointment) -> list[str]:
    """The slugs of those to which it belonged before this change: its own former ones, or its doctor's."""
    if appointment.left_department is not None:
        return [appointment.left_department]
    before = appointment.before
    return [] if before is None or _place(before) == _place(appointment) else departments_of(before)


def _place(appointment: Appointment | OpdAppointment) -> tuple[int | None, int | None]:
    """The ids of its doctor and, of a walk-in, its queue."""
    return appointment.doctor_id, getattr(appointment, "department_id", None)


def action_of(appointment: Appointment | OpdAppointment) -> str:
    """`created`, `completed`, `cancelled`, `status_changed` (any other state) or `updated` (anything but the state)."""
    before = appointment.before
    if before is None:
        return "created"
    if before.status == appointment.status:
        return "updated"
    return {Status.COMPLETED: "completed", Status.CANCELLED: "cancelled"}.get(
        Status(appointment.status), "status_changed"
    )


def _department_channels(appointment: Appointment | OpdAppointment) -> Iterable[str]:
    return map(department_channel, {*departments_of(appointment), *left_departments(appointment)})


def _body(action: str, appointment: Appointment | OpdAppointment) -> dict[str, Any]:
    """`departments` tells listeners of a department's channel whether the appointment is still theirs."""
    return {"action": action, "appointment": calendar_event(appointment), "departments": departments_of(appointment)}


@dataclass(frozen=True)
class AppointmentUpdated:
    """An appointment was created or changed; a change of doctor goes to both doctors' and departments' channels."""

    appointment: Appointment
    action: str

    def broadcast_on(self) -> Iterable[str]:
        before = self.appointment.before or self.appointment
        doctors = {self.appointment.doctor_id, before.doctor_id}
        return [APPOINTMENTS, *map(schedule_channel, doctors), *_department_channels(self.appointment)]

    @classmethod
    def broadcast_as(cls) -> str:
        return "appointment.updated"

    def broadcast_with(self) -> dict[str, Any]:
        return _body(self.action, self.appointment)


@dataclass(frozen=True)
class OpdAppointmentUpdated:
    """The same for a walk-in, which may have no doctor yet."""

    appointment: OpdAppointment
    action: str

    def broadcast_on(self) -> Iterable[str]:
        before = self.appointment.before or self.appointment
        doctors = {self.appointment.doctor_id, before.doctor_id} - {None}
        channels = map(schedule_channel, doctors)  # type: ignore[arg-type]
        return [OPD_APPOINTMENTS, *channels, *_department_channels(self.appointment)]

    @classmethod
    def broadcast_as(cls) -> str:
        return "opd-appointment.updated"

    def broadcast_with(self) -> dict[str, Any]:
        return _body(self.action, self.appointment)


@dataclass(frozen=True)
class PatientMerged:
    """A patient's record was merged into another one, or separated from it again.

    Their visits broadcast their own events. This one tells pages that show the record itself.
    """

    patient: Patient
    into: Patient
    action: Literal["merged", "separated"]

    def broadcast_on(self) -> Iterable[str]:
        return [PATIENTS]

    @classmethod
    def broadcast_as(cls) -> str:
        return "patient.merged"

    def broadcast_with(self) -> dict[str, Any]:
        return {"action": self.action, "patient": self.patient.pk, "into": patient_card(self.into)}


@dataclass(frozen=True)
class RoomsUpdated:
    """A doctor opened or closed a room of this department; pages read the queue again."""

    department: str

    def broadcast_on(self) -> Iterable[str]:
        return [department_channel(self.department)]

    @classmethod
    def broadcast_as(cls) -> str:
        return "rooms.updated"

    def broadcast_with(self) -> dict[str, Any]:
        return {"department": self.department}


@dataclass(frozen=True)
class ScheduleUpdated:
    """A doctor's hours changed, or a time was held or released, between two moments (None: at any time).

    `kind` is what changed: "hours" (shifts, time off or holidays) or "hold". A page that shows free times reads
    availability again after both; one that only shades closed hours ignores "hold".
    """

    doctor_id: int
    start: datetime | None = None
    end: datetime | None = None
    kind: Literal["hold", "hours"] = "hours"

    def broadcast_on(self) -> Iterable[str]:
        return [schedule_channel(self.doctor_id)]

    @classmethod
    def broadcast_as(cls) -> str:
        return "schedule.updated"

    def broadcast_with(self) -> dict[str, Any]:
        return {
            "doctor": self.doctor_id,
            "kind": self.kind,
            "from": iso(self.start) if self.start else None,
            "to": iso(self.end) if self.end else None,
        }
