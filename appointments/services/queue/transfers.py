"""Transfers: to another doctor or department, with the arrival kept."""

from typing import Any

from django.utils.translation import gettext as _

from appointments.exceptions import Closed, Invalid
from appointments.hospital_time import today
from appointments.models import Appointment, Department, Doctor, OpdAppointment, TokenState
from appointments.services.booking.conflicts import doctor_conflicts
from appointments.services.permissions import may, require_department
from appointments.services.queue.doctors import check_doctor
from appointments.services.queue.rooms import rooms_of
from appointments.services.schedule import department_day


def transfer(
    by: Any, row: Appointment | OpdAppointment, *, doctor: Doctor | None, department: Department | None
) -> None:
    """Sets doctor and department; the caller saves.

    The token and the arrival stay; former calls do not count in the new queue. A booked visit always has a doctor:
    without one, the only doctor with an open room takes it. It does not block the new doctor's time where that is
    booked already. Raises Invalid, Forbidden, or Closed where the department sees no patients today.
    """
    target = department or (doctor.department if doctor else None)
    if target is None:
        raise Invalid(_("Choose a doctor or a department."), {"department": [_("Choose a doctor or a department.")]})
    check_doctor(doctor, target)
    require_department(by, target.pk)
    elsewhere = target.pk != row.queue_department_id and not may(by, "override_hours")
    if elsewhere and (closed := department_day.why_closed(target, today())):
        raise Closed(closed, [])
    before = row.queue_department_id, row.doctor_id
    if isinstance(row, OpdAppointment):
        row.department, row.doctor = target, doctor
    else:
        row.doctor = doctor or _only_doctor(target)
        row.overbooked = False
        row.overbooked = doctor_conflicts(row).exists()
    if before == (row.queue_department_id, row.doctor_id):
        raise Invalid(_("The patient is there already."))
    row.token_state, row.room, row.called_at, row.served_at = TokenState.WAITING, None, None, None


def _only_doctor(department: Department) -> Doctor:
    there = [doctor for _room, doctor in rooms_of([department])[department.pk] if doctor is not None]
    if len(there) != 1:
        raise Invalid(_("Choose a doctor."), {"doctor": [_("Choose a doctor.")]})
    return there[0]
