"""An appointment's history in words: who changed what, when and why."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from appointments.date_text import moment
from appointments.hospital_time import local
from appointments.models import Appointment, Move, OpdAppointment
from common.actor import person

WORDS = {
    "complaint": _("reason for visit changed"),
    "notes": _("notes changed"),
    "visit_type_id": _("visit type changed"),
    "overbooked": _("overbooking changed"),
    "priority": _("priority changed"),
}
# What a step of the queue changes; a save that changes none of them is no step.
QUEUE_FIELDS = (
    *("queue_move", "token_state", "token_since", "called_at", "served_at", "skips", "room_id", "doctor_id"),
    "department_id",  # of an OPD visit
)


def history_of(appointment: Appointment | OpdAppointment) -> list[dict[str, Any]]:
    """Oldest first: `{"at", "by", "from", "to", "change", "step", "reason"}`.

    `from` and `to` are states, None at first; `step` is the queue's (models Move), empty for every other change.
    """
    people = ["history_user", "patient", "room", "doctor"]
    people += ["department"] if isinstance(appointment, OpdAppointment) else []
    rows = list(appointment.history.select_related(*people).order_by("history_id"))
    return [_entry(row, before) for row, before in zip(rows, [None, *rows[:-1]], strict=True)]


def _entry(row: Any, before: Any) -> dict[str, Any]:
    step = row.queue_move if before and _differs(row, before, *QUEUE_FIELDS) else ""
    return {
        "at": local(row.history_date).isoformat(),
        "by": person(row.history_user) if row.history_user else None,
        "from": before.status if before else None,
        "to": row.status,
        "change": _change(row, before, step),
        "step": step,
        "reason": row.history_change_reason or "",
    }


def _change(row: Any, before: Any, step: str) -> str:
    if before is None:
        return gettext("created")
    changes = [_step(row)] if step else []
    if row.start != before.start or row.end != before.end:
        changes.append(gettext("moved from %(time)s") % {"time": moment(local(before.start))})
    if row.patient_id != before.patient_id:
        mrns = {"former": before.patient.mrn, "mrn": row.patient.mrn}
        changes.append(gettext("moved from the record MRN %(former)s to MRN %(mrn)s") % mrns)
    if row.token != before.token:
        changes.append(gettext("token %(token)s given") % {"token": row.token})
    if not step and row.doctor_id != before.doctor_id:
        changes.append(gettext("doctor changed"))
    if not step and row.status != before.status:
        changes.append(gettext("status changed"))
    changes += [str(words) for field, words in WORDS.items() if _differs(row, before, field)]
    return ", ".join(changes) or gettext("saved")


def _step(row: Any) -> str:
    """The step of the queue in words, with the room or the one to whom the patient was transferred."""
    if row.queue_move == Move.CALL and row.room:
        return gettext("called to %(room)s") % {"room": row.room.name}
    if row.queue_move == Move.RECALL and row.room:
        return gettext("called again to %(room)s") % {"room": row.room.name}
    if row.queue_move == Move.TRANSFER:
        return gettext("transferred to %(place)s") % {"place": (row.doctor or row.department).name}
    return str(Move(row.queue_move).label)


def _differs(row: Any, before: Any, *fields: str) -> bool:
    return any(getattr(row, field, None) != getattr(before, field, None) for field in fields)
