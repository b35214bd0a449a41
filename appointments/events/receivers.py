"""The one hop that is not a call: saving a model broadcasts its event (post_save)."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from appointments.events.events import AppointmentUpdated, OpdAppointmentUpdated, ScheduleUpdated, action_of
from appointments.events.person_changed import save_appointments_of
from appointments.hospital_time import day_bounds
from appointments.models import (
    Appointment,
    DateHours,
    Doctor,
    Holiday,
    OpdAppointment,
    Patient,
    TimeOff,
    WorkingHours,
)
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


def date_hours_changed(instance: DateHours, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        broadcast(ScheduleUpdated(instance.doctor_id, *day_bounds(instance.date)))


def holiday_changed(instance: Holiday, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        for doctor_id in Doctor.objects.filter(is_active=True).values_list("pk", flat=True):
            broadcast(ScheduleUpdated(doctor_id, *day_bounds(instance.date)))


def connect() -> None:
    post_save.connect(appointment_saved, Appointment)
    post_save.connect(opd_appointment_saved, OpdAppointment)
    for signal in (post_save, post_delete):
        signal.connect(hours_changed, WorkingHours)
        signal.connect(time_off_changed, TimeOff)
        signal.connect(date_hours_changed, DateHours)
        signal.connect(holiday_changed, Holiday)
    post_save.connect(save_appointments_of, Patient)
    post_save.connect(save_appointments_of, Doctor)
