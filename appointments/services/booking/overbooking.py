"""A second patient in the same time, on purpose: by permission, with a reason, up to the doctor's cap."""

from typing import Any

from django.utils.translation import gettext as _

from appointments.exceptions import SlotTaken
from appointments.hospital_time import day_bounds, local
from appointments.models import Appointment, Doctor
from appointments.services.booking.validation import need_reason, proposals
from appointments.services.permissions import require
from appointments.services.schedule.availability import Agenda


def check(by: Any, appointment: Appointment, agenda: Agenda, reason: str) -> None:
    """Checks an appointment that asks to be overbooked; clears the flag where no other appointment overlaps.

    The cap counts per doctor and session (the shift with that time, else the day). The caller holds the doctor's lock.
    Raises Forbidden, Invalid (no reason) or SlotTaken (cap reached).
    """
    if not appointment.overbooked:
        return
    there = Appointment.objects.active().between(appointment.start, appointment.end)
    if not _others(there.filter(doctor=appointment.doctor_id), appointment).exists():
        appointment.overbooked = False
        return
    require(by, "overbook")
    need_reason(by, reason, _("Enter a reason for overbooking."))
    check_cap(by, appointment, agenda)


def check_cap(by: Any, appointment: Appointment, agenda: Agenda) -> None:
    """Raises SlotTaken where the session has reached the doctor's cap. The caller holds the doctor's lock."""
    doctor = Doctor.objects.get(pk=appointment.doctor_id)
    shift = agenda.shift_with(appointment.start, appointment.end)
    start, end = (shift.start, shift.end) if shift else day_bounds(local(appointment.start).date())
    overbooked = Appointment.objects.active().between(start, end).filter(doctor=doctor, overbooked=True)
    there = list(_others(overbooked, appointment).with_people())
    if len(there) >= doctor.overbook_cap:
        detail = _("No more overbooking for %(doctor)s in this session (maximum %(most)s).")
        values = {"doctor": doctor.name, "most": doctor.overbook_cap}
        raise SlotTaken(detail % values, there, proposals(by, appointment))


def _others(rows: Any, appointment: Appointment) -> Any:
    return rows.exclude(pk=appointment.pk) if appointment.pk else rows
