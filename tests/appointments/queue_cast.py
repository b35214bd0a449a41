"""A queue for tests: walk-ins, steps with their tokens, who waits."""

from typing import Any

from appointments.models import Appointment, Department, Doctor, OpdAppointment, Patient
from appointments.services.booking import transitions
from appointments.services.queue import listing, moves, walk_ins

Visit = Appointment | OpdAppointment


def arrive(
    department: Department, name: str = "Walk In", doctor: Doctor | None = None, **changes: Any
) -> OpdAppointment:
    """A new patient who walks in."""
    number = f"9{Patient.objects.count():05d}"
    patient = Patient.objects.create(mrn=number, name=name, phone=f"555 {number}")
    return walk_ins.walk_in(
        by=None, patient=patient, department=department, doctor=doctor, complaint="Fever", **changes
    )


def step(visit: Visit, *actions: str, by: Any = None, **changes: Any) -> Any:
    """These steps one after the other, from the present version; the visit after the last one."""
    for action in actions:
        visit = fresh(visit)
        visit = moves.move(by=by, visit=visit, action=action, version=visit.version, **changes)
    return visit


def set_status(visit: Visit, *statuses: str, by: Any = None) -> Any:
    """The same by the status API."""
    for status in statuses:
        visit = fresh(visit)
        visit = transitions.change_status(by=by, appointment=visit, status=status, version=visit.version)
    return visit


def fresh(visit: Visit) -> Any:
    return type(visit).objects.with_people().get(pk=visit.pk)


def call_next(department: Department, **changes: Any) -> str:
    """The token that is called."""
    return moves.call_next(**{"by": None, "department": department} | changes).token[-3:]


def waits(department: Department, day: Any) -> list[str]:
    """The tokens of those who wait, in their order, as in 001."""
    return [line.visit.token[-3:] for line in listing.lines_of(department, day) if line.position is not None]
