"""Whether a time may be booked: well formed, inside working hours, and not held by another user."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.exceptions import Closed, Held, Invalid
from appointments.hospital_time import MINUTE, Interval, whole_minute, within_years
from appointments.models import Appointment, Doctor, Hold, VisitType
from appointments.models.versioned import MAX_LENGTH
from appointments.services.permissions import may
from appointments.services.schedule import availability


def visit_length(visit_type: VisitType | None) -> timedelta | None:
    return timedelta(minutes=visit_type.minutes) if visit_type else None


def planned_length(appointment: Appointment) -> timedelta:
    """Its length in whole minutes: rows from before `check_whole_minutes()` may have seconds."""
    return -((appointment.start - appointment.end) // MINUTE) * MINUTE


def visit_of_length(length: timedelta) -> VisitType | None:
    """The shortest visit type of at least this length, else the longest; None for an impossible length."""
    if not timedelta() < length <= MAX_LENGTH:
        return None
    visits = VisitType.objects.order_by("minutes", "pk")
    return visits.filter(minutes__gte=length / timedelta(minutes=1)).first() or visits.last()


def check_form(start: datetime, end: datetime) -> None:
    """Raises Invalid for an interval that no appointment can have."""
    if end <= start:
        raise _invalid_end(_("The end must be after the start."))
    if end - start > MAX_LENGTH:
        raise _invalid_end(_("An appointment can last at most 12 hours."))
    try:
        within_years(start)
    except ValueError as error:
        raise Invalid(_("That date is out of range."), {"start": [str(error)]}) from None


def check_whole_minutes(**moments: datetime | None) -> None:
    """Raises Invalid for the first moment with seconds; its name is that of its field."""
    for name, moment in moments.items():
        try:
            if moment is not None:
                whole_minute(moment)
        except ValueError as error:
            raise Invalid(str(error), {name: [str(error)]}) from None


def _invalid_end(sentence: str) -> Invalid:
    return Invalid(sentence, {"end": [sentence]})


def check_open(
    by: Any, appointment: Appointment, agenda: availability.Agenda, reason: str = "", *, begun: bool = False
) -> None:
    """Raises Closed outside hours, on time off and in the past. A manager may, with a reason (Invalid without).

    `agenda` is the doctor's around the appointment. `begun` allows a past start, for an appointment whose length alone
    changes. Raises Invalid for an inactive doctor.
    """
    doctor = appointment.doctor
    if not doctor.is_active:
        raise Invalid(
            _("%(doctor)s does not take appointments.") % {"doctor": doctor.name},
            {"doctor": [_("This doctor does not take appointments.")]},
        )
    closed = agenda.why_closed(appointment.start, appointment.end, begun=begun)
    if closed is None:
        return
    if not may(by, "override_hours"):
        raise Closed(closed, proposals(by, appointment))
    need_reason(by, reason, _("%(closed)s Enter a reason to book anyway.") % {"closed": closed})


def check_not_held(by: Any, doctor: Doctor, start: datetime, end: datetime) -> None:
    """Raises Held where another user holds a part of this time."""
    holds = Hold.objects.running(timezone.now()).between(start, end).filter(doctor=doctor).select_related("user")
    others = [hold for hold in holds.order_by("-until") if by is None or hold.user_id != by.pk]
    if others:
        raise Held(others[0])


def proposals(by: Any, appointment: Appointment) -> list[Interval]:
    """The next times for this appointment that suit its doctor and its patient."""
    return availability.next_free(
        appointment.doctor,
        appointment.end - appointment.start,
        max(appointment.start, timezone.now()),
        patient=appointment.patient if appointment.patient_id else None,
        ignoring=appointment.pk,
        asker=by,
    )


def need_reason(by: Any, reason: str, sentence: str) -> None:
    """Raises Invalid where a user gives none; the system needs none."""
    if by is not None and not reason.strip():
        raise Invalid(sentence, {"reason": [_("Enter a reason.")]})
