"""Tokens: a counter per department and day of the hospital, without holes or repeats."""

from datetime import date, datetime

from django.utils import timezone

from appointments.hospital_time import day_bounds, local, today
from appointments.models import (
    IN_QUEUE,
    Appointment,
    Counter,
    Department,
    OpdAppointment,
    Patient,
    Room,
    RoomSession,
)
from common.counters import advance


def draw(department: Department, day: date) -> str:
    """The department's next token of that day, such as OP-A-024. Must run in the transaction that uses it."""
    key = token_counter(department.pk, day)
    return token_text(department, advance(Counter, "key", "value", {key: 1})[key])


def draw_at_check_in(appointment: Appointment, arrived_at: datetime | None = None) -> None:
    """Gives a booked patient a token, where the department wants it and the patient has none in its queue yet.

    Only on the day of the appointment. The caller has locked the patient, and saves. A patient whose check-in was
    undone keeps the token for that day. `arrived_at`: now, if missing.
    """
    department = appointment.doctor.department
    if not department.tokens_for_booked or local(appointment.start).date() != today():
        return
    if appointment.token_day != today():
        if in_queue_already(appointment.patient, department.pk):
            return
        appointment.token, appointment.token_day = draw(department, today()), today()
    appointment.arrived_at = arrived_at or timezone.now()
    appointment.called_at, appointment.served_at, appointment.room, appointment.skips = None, None, None, 0


def in_queue_already(
    patient: Patient, department_id: int, other_than: Appointment | OpdAppointment | None = None
) -> Appointment | OpdAppointment | None:
    """The visit with which the patient waits, is called or is served in this queue today, with_people(); or None."""
    models: tuple[type[Appointment] | type[OpdAppointment], ...] = (OpdAppointment, Appointment)
    for model in models:
        rows = model.objects.of_queue(department_id, today()).filter(patient=patient, status__in=IN_QUEUE)
        if isinstance(other_than, model):
            rows = rows.exclude(pk=other_than.pk)
        if found := rows.with_people().first():
            return found
    return None


def open_room_of(visit: Appointment | OpdAppointment) -> Room | None:
    """The room of this queue that the visit's doctor has opened today."""
    since, _end = day_bounds(today())
    sessions = RoomSession.objects.filter(doctor=visit.doctor_id, closed_at=None, opened_at__gte=since)
    session = sessions.filter(room__department=visit.queue_department_id).select_related("room").first()
    return session.room if session else None


def token_counter(department_id: int, day: date) -> str:
    """The key of a department's counter for one day."""
    return f"token:{department_id}:{day.isoformat()}"


def token_text(department: Department, number: int) -> str:
    """As in OP-A-024."""
    return f"OP-{department.code}-{number:03d}"
