"""The one hop that is not a call: saving a model broadcasts its event and writes its audit record (post_save)."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from appointments.events.board_changes import board_changes
from appointments.events.events import AppointmentUpdated, OpdAppointmentUpdated, ScheduleUpdated, action_of
from appointments.events.person_changed import save_appointments_of
from appointments.hospital_time import day_bounds
from appointments.models import (
    Appointment,
    DateHours,
    Department,
    DepartmentScope,
    Doctor,
    Holiday,
    OpdAppointment,
    Patient,
    TimeOff,
    WorkingHours,
)
from audit.models import Action
from audit.recording import record, subject_of
from realtime.broadcasting import broadcast
from realtime.revocation import end_rights

ACTIONS = {"created": Action.BOOKED, "updated": Action.CHANGED, "cancelled": Action.CANCELLED}  # else STATUS_CHANGED


def appointment_saved(instance: Appointment, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        broadcast(AppointmentUpdated(instance, action_of(instance)))


def opd_appointment_saved(instance: OpdAppointment, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        broadcast(OpdAppointmentUpdated(instance, action_of(instance)))


def token_saved(instance: Appointment | OpdAppointment, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        for event in board_changes(instance):
            broadcast(event)


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


def appointment_recorded(instance: Appointment | OpdAppointment, raw: bool = False, **kwargs: Any) -> None:
    """Who booked or changed it. A save that only shows a changed patient or doctor is not a change of its own."""
    if raw or instance.shows_changed_person:
        return
    action = ACTIONS.get(action_of(instance), Action.STATUS_CHANGED)
    detail = instance.status if action in {Action.STATUS_CHANGED, Action.CANCELLED} else ""
    record(action, patient=instance.patient_id, subject=subject_of(instance), detail=detail)


def patient_recorded(instance: Patient, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if not raw and not instance.merging:
        record(Action.REGISTERED if created else Action.CORRECTED, patient=instance.pk)


def patient_deleted(instance: Patient, **kwargs: Any) -> None:
    record(Action.DELETED, patient=instance.pk)


def scope_changed(instance: DepartmentScope, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        end_rights(user_id=instance.user_id)


def department_changed(instance: Department, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Its channel has another name if the slug has changed; sockets on the former one are closed."""
    if not (raw or created):
        end_rights()


def doctor_changed(instance: Doctor, raw: bool = False, **kwargs: Any) -> None:
    """In another department: users who are limited to the former one lose the doctor's channel."""
    if not raw and "department_id" in instance.changed_shown:
        end_rights()


def connect() -> None:
    post_save.connect(appointment_saved, Appointment)
    post_save.connect(opd_appointment_saved, OpdAppointment)
    post_save.connect(token_saved, Appointment)
    post_save.connect(token_saved, OpdAppointment)
    for signal in (post_save, post_delete):
        signal.connect(hours_changed, WorkingHours)
        signal.connect(time_off_changed, TimeOff)
        signal.connect(date_hours_changed, DateHours)
        signal.connect(holiday_changed, Holiday)
        signal.connect(scope_changed, DepartmentScope)
    post_save.connect(appointment_recorded, Appointment)
    post_save.connect(appointment_recorded, OpdAppointment)
    post_save.connect(patient_recorded, Patient)
    post_delete.connect(patient_deleted, Patient)
    post_save.connect(save_appointments_of, Patient)
    post_save.connect(save_appointments_of, Doctor)
    post_save.connect(department_changed, Department)
    post_save.connect(doctor_changed, Doctor)
