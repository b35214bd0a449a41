"""A new name, phone or department is shown at once: on every appointment of that person from today on."""

from typing import Any

from appointments.hospital_time import day_bounds, today
from appointments.models import Doctor, Patient


def announce_new_name(instance: Patient | Doctor, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Saves the person's appointments from today on, which announces each as `updated`.

    They show the person, so each gets a new version and screens take it as the newer one. The rows are locked first:
    a move that is made meanwhile is not overwritten by what was read before it.
    """
    if raw or created or not instance.shown_changed:
        return
    start, _ = day_bounds(today())
    for related in (instance.appointments, instance.opd_appointments):
        for appointment in related.filter(end__gt=start).with_people().select_for_update(of=("self",)):
            appointment.save()
