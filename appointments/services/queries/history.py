"""An appointment's history in words: who changed what, when and why."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.date_text import moment
from appointments.hospital_time import local
from appointments.models import Appointment, OpdAppointment
from common.actor import person

WORDS = {
    "complaint": _("reason for visit changed"),
    "notes": _("notes changed"),
    "visit_type_id": _("visit type changed"),
    "overbooked": _("overbooking changed"),
    "priority": _("priority changed"),
}


def history_of(appointment: Appointment | OpdAppointment) -> list[dict[str, Any]]:
    """Oldest first: `{"at", "by", "from", "to", "change", "reason"}`; `from` and `to` are states, None at first."""
    rows = list(appointment.history.select_related("history_user").order_by("history_id"))
    return [_entry(row, before) for row, before in zip(rows, [None, *rows[:-1]], strict=True)]


def _entry(row: Any, before: Any) -> dict[str, Any]:
    return {
        "at": local(row.history_date).isoformat(),
        "by": person(row.history_user) if row.history_user else None,
        "from": before.status if before else None,
        "to": row.status,
        "change": _change(row, before),
        "reason": row.history_change_reason or "",
    }


def _change(row: Any, before: Any) -> str:
    if before is None:
        return gettext("created")
    changes = []
    if row.start != before.start or row.end != before.end:
        changes.append(gettext("moved from %(time)s") % {"time": moment(local(before.start))})
    if row.doctor_id != before.doctor_id:
        changes.append(gettext("doctor changed"))
    if row.status != before.status:
        changes.append(gettext("status changed"))
    changes += [str(words) for field, words in WORDS.items() if getattr(row, field, 0) != getattr(before, field, 0)]
    return ", ".join(changes) or gettext("saved")
