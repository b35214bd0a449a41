"""A booked patient who is checked in while holding another token of the queue gets a place when that token ends."""

from typing import Any

from appointments.hospital_time import day_bounds, today
from appointments.models import Appointment, Status, Visit
from appointments.services.booking.conflicts import save_or_refuse
from appointments.services.tokens import draw_at_check_in


def admit_checked_in(by: Any, ended: Visit) -> None:
    """After a save: if the token has left its queue, gives one to the appointment there for which this patient is
    checked in.

    It counts from the check-in. The caller has locked the patient: a check-in at the same moment sees the token or is
    seen here.
    """
    before = ended.before
    if before is None or not before.in_queue or before.token_day != today():
        return
    stays = isinstance(ended, Appointment) and before.doctor_id == ended.doctor_id
    left = ended.queue_department_id if stays else before.queue_department_id
    if ended.in_queue and ended.queue_department_id == left:
        return
    start, end = day_bounds(today())
    waiting = Appointment.objects.filter(patient=ended.patient_id, status=Status.CHECKED_IN, token="")
    here = waiting.filter(doctor__department=left, start__gte=start, start__lt=end).order_by("start")
    for pk in here.values_list("pk", flat=True)[:1]:
        Appointment.objects.select_for_update().get(pk=pk)
        row = Appointment.objects.with_people().get(pk=pk)
        if row.status == Status.CHECKED_IN:
            draw_at_check_in(row, arrived_at=row.status_changed_at)
            if row.token:
                save_or_refuse(by, row)
