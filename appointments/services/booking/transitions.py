"""Status transitions: only allowed ones, by users with the right, from the version that they saw."""

from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.date_text import long_day
from appointments.exceptions import AlreadyWaiting, BadTransition, Forbidden, OtherDay
from appointments.hospital_time import local, today
from appointments.models import ACTIVE, RULES, Appointment, OpdAppointment, Status, TokenState
from appointments.services.booking import overbooking, versions
from appointments.services.booking.check_in_later import admit_checked_in
from appointments.services.booking.conflicts import doctor_conflicts, save_or_refuse, slot_taken
from appointments.services.booking.locks import lock_doctors, lock_patients
from appointments.services.booking.validation import check_not_held, check_open, planned_length
from appointments.services.permissions import may
from appointments.services.schedule.availability import Agenda
from appointments.services.tokens import draw_at_check_in, in_queue_already, open_room_of
from realtime.broadcasting import atomic

T = TypeVar("T", Appointment, OpdAppointment)
WITH_PATIENT = (Status.CHECKED_IN, Status.IN_PROGRESS, Status.COMPLETED)
NOT_CALLED = (TokenState.WAITING, TokenState.SKIPPED)


@atomic()
def change_status(*, by: Any, appointment: T, status: str, version: int, reason: str = "", confirm: bool = False) -> T:
    """Sets `status`. Undo is a transition back on the same day. The pages ask why a visit is cancelled; programs may
    leave `reason` empty.

    Raises StaleVersion, BadTransition, Forbidden or, where the time of a cancelled appointment is no longer free,
    SlotTaken, Held, Closed or Invalid (a manager must give a reason). Raises AlreadyWaiting where a patient who left
    has another token in that queue, and OtherDay where an appointment of another day is checked in, started or
    completed (`confirm` goes on: see `_bring_to_today()`). Nothing is written then.
    """
    comes_back = isinstance(appointment, Appointment) and appointment.status not in ACTIVE
    if isinstance(appointment, Appointment) and (comes_back or confirm):  # it takes time, or may move to the present
        lock_doctors(appointment.doctor_id)
        lock_patients(appointment.patient_id)
    elif status == Status.CHECKED_IN or appointment.token:  # it comes into a queue, or leaves one
        lock_patients(appointment.patient_id)
    row = versions.locked(type(appointment).objects.with_people(), appointment.pk, version)
    actions = open_transitions(row)
    if status not in actions:
        raise BadTransition(_why_not(row, status), allowed(by, row))
    if not may(by, actions[status], row):
        raise Forbidden(_("You don't have permission to change this appointment's status."))
    if isinstance(row, Appointment) and row.status not in ACTIVE and status in ACTIVE:
        _check_return(by, row, reason)
    if isinstance(row, Appointment) and status in WITH_PATIENT and status in RULES[row.status].transitions:
        _bring_to_today(row, status, confirm)
    if row.token and row.status == Status.LEFT:
        _check_not_waiting(row)
    elif isinstance(row, Appointment) and status == Status.CHECKED_IN:
        draw_at_check_in(row)
    if status == Status.IN_PROGRESS and row.token_state in NOT_CALLED and row.doctor_id:
        row.room = open_room_of(row)
    row.status, row.status_reason = status, reason
    save_or_refuse(by, row, reason)
    admit_checked_in(by, row)
    return row


def allowed(by: Any, appointment: Appointment | OpdAppointment) -> list[str]:
    """The statuses that this user may set on this appointment now."""
    return [status for status, action in open_transitions(appointment).items() if may(by, action, appointment)]


def open_transitions(appointment: Appointment | OpdAppointment) -> dict[str, str]:
    """{status: action whose permission it needs} for every transition that is possible now."""
    rules = RULES[appointment.status]
    found = dict(rules.transitions)
    if appointment.start > timezone.now():
        found.pop(Status.NO_SHOW, None)
    if local(appointment.status_changed_at).date() == today():
        found |= rules.undo
    return {str(status): action for status, action in found.items()}


def _check_return(by: Any, appointment: Appointment, reason: str) -> None:
    """An appointment that becomes active again is checked like a booking, unless its time is past.

    Appointments overbooked onto its time before it was cancelled do not count.
    """
    agenda = Agenda.around(appointment.doctor, appointment.start)
    if appointment.overbooked:
        overbooking.check_cap(by, appointment, agenda)
    elif _overbooked_since(appointment).exists():
        raise slot_taken(by, appointment)
    if appointment.start >= timezone.now():
        check_open(by, appointment, agenda, reason)
    if appointment.end > timezone.now():  # of the slot that is running, another user may hold the rest
        check_not_held(by, appointment.doctor, appointment.start, appointment.end)


def _bring_to_today(appointment: Appointment, status: str, confirm: bool) -> None:
    """Raises OtherDay for an appointment of another day, unless confirmed.

    A patient who is checked in or seen then is here now: the visit moves to the present and leaves its planned time,
    which the history keeps. It is overbooked where the doctor has another one: the patient is not sent away. A visit
    that is completed afterwards, or that waits in the queue of its day, keeps its time.
    """
    now = timezone.now()
    day = local(appointment.start).date()
    if day == today() or appointment.start <= now < appointment.end:  # the night shift's after midnight
        return
    if not confirm:
        raise OtherDay(day, _("Booked for %(day)s.") % {"day": long_day(day)})
    if appointment.in_queue or (status == Status.COMPLETED and appointment.start < now):
        return
    length = planned_length(appointment)
    appointment.start = now.replace(second=0, microsecond=0)
    appointment.end = appointment.start + length
    appointment.overbooked = False
    appointment.overbooked = doctor_conflicts(appointment).exists()


def _check_not_waiting(visit: Appointment | OpdAppointment) -> None:
    if other := in_queue_already(visit.patient, visit.queue_department_id, other_than=visit):
        raise AlreadyWaiting(other)


def _overbooked_since(appointment: Appointment) -> Any:
    return doctor_conflicts(appointment).filter(overbooked=True, created_at__gt=appointment.status_changed_at)


def _why_not(appointment: Appointment | OpdAppointment, status: str) -> str:
    now, then = Status(appointment.status), Status(status)
    if now == then:
        return _("The status is already %(state)s.") % {"state": now.label}
    if then in RULES[now].transitions:
        return _("A no-show can be marked only after the start time.")
    if then in RULES[now].undo:
        return _("This can be undone only on the same day.")
    return _("The status cannot change from %(now)s to %(then)s.") % {"now": now.label, "then": then.label}
