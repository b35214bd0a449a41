"""The answer to a clash: what is in the way, and the next free times."""

from typing import Any

from django.utils.translation import gettext as _

from appointments.exceptions import Invalid, Refusal, SlotTaken
from appointments.hospital_time import Interval
from appointments.models import DOCTOR_RULE, PATIENT_RULE, Appointment
from appointments.models.appointment import AppointmentQuerySet
from appointments.services.booking.validation import proposals


def clash(by: Any, appointment: Appointment, rule: str) -> Refusal:
    """What to raise where the database refused: SlotTaken for an overlap, Invalid for any other rule."""
    if DOCTOR_RULE not in rule and PATIENT_RULE not in rule:
        return Invalid(_("The appointment breaks a rule of the database."))
    return slot_taken(by, appointment, doctors_fault=DOCTOR_RULE in rule)


def slot_taken(by: Any, appointment: Appointment, *, doctors_fault: bool = True) -> SlotTaken:
    """The doctor's and the patient's appointments in the way; the sentence names whose they are."""
    doctors, patients = doctors_in_the_way(appointment), patients_in_the_way(appointment)
    detail = (
        _("%(doctor)s is no longer free at that time.") % {"doctor": appointment.doctor.name}
        if doctors or doctors_fault
        else _("%(patient)s has another appointment at that time.") % {"patient": appointment.patient.name}
    )
    conflicts = list({row.pk: row for row in (*doctors, *patients)}.values())
    return SlotTaken(detail, conflicts, proposals(by, appointment))


def check_not_taken(by: Any, appointment: Appointment, former: Interval | None = None) -> None:
    """Raises SlotTaken where an ordinary booking meets an overbooked one, which the database's rule leaves aside.

    What was overbooked onto the appointment's `former` time was put there on purpose and is not in its way.
    """
    overbooked = doctors_in_the_way(appointment).filter(overbooked=True)
    if former is not None:
        overbooked = overbooked.exclude(start__lt=former[1], end__gt=former[0])
    if overbooked.exists():
        raise slot_taken(by, appointment)


def doctors_in_the_way(appointment: Appointment) -> AppointmentQuerySet:
    """The doctor's other appointments at that time. An overbooked one keeps its time from ordinary bookings, also
    when it stands there alone; nothing is in the way of one that is overbooked itself."""
    there = _there(appointment).filter(doctor=appointment.doctor)
    return there.none() if appointment.overbooked else there


def patients_in_the_way(appointment: Appointment) -> list[Appointment]:
    """The patient's other appointments at that time."""
    return list(_there(appointment).filter(patient=appointment.patient)) if appointment.patient_id else []


def _there(appointment: Appointment) -> Any:
    rows = Appointment.objects.active().between(appointment.start, appointment.end).with_people()
    return rows.exclude(pk=appointment.pk) if appointment.pk else rows
