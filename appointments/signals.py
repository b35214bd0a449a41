"""The one hop that is not a call: a model was saved, so the event that says so is broadcast."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from appointments.events import AppointmentUpdated, OpdAppointmentUpdated, ScheduleUpdated, action_of
from appointments.models import Appointment, Doctor, OpdAppointment, Patient, TimeOff, WorkingHours
from appointments.renaming import announce_new_name
from realtime.broadcasting import broadcast


def appointment_saved(instance: Appointment, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        broadcast(AppointmentUpdated(instance, action_of(instance)))


def opd_appointment_saved(instance: OpdAppointment, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        broadcast(OpdAppointmentUpdated(instance, action_of(instance)))


def hours_changed(instance: WorkingHours, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        broadcast(ScheduleUpdated(instance.doctor_id))


def time_off_changed(instance: TimeOff, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        broadcast(ScheduleUpdated(instance.doctor_id, instance.start, instance.end))


def connect() -> None:
    post_save.connect(appointment_saved, Appointment)
    post_save.connect(opd_appointment_saved, OpdAppointment)
    for signal in (post_save, post_delete):
        signal.connect(hours_changed, WorkingHours)
        signal.connect(time_off_changed, TimeOff)
    post_save.connect(announce_new_name, Patient)
    post_save.connect(announce_new_name, Doctor)
