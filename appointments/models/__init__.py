"""The domain's tables."""

from appointments.models.appointment import DOCTOR_RULE, PATIENT_RULE, Appointment
from appointments.models.board_link import BoardLink
from appointments.models.counter import Counter
from appointments.models.department import Department
from appointments.models.department_scope import DepartmentScope
from appointments.models.doctor import Doctor
from appointments.models.hold import Hold
from appointments.models.idempotency import IdempotencyKey
from appointments.models.in_queue import InQueue, Move, Priority
from appointments.models.merge import Merge
from appointments.models.opd import OpdAppointment
from appointments.models.patient import Patient
from appointments.models.room import Room, RoomSession
from appointments.models.schedule import DateHours, Holiday, TimeOff, VisitType, WorkingHours
from appointments.models.search_key import SearchKey
from appointments.models.status import ACTIVE, COLORS, IN_QUEUE, LISTED, OPEN, RESCHEDULABLE, RULES, Status, TokenState

Visit = Appointment | OpdAppointment  # both kinds of what may stand in a queue

__all__ = [
    "ACTIVE",
    "COLORS",
    "DOCTOR_RULE",
    "IN_QUEUE",
    "LISTED",
    "OPEN",
    "PATIENT_RULE",
    "RESCHEDULABLE",
    "RULES",
    "Appointment",
    "BoardLink",
    "Counter",
    "DateHours",
    "Department",
    "DepartmentScope",
    "Doctor",
    "Hold",
    "Holiday",
    "IdempotencyKey",
    "InQueue",
    "Merge",
    "Move",
    "OpdAppointment",
    "Patient",
    "Priority",
    "Room",
    "RoomSession",
    "SearchKey",
    "Status",
    "TimeOff",
    "TokenState",
    "Visit",
    "VisitType",
    "WorkingHours",
]
