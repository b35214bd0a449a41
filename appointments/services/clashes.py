"""The answer to a clash: what is in the way, and the next free times."""

from typing import Any

from appointments.errors import Invalid, Refusal, SlotTaken
from appointments.models import DOCTOR_RULE, PATIENT_RULE, Appointment
from appointments.services.times import proposals


def clash(by: Any, appointment: Appointment, rule: str) -> Refusal:
    """What to raise where the database refused: SlotTaken for an overlap, Invalid for any other rule."""
    if DOCTOR_RULE not in rule and PATIENT_RULE not in rule:
        return Invalid("The appointment breaks a rule of the database.")
    return slot_taken(by, appointment, doctors_fault=DOCTOR_RULE in rule)


def slot_taken(by: Any, appointment: Appointment, *, doctors_fault: bool = True) -> SlotTaken:
    """The doctor's and the patient's appointments in the way; the sentence names whose they are."""
    doctors, patients = doctors_in_the_way(appointment), patients_in_the_way(appointment)
    detail = (
        f"{appointment.doctor.name} is no longer free at that time."
        if doctors or doctors_fault
        else f"{appointment.patient.name} has another appointment at that time."
    )
    conflicts = list({row.pk: row for row in (*doctors, *patients)}.values())
    return SlotTaken(detail, conflicts, proposals(by, appointment))


def doctors_in_the_way(appointment: Appointment) -> list[Appointment]:
    """The doctor's ordinary appointments at that time; an overbooked one is in nobody's way."""
    if appointment.overbooked:
        return []
    return list(_there(appointment).filter(doctor=appointment.doctor, overbooked=False))


def patients_in_the_way(appointment: Appointment) -> list[Appointment]:
    """The patient's other appointments at that time."""
    return list(_there(appointment).filter(patient=appointment.patient)) if appointment.patient_id else []


def _there(appointment: Appointment) -> Any:
    rows = Appointment.objects.active().between(appointment.start, appointment.end).with_people()
    return rows.exclude(pk=appointment.pk) if appointment.pk else rows
