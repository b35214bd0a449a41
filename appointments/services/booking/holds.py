"""Holds: a time is reserved while its booking is typed, and released after HOLD_SECONDS."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.events.events import ScheduleUpdated
from appointments.exceptions import Invalid
from appointments.models import Appointment, Doctor, Hold, VisitType
from appointments.services.booking.conflicts import doctor_conflicts, slot_taken
from appointments.services.booking.locks import lock_doctors
from appointments.services.booking.validation import check_form, check_not_held, check_open, check_whole_minutes
from appointments.services.permissions import require, require_department
from appointments.services.schedule.availability import Agenda
from common.actor import acting_as, current_actor
from realtime.broadcasting import atomic, broadcast

HOLD = timedelta(seconds=settings.HOLD_SECONDS)
HOLDS_PER_WINDOW = 3  # a further hold replaces the oldest
HOLDS_PER_USER = 15  # in all windows: a program can send any X-Origin-Id
KEPT = timedelta(hours=1)  # after its end; then the next hold deletes it


@atomic()
def hold(*, by: Any, doctor: Doctor, start: datetime, end: datetime) -> Hold:
    """Holds [start, end) for HOLD_SECONDS. Ends the same user's holds that overlap it, and the oldest over the limits.

    At most as long as a visit can be: the longest visit type, or one slot where that is longer. Raises Forbidden,
    Invalid, Closed, SlotTaken or Held (by another user).
    """
    require(by, "book")
    require_department(by, doctor.department_id)
    check_whole_minutes(start=start, end=end)
    lock_doctors(doctor.pk)  # of two users who hold one slot at once, the second sees the first's hold
    draft = Appointment(doctor=doctor, start=start, end=end)
    check_form(start, end)
    agenda = Agenda.around(doctor, start)
    _check_length(end - start, agenda.slot_length(start))
    check_open(by, draft, agenda, reason=_("held while the booking is typed"))
    if doctor_conflicts(draft).exists():
        raise slot_taken(by, draft)
    check_not_held(by, doctor, start, end)
    now = timezone.now()
    with acting_as(by):
        Hold.objects.filter(doctor=doctor, until__lte=now - KEPT).delete()
        mine = Hold.objects.running(now).filter(user=by)
        _end(mine.filter(doctor=doctor).between(start, end))
        window = current_actor().origin
        _end(mine.filter(window=window).order_by("-until")[HOLDS_PER_WINDOW - 1 :])
        _end(mine.order_by("-until")[HOLDS_PER_USER - 1 :])
        made = Hold.objects.create(doctor=doctor, user=by, start=start, end=end, until=now + HOLD, window=window)
        broadcast(ScheduleUpdated(doctor.pk, start, end, kind="hold"))
    return made


@atomic()
def release(*, by: Any, pk: int) -> None:
    """Ends a hold of this user. Raises Hold.DoesNotExist where the user has none with this id."""
    with acting_as(by):
        _end([Hold.objects.select_for_update().get(pk=pk, user=by)])


def consume(by: Any, appointment: Appointment) -> None:
    """Deletes the booker's holds on a booked time. The booking's own event updates the screens."""
    if by is not None:
        Hold.objects.filter(user=by, doctor=appointment.doctor).between(appointment.start, appointment.end).delete()


def _check_length(length: timedelta, slot: timedelta) -> None:
    minutes = VisitType.objects.aggregate(longest=Max("minutes"))["longest"] or 0
    longest = max(slot, timedelta(minutes=minutes))
    if length > longest:
        sentence = _("A time can be held for one visit: at most %(minutes)s minutes.") % {
            "minutes": longest // timedelta(minutes=1)
        }
        raise Invalid(sentence, {"end": [sentence]})


def _end(holds: Iterable[Hold]) -> None:
    for each in list(holds):
        each.delete()
        broadcast(ScheduleUpdated(each.doctor_id, each.start, each.end, kind="hold"))
