"""A new name is shown at once: on every appointment of that person from today on."""

from typing import Any

from appointments.clock import day_bounds, today
from appointments.models import Doctor, Patient


def announce_new_name(instance: Patient | Doctor, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Saves the person's appointments from today on, which announces each as `updated`.

    Their titles carry the name, so each gets a new version and screens take it as the newer one.
    """
    if raw or created or instance.name == instance.name_before:
        return
    start, _ = day_bounds(today())
    for related in (instance.appointments, instance.opd_appointments):
        for appointment in related.filter(end__gt=start).with_people():
            appointment.save()
