"""The CalendarEvent: how pages, the API and broadcasts show an appointment.

It is made from a flat row of values, so that the calendar's snapshot goes from the database to JSON without an object
per row; a single appointment is read into the same row.
"""

from collections import namedtuple
from collections.abc import Sequence
from typing import Any

from django.db import models

from appointments.hospital_time import iso
from appointments.models import COLORS, Appointment, Department, OpdAppointment, Patient
from appointments.models.phone import phone_address, shown_phone
from appointments.patient_fields import FIELDS

CalendarEvent = dict[str, Any]


_SHOWN = Patient.shown()
_CARD = ("id", *_SHOWN)
_DAYS = [name for name in _SHOWN if isinstance(Patient._meta.get_field(name), models.DateField)]


def _own(*names: str) -> dict[str, str]:
    return dict(zip(names, names, strict=True))


_COMMON = {
    **_own("pk", "start", "end", "status", "version", "complaint", "status_reason", "patient_id"),
    **{f"patient_{name}": f"patient__{name}" for name in _SHOWN},
    **_own("doctor_id"),
    "doctor_name": "doctor__name",
    **_own("token", "token_state", "priority"),
    "room_name": "room__name",
}
# What a CalendarEvent is made of, by kind: {name in the row: the ORM's path}. The snapshot's SQL is made from it too.
COLUMNS: dict[str, dict[str, str]] = {
    "appointment": {
        **_COMMON,
        "department_id": "doctor__department_id",
        "department_name": "doctor__department__name",
        "department_slug": "doctor__department__slug",
        **_own("visit_type_id"),
        "visit_type_name": "visit_type__name",
        "visit_type_minutes": "visit_type__minutes",
        **_own("notes", "overbooked"),
    },
    "opd": {
        **_COMMON,
        **_own("department_id"),
        "department_name": "department__name",
        "department_slug": "department__slug",
    },
}
MODELS: dict[str, type[Appointment] | type[OpdAppointment]] = {"appointment": Appointment, "opd": OpdAppointment}
_ROWS: dict[str, Any] = {kind: namedtuple(f"{kind.capitalize()}Row", columns) for kind, columns in COLUMNS.items()}
_FIRST = list(_COMMON).index("patient_id")
_PATIENT = slice(_FIRST, _FIRST + 1 + len(_SHOWN))


def kind_of(appointment: Appointment | OpdAppointment) -> str:
    """Its key in COLUMNS and MODELS."""
    return "opd" if isinstance(appointment, OpdAppointment) else "appointment"


def calendar_event(appointment: Appointment | OpdAppointment) -> CalendarEvent:
    """`{"id", "title", "start", "end", "color", "status", "extendedProps": {"patient", "appointment"}}`.

    `id` is an appointment's number, or "opd-<number>". Reads patient, doctor, department and visit type: fetch
    lists with `with_people()`.
    """
    kind = kind_of(appointment)
    return event_of_row(kind, [_value(appointment, path) for path in COLUMNS[kind].values()])


def event_of_row(kind: str, values: Sequence[Any]) -> CalendarEvent:
    """The event from the values of COLUMNS[kind], in its order."""
    row = _ROWS[kind]._make(values)
    return {
        "id": f"opd-{row.pk}" if kind == "opd" else row.pk,
        "title": f"{row.patient_name} – {row.complaint}",
        "start": iso(row.start),
        "end": iso(row.end),
        "color": COLORS[row.status],
        "status": row.status,
        "extendedProps": {
            "patient": _patient(row[_PATIENT]),
            "appointment": {
                "id": row.pk,
                "kind": kind,
                "version": row.version,
                "doctor": None if row.doctor_id is None else {"id": row.doctor_id, "name": row.doctor_name},
                "complaint": row.complaint,
                "status_reason": row.status_reason,
                "department": {"id": row.department_id, "name": row.department_name, "slug": row.department_slug},
                **(_of_opd(row) if kind == "opd" else _of_appointment(row)),
            },
        },
    }


def _of_appointment(row: Any) -> dict[str, Any]:
    visit_type = {"id": row.visit_type_id, "name": row.visit_type_name, "minutes": row.visit_type_minutes}
    return {
        "visit_type": None if row.visit_type_id is None else visit_type,
        "notes": row.notes,
        "overbooked": row.overbooked,
        **(_of_queue(row) if row.token else {}),
    }


def _of_opd(row: Any) -> dict[str, Any]:
    return {**_of_queue(row), "overbooked": False}


def _of_queue(row: Any) -> dict[str, Any]:
    """`room` is the name of the room to which the patient was called last, or None."""
    return {"token": row.token, "token_state": row.token_state, "priority": row.priority, "room": row.room_name}


def patient_card(patient: Patient) -> dict[str, Any]:
    """A patient as the API shows one: what events show, the other fields that staff enter, and the version.

    `phone_shown` is the phone in the usual form, `phone_address` the link that dials it; both "" without a phone.
    """
    return {
        **_patient([patient.pk, *(getattr(patient, name) for name in _SHOWN)]),
        **{name: getattr(patient, name) for name in FIELDS if name not in _SHOWN},
        **phone_links(patient),
        "version": patient.version,
    }


def phone_links(patient: Patient) -> dict[str, str]:
    return {"phone_shown": shown_phone(patient.phone), "phone_address": phone_address(patient.phone)}


def _patient(values: Sequence[Any]) -> dict[str, Any]:
    """`values` are the id and the fields of `Patient.shown()`, in its order. Days become text: 1990-02-01."""
    card = dict(zip(_CARD, values, strict=True))
    for name in _DAYS:
        if card[name] is not None:
            card[name] = card[name].isoformat()
    return card


def department_card(department: Department) -> dict[str, Any]:
    return {"id": department.pk, "name": department.name, "slug": department.slug}


def _value(instance: Any, column: str) -> Any:
    """What a query returns for this path; None where a relation on it is empty."""
    for name in column.split("__"):
        instance = None if instance is None else getattr(instance, name)
    return instance
