"""Shows a doctor's or patient's new name, phone, department … on the appointments from today on."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.hospital_time import day_bounds, today
from appointments.models import Department, Doctor, Patient
from appointments.patient_fields import FIELDS

WORDS = {
    "mrn": _("MRN changed"),
    "department_id": _("department changed"),
    **{name: field.changed for name, field in FIELDS.items()},
}


def save_appointments_of(instance: Patient | Doctor, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Saves the person's appointments from today on, which broadcasts each as `updated`.

    They show the person, so each gets a new version and screens take it as the newer one; its history says what
    changed. The rows are locked first: another change made meanwhile is not overwritten by what was read before it.
    """
    if raw or created or not instance.changed_shown:
        return
    start, _end = day_bounds(today())
    left = Department.objects.get(pk=instance.changed_shown["department_id"]).slug if _moved(instance) else None
    reason = _reason(instance)
    for related in (instance.appointments, instance.opd_appointments):
        for appointment in related.filter(end__gt=start).with_people().select_for_update(of=("self",)):
            appointment._change_reason = reason
            appointment.shows_changed_person = True
            appointment.left_department = left
            appointment.save()


def _moved(person: Patient | Doctor) -> bool:
    """Whether a doctor has another department now."""
    return "department_id" in person.changed_shown


def _reason(person: Patient | Doctor) -> str:
    """As in `Patient: phone changed`."""
    changes = ", ".join(str(WORDS.get(name, name)) for name in person.changed_shown)
    if isinstance(person, Patient):
        return gettext("Patient: %(changes)s") % {"changes": changes}
    return gettext("Doctor: %(changes)s") % {"changes": changes}
