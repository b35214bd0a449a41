"""The CalendarEvent: how pages, the API and broadcasts show an appointment.

It is made from a flat row of values, so that the calendar's feed goes from the database to JSON without an object
per row; a single appointment is read into the same row.
"""

from typing import Any

from appointments.hospital_time import iso
from appointments.models import COLORS, Appointment, Department, OpdAppointment, Patient

CalendarEvent = dict[str, Any]

_COMMON = (
    *("pk", "start", "end", "status", "version", "complaint", "status_reason"),
    *("patient_id", "patient__name", "patient__mrn", "patient__phone", "patient__birth_date", "patient__sex"),
    *("doctor_id", "doctor__name"),
)
APPOINTMENT_COLUMNS = (
    *_COMMON,
    *("doctor__department_id", "doctor__department__name", "doctor__department__slug"),
    *("visit_type_id", "visit_type__name", "visit_type__minutes", "notes", "overbooked"),
)
OPD_COLUMNS = (
    *_COMMON,
    *("department_id", "department__name", "department__slug"),
    *("token", "token_state", "priority"),
)


def calendar_event(appointment: Appointment | OpdAppointment) -> CalendarEvent:
    """`{"id", "title", "start", "end", "color", "status", "extendedProps": {"patient", "appointment"}}`.

    `id` is an appointment's number, or "opd-<number>". Reads patient, doctor, department and visit type: fetch
    lists with `with_people()`.
    """
    if isinstance(appointment, OpdAppointment):
        return opd_event(*(_value(appointment, column) for column in OPD_COLUMNS))
    return appointment_event(*(_value(appointment, column) for column in APPOINTMENT_COLUMNS))


def appointment_event(*row: Any) -> CalendarEvent:
    """The event of an appointment's APPOINTMENT_COLUMNS."""
    visit_id, visit_name, minutes, notes, overbooked = row[-5:]
    return _event(
        row,
        row[0],
        "appointment",
        visit_type=None if visit_id is None else {"id": visit_id, "name": visit_name, "minutes": minutes},
        notes=notes,
        overbooked=overbooked,
    )


def opd_event(*row: Any) -> CalendarEvent:
    """The event of an OPD appointment's OPD_COLUMNS."""
    token, token_state, priority = row[-3:]
    return _event(
        row, f"opd-{row[0]}", "opd", token=token, token_state=token_state, priority=priority, overbooked=False
    )


def _event(row: tuple[Any, ...], name: int | str, kind: str, **more: Any) -> CalendarEvent:
    pk, start, end, status, version, complaint, status_reason = row[:7]
    patient, doctor_id, doctor, department_id, department, slug = row[8], *row[13:18]
    return {
        "id": name,
        "title": f"{patient} – {complaint}",
        "start": iso(start),
        "end": iso(end),
        "color": COLORS[status],
        "status": status,
        "extendedProps": {
            "patient": _patient(row[7:13]),
            "appointment": {
                "id": pk,
                "kind": kind,
                "version": version,
                "doctor": None if doctor_id is None else {"id": doctor_id, "name": doctor},
                "complaint": complaint,
                "status_reason": status_reason,
                "department": {"id": department_id, "name": department, "slug": slug},
                **more,
            },
        },
    }


def patient_card(patient: Patient) -> dict[str, Any]:
    return _patient((patient.pk, patient.name, patient.mrn, patient.phone, patient.birth_date, patient.sex))


def _patient(row: tuple[Any, ...]) -> dict[str, Any]:
    pk, name, mrn, phone, birth_date, sex = row
    return {
        "id": pk,
        "name": name,
        "mrn": mrn,
        "phone": phone,
        "birth_date": birth_date.isoformat() if birth_date else None,
        "sex": sex,
    }


def department_card(department: Department) -> dict[str, Any]:
    return {"id": department.pk, "name": department.name, "slug": department.slug}


def _value(instance: Any, column: str) -> Any:
    """What a query would give for this column; None behind a relation that is empty."""
    for name in column.split("__"):
        instance = None if instance is None else getattr(instance, name)
    return instance
