"""The CalendarEvent: how pages, the API and broadcasts show an appointment."""

from typing import Any

from appointments.clock import iso
from appointments.models import COLORS, Appointment, Department, OpdAppointment, Patient

CalendarEvent = dict[str, Any]


def calendar_event(appointment: Appointment | OpdAppointment) -> CalendarEvent:
    """`{"id", "title", "start", "end", "color", "status", "extendedProps": {"patient", "appointment"}}`.

    `id` is an appointment's number, or "opd-<number>". Reads patient, doctor, department and visit type: fetch
    lists with `with_people()`.
    """
    opd = isinstance(appointment, OpdAppointment)
    return {
        "id": f"opd-{appointment.pk}" if opd else appointment.pk,
        "title": f"{appointment.patient.name} – {appointment.complaint}",
        "start": iso(appointment.start),
        "end": iso(appointment.end),
        "color": COLORS[appointment.status],
        "status": appointment.status,
        "extendedProps": {
            "patient": patient_card(appointment.patient),
            "appointment": _opd_card(appointment) if opd else _appointment_card(appointment),  # type: ignore[arg-type]
        },
    }


def patient_card(patient: Patient) -> dict[str, Any]:
    return {
        "id": patient.pk,
        "name": patient.name,
        "mrn": patient.mrn,
        "phone": patient.phone,
        "birth_date": patient.birth_date.isoformat() if patient.birth_date else None,
        "sex": patient.sex,
    }


def department_card(department: Department) -> dict[str, Any]:
    return {"id": department.pk, "name": department.name, "slug": department.slug}


def _common(appointment: Appointment | OpdAppointment, kind: str) -> dict[str, Any]:
    doctor = appointment.doctor
    return {
        "id": appointment.pk,
        "kind": kind,
        "version": appointment.version,
        "doctor": {"id": doctor.pk, "name": doctor.name} if doctor else None,
        "complaint": appointment.complaint,
        "status_reason": appointment.status_reason,
    }


def _appointment_card(appointment: Appointment) -> dict[str, Any]:
    visit = appointment.visit_type
    return {
        **_common(appointment, "appointment"),
        "department": department_card(appointment.doctor.department),
        "visit_type": {"id": visit.pk, "name": visit.name, "minutes": visit.minutes} if visit else None,
        "notes": appointment.notes,
        "overbooked": appointment.overbooked,
    }


def _opd_card(visit: OpdAppointment) -> dict[str, Any]:
    return {
        **_common(visit, "opd"),
        "department": department_card(visit.department),
        "token": visit.token,
        "token_state": visit.token_state,
        "priority": visit.priority,
        "overbooked": False,
    }
