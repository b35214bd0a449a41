"""Appointments and walk-ins: their columns, and the rules that hold for each."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext as _

from appointments.empty_field_texts import SENTENCES
from appointments.hospital_time import local
from appointments.models import (
    DOCTOR_RULE,
    PATIENT_RULE,
    Appointment,
    Department,
    OpdAppointment,
    Patient,
    Status,
    Visit,
)
from appointments.models.no_overlap import broken_rule
from appointments.models.status import TOKEN_STATES_OF
from appointments.services.booking.locks import lock_doctors
from appointments.services.booking.validation import check_form, visit_length
from appointments.services.schedule.availability import DEFAULT_SLOT
from appointments.services.transfer.batch import Batch
from appointments.services.transfer.cells import check_storable, moment_text, read_date, read_moment, read_yes
from appointments.services.transfer.staff import Staff, name_in
from appointments.services.transfer.visit_tokens import raise_counters, taken_tokens

CHUNK = 2_000  # rows that an export keeps in memory
BOOKED, WALK_IN = "booked", "walk-in"
MOMENTS = ("status_changed_at", "token_since", "arrived_at", "called_at", "served_at")
TEXTS = ("status_reason", "complaint", "token", "token_state", "queue_move")
OF_BOOKED = ("visit_type", "notes", "overbooked", "arrived_at")  # fields that a walk-in does not have
NOT_IN_FILES = ("id", "patient", "doctor", "department", "visit_type", "room", "version", "created_at")


class Appointments:
    name = "appointments"
    columns = (
        *("kind", "mrn", "doctor", "department", "start", "end", "visit_type", "complaint", "notes"),
        *("status", "status_changed_at", "status_reason", "overbooked", "priority"),
        *("token", "token_day", "token_state", "token_since", "queue_move"),
        *("arrived_at", "called_at", "served_at", "room", "skips"),
    )
    required = ("mrn", "doctor", "start", "complaint")

    def __init__(self, date_order: str = "") -> None:
        self.date_order = date_order
        self.staff = Staff()

    def notice(self, values: dict[str, str]) -> None:
        """Nothing needs to be known before."""

    def read(self, values: dict[str, str]) -> Visit:
        """Its patient has nothing but the MRN yet. Raises Refusal, ValidationError, ValueError."""
        values = {**dict.fromkeys(self.columns, ""), **values}
        for field, text in values.items():
            _named(field, check_storable, text)
        if not values["mrn"]:
            raise ValueError(_("mrn: Enter the patient's MRN."))
        if not values["complaint"]:
            raise ValueError(f"complaint: {SENTENCES['complaint']}")
        kind = values["kind"].casefold() or BOOKED
        if kind not in {BOOKED, WALK_IN}:
            raise ValueError(_("kind: Enter “booked” or “walk-in”."))
        visit = self._booked(values) if kind == BOOKED else self._walk_in(values)
        check_form(visit.start, visit.end)
        visit.patient = Patient(mrn=values["mrn"])
        visit.clean_fields(exclude=NOT_IN_FILES)
        _check_token_state(visit)
        return visit

    def _booked(self, values: dict[str, str]) -> Appointment:
        department = _named("department", self.staff.department, values["department"]) if values["department"] else None
        if not values["doctor"]:
            raise ValueError(f"doctor: {SENTENCES['doctor']}")
        doctor = _named("doctor", lambda name: self.staff.doctor(name, department), values["doctor"])
        if department and doctor.department_id != department.pk:
            sentence = _("doctor: %(doctor)s does not work in %(department)s.")
            raise ValueError(sentence % {"doctor": doctor.name, "department": department.name})
        visit_type = _named("visit_type", self.staff.visit_type, values["visit_type"]) if values["visit_type"] else None
        _named("notes", _check_notes, values["notes"])
        start = self._moment("start", values)
        return Appointment(
            doctor=doctor,
            visit_type=visit_type,
            start=start,
            end=self._moment("end", values) or start + (visit_length(visit_type) or DEFAULT_SLOT),
            notes=values["notes"],
            overbooked=_named("overbooked", read_yes, values["overbooked"]),
            **self._of_both(values, start, doctor.department),
        )

    def _walk_in(self, values: dict[str, str]) -> OpdAppointment:
        for field in OF_BOOKED:
            if values[field] and values[field].casefold() != "no":
                raise ValueError(f"{field}: {_('A walk-in has none.')}")
        if not values["department"]:
            raise ValueError(f"department: {SENTENCES['department']}")
        department = _named("department", self.staff.department, values["department"])
        if not values["token"]:
            raise ValueError(_("token: A walk-in has a token."))
        start = self._moment("start", values)
        return OpdAppointment(
            department=department,
            doctor=_named("doctor", lambda name: self.staff.doctor(name, department), values["doctor"])
            if values["doctor"]
            else None,
            start=start,
            end=self._moment("end", values) or start + DEFAULT_SLOT,
            **{name: value for name, value in self._of_both(values, start, department).items() if name != "arrived_at"},
        )

    def _of_both(self, values: dict[str, str], start: datetime, department: Department) -> dict[str, Any]:
        status = values["status"].upper().replace(" ", "_").replace("-", "_") or Status.SCHEDULED
        found: dict[str, Any] = {name: values[name] for name in TEXTS}
        found |= {name: self._moment(name, values) for name in MOMENTS}
        found |= {
            "status": status,
            "skips": values["skips"] or 0,
            "priority": values["priority"].casefold() or "normal",
        }
        found["status_changed_at"] = found["status_changed_at"] or start
        found["room"] = (
            _named("room", lambda name: self.staff.room(name, department), values["room"]) if values["room"] else None
        )
        if values["token"]:
            day = values["token_day"]
            found["token_day"] = (
                _named("token_day", lambda text: read_date(text, self.date_order), day) if day else local(start).date()
            )
            found["token_state"] = values["token_state"].upper() or TOKEN_STATES_OF.get(status, ("",))[0]
        elif values["token_day"] or values["token_state"]:
            raise ValueError(_("token: Without a token there is no day and no state of it."))
        return found

    def _moment(self, field: str, values: dict[str, str]) -> Any:
        if not values[field]:
            if field == "start":
                raise ValueError(f"start: {SENTENCES['start']}")
            return None
        return _named(field, lambda text: read_moment(text, self.date_order), values[field])

    def place(self, batch: Batch) -> None:
        """The patients and doctors of the batch are locked: nobody books them before it is committed."""
        doctors = {visit.doctor_id for visit in batch.ready.values() if visit.doctor_id}
        lock_doctors(*doctors)
        _find_patients(batch)
        _skip_those_there(batch)
        _refuse_taken_tokens(batch)
        for model in (Appointment, OpdAppointment):
            numbers = [number for number, visit in batch.ready.items() if isinstance(visit, model)]
            batch.insert(numbers, _refused_by_database)
        raise_counters(batch.inserted.values())


def rows() -> Iterator[list[str]]:
    """All appointments, then all walk-ins, as cells of `Appointments.columns`."""
    booked = Appointment.objects.with_people().select_related("room__department")
    walk_ins = OpdAppointment.objects.with_people().select_related("room__department")
    for found in (booked, walk_ins):
        for visit in found.order_by("pk").iterator(chunk_size=CHUNK):
            yield cells_of(visit)


def cells_of(visit: Visit) -> list[str]:
    """The row of an export."""
    department = visit.queue_department
    special = {
        "kind": BOOKED if isinstance(visit, Appointment) else WALK_IN,
        "mrn": visit.patient.mrn,
        "doctor": name_in(visit.doctor, department),
        "department": department.name,
        "room": name_in(visit.room, department),
        "start": moment_text(visit.start),
        "end": moment_text(visit.end),
        "token_day": str(visit.token_day or ""),
        "visit_type": visit.visit_type.name if isinstance(visit, Appointment) and visit.visit_type else "",
        "overbooked": "yes" if isinstance(visit, Appointment) and visit.overbooked else "",
        "skips": str(visit.skips or ""),
        **{name: moment_text(getattr(visit, name, None)) for name in MOMENTS},
    }
    return [special[name] if name in special else str(getattr(visit, name, "")) for name in Appointments.columns]


def _named(field: str, read: Any, text: str) -> Any:
    """What `read` makes of the text. Raises ValueError with the field's name before the sentence."""
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(f"{field}: {error}") from None


def _check_notes(text: str) -> None:
    """As the desk does; the column itself has no limit."""
    most = Appointment._meta.get_field("notes").max_length
    if most is not None and len(text) > most:
        raise ValueError(_("At most %(most)s characters are allowed.") % {"most": most})


def _check_token_state(visit: Visit) -> None:
    if visit.token and visit.token_state not in TOKEN_STATES_OF[visit.status]:
        sentence = _("token_state: “%(state)s” does not fit the status %(status)s.")
        raise ValueError(sentence % {"state": visit.token_state, "status": visit.status})


def _find_patients(batch: Batch) -> None:
    """Visits of a merged record belong to the one that stays."""
    locked = Patient.objects.order_by("pk").select_for_update(no_key=True)
    patients = {each.mrn: each for each in locked.filter(mrn__in={each.patient.mrn for each in batch.ready.values()})}
    while merged := {each.merged_into_id for each in patients.values() if each.merged_into_id}:
        survivors = locked.in_bulk(merged)
        patients = {mrn: survivors.get(each.merged_into_id, each) for mrn, each in patients.items()}
    for number, visit in list(batch.ready.items()):
        patient = patients.get(visit.patient.mrn)
        if patient is None:
            batch.refuse(number, _("mrn: There is no patient with the MRN %(mrn)s.") % {"mrn": visit.patient.mrn})
            continue
        visit.patient = patient


def _skip_those_there(batch: Batch) -> None:
    for model in (Appointment, OpdAppointment):
        asked = {number: visit for number, visit in batch.ready.items() if isinstance(visit, model)}
        there = model._base_manager.filter(
            patient__in={visit.patient_id for visit in asked.values()},
            start__in={visit.start for visit in asked.values()},
        )
        known = {tuple(cells_of(visit)) for visit in there.select_related(*JOINED[model])} if asked else set()
        for number, visit in asked.items():
            if tuple(cells_of(visit)) in known:
                batch.skip(number)


JOINED: dict[Any, tuple[str, ...]] = {
    Appointment: ("patient", "doctor__department", "visit_type", "room__department"),
    OpdAppointment: ("patient", "doctor__department", "department", "room__department"),
}


def _refuse_taken_tokens(batch: Batch) -> None:
    with_token = {number: visit for number, visit in batch.ready.items() if visit.token}
    taken = taken_tokens(with_token.values())
    for number, visit in with_token.items():
        if (visit.token_day, visit.token) in taken:
            sentence = _("token: %(token)s was given already on %(day)s.")
            batch.refuse(number, sentence % {"token": visit.token, "day": visit.token_day})
        taken.add((visit.token_day, visit.token))


def _refused_by_database(visit: Visit, error: IntegrityError) -> str:
    rule = broken_rule(error)
    if DOCTOR_RULE in rule and visit.doctor:
        return _("%(doctor)s is not free at that time.") % {"doctor": visit.doctor.name}
    if PATIENT_RULE in rule:
        return _("%(patient)s has another appointment at that time.") % {"patient": visit.patient.name}
    return _("The database refused this appointment.")
