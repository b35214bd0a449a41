"""The domain's tables."""

from appointments.models.appointment import DOCTOR_RULE, PATIENT_RULE, Appointment
from appointments.models.hold import Hold
from appointments.models.idempotency import IdempotencyKey
from appointments.models.opd import OpdAppointment
from appointments.models.patient_names import PatientName
from appointments.models.people import Counter, Department, Doctor, Patient
from appointments.models.schedule import DateHours, Holiday, TimeOff, VisitType, WorkingHours
from appointments.models.status import ACTIVE, COLORS, LISTED, OPEN, RESCHEDULABLE, RULES, Status, TokenState

__all__ = [
    "ACTIVE",
    "COLORS",
    "DOCTOR_RULE",
    "LISTED",
    "OPEN",
    "PATIENT_RULE",
    "RESCHEDULABLE",
    "RULES",
    "Appointment",
    "Counter",
    "DateHours",
    "Department",
    "Doctor",
    "Hold",
    "Holiday",
    "IdempotencyKey",
    "OpdAppointment",
    "Patient",
    "PatientName",
    "Status",
    "TimeOff",
    "TokenState",
    "VisitType",
    "WorkingHours",
]
