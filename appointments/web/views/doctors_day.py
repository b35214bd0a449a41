"""The chosen doctor's day on the booking page, and proposals for later days."""

from datetime import date
from typing import Any

from django.utils import timezone

from appointments.date_text import clock, moment
from appointments.hospital_time import Interval, day_bounds, iso, local
from appointments.models import Appointment, Doctor
from appointments.services.booking.validation import visit_length
from appointments.services.permissions import may
from appointments.services.schedule import availability
from appointments.web.forms import AppointmentForm

SHOWN_DAYS = 3


def doctors_day(form: AppointmentForm, *, asker: Any) -> dict[str, Any]:
    """The chosen doctor's proposed times and bookings on the chosen day; `doctors` of the chosen department.

    `other_time` is a chosen start of that day that is not proposed. `next_free` are times of later days if this one is
    full; they suit the chosen patient too. `next_days` are days with free times if this one is full, or the next day
    with more of them if fewer than half are left. The asker's own holds count as free.
    """
    doctor, day, department = form.chosen("doctor"), form.chosen("date"), form.chosen("department")
    start = form.chosen("start")
    if doctor and department and doctor.department_id != department.pk:
        doctor = None
    doctors = Doctor.objects.visible_to(asker).filter(is_active=True).select_related("department")
    doctors = doctors.order_by("department__name", "name")
    chosen: dict[str, Any] = {
        "doctor": doctor,
        "department": department,
        "day": day,
        "doctors": doctors.filter(department=department) if department else doctors,
    }
    if doctor is None or day is None:
        return chosen | {"slots": [], "schedule": [], "other_time": None, "next_free": [], "next_days": []}
    day_start, day_end = day_bounds(day)
    schedule = Appointment.objects.active().between(day_start, day_end).filter(doctor=doctor).with_people()
    length = visit_length(form.chosen("visit_type"))
    found = availability.day_of(doctor, day, length, asker=asker)
    slots = found.slots
    free = sum(slot.state == "free" for slot in slots)
    proposed = start is None or local(start).date() != day or any(slot.start == start for slot in slots)
    later: list[Interval] = []
    days: list[tuple[date, int]] = []
    patient = form.chosen("patient")
    if 2 * free <= len(slots):
        days = [
            day for day in availability.free_days(doctor, length, day, patient=patient, asker=asker) if day[1] > free
        ]
    if not free:
        later = availability.next_free(doctor, length, max(day_end, timezone.now()), patient=patient, asker=asker)
    return chosen | {
        "slot_minutes": found.slot_minutes,
        "holiday": found.holiday,
        "slots": [
            {
                "value": iso(slot.start),
                "start": slot.start,
                "end": slot.end,
                "state": slot.state,
                "chosen": slot.start == start,
            }
            for slot in slots
        ],
        "next_free": list(map(proposal, later)),
        "next_days": [{"day": day, "free": number} for day, number in days[: 1 if free else SHOWN_DAYS]],
        "is_full": not free,
        "other_time": None if proposed else {"value": iso(start), "start": start},
        "schedule": schedule.order_by("start") if may(asker, "view") else [],
    }


def conflict(appointment: Appointment) -> dict[str, str]:
    """An appointment in the way, in words: `{"start", "end", "patient", "doctor"}`."""
    return {
        "start": clock(local(appointment.start)),
        "end": clock(local(appointment.end)),
        "patient": appointment.patient.name,
        "doctor": appointment.doctor.name,
    }


def proposal(interval: Interval) -> dict[str, str]:
    """A free time: `{"value", "text"}`, for the form and in words."""
    start, _end = interval
    return {"value": iso(start), "text": moment(local(start))}
