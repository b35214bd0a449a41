"""Conflicts: the appointments that overlap a time, and the exception that names them."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from appointments.exceptions import Invalid, Refusal, SlotTaken
from appointments.hospital_time import Interval
from appointments.models import DOCTOR_RULE, PATIENT_RULE, Appointment, Visit
from appointments.models.appointment import AppointmentQuerySet
from appointments.models.no_overlap import broken_rule
from appointments.services.booking.validation import proposals
from common.actor import acting_as


def refusal_for_rule(by: Any, appointment: Appointment, rule: str) -> Refusal:
    """The exception for a rule that the database enforced: SlotTaken for an overlap, Invalid for any other."""
    if DOCTOR_RULE not in rule and PATIENT_RULE not in rule:
        return Invalid(_("The database refused this appointment."))
    return slot_taken(by, appointment, doctors_fault=DOCTOR_RULE in rule)


def save_or_refuse(by: Any, visit: Visit, reason: str = "") -> None:
    """Saves, with the reason for the history. Raises SlotTaken or Invalid where the database refuses an appointment."""
    visit._change_reason = reason or None
    try:
        with transaction.atomic(), acting_as(by):
            visit.save()
    except IntegrityError as error:
        if isinstance(visit, Appointment):
            raise refusal_for_rule(by, visit, broken_rule(error)) from error
        raise


def slot_taken(by: Any, appointment: Appointment, *, doctors_fault: bool = True) -> SlotTaken:
    """SlotTaken with the overlapping appointments of doctor and patient; the sentence says whose they are."""
    doctors, patients = doctor_conflicts(appointment), patient_conflicts(appointment)
    detail = (
        _("%(doctor)s is not free at that time.") % {"doctor": appointment.doctor.name}
        if doctors or doctors_fault
        else _("%(patient)s has another appointment at that time.") % {"patient": appointment.patient.name}
    )
    conflicts = list({row.pk: row for row in (*doctors, *patients)}.values())
    return SlotTaken(detail, conflicts, proposals(by, appointment))


def check_not_taken(by: Any, appointment: Appointment, former: Interval | None = None) -> None:
    """Raises SlotTaken where an ordinary booking overlaps an overbooked one, which the database's rule does not cover.

    Appointments overbooked onto this one's `former` time do not count.
    """
    overbooked = doctor_conflicts(appointment).filter(overbooked=True)
    if former is not None:
        overbooked = overbooked.exclude(start__lt=former[1], end__gt=former[0])
    if overbooked.exists():
        raise slot_taken(by, appointment)


def doctor_conflicts(appointment: Appointment) -> AppointmentQuerySet:
    """The doctor's other appointments at that time, also overbooked ones; none for one that is overbooked itself."""
    there = _overlapping(appointment).filter(doctor=appointment.doctor)
    return there.none() if appointment.overbooked else there


def patient_conflicts(appointment: Appointment) -> list[Appointment]:
    """The patient's other appointments at that time."""
    return list(_overlapping(appointment).filter(patient=appointment.patient)) if appointment.patient_id else []


def _overlapping(appointment: Appointment) -> Any:
    rows = Appointment.objects.active().between(appointment.start, appointment.end).with_people()
    return rows.exclude(pk=appointment.pk) if appointment.pk else rows
