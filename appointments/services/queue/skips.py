"""Patients who were called and not there wait again once three others were called, until such a call is undone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from appointments.events.calendar_event import MODELS, kind_of
from appointments.models import Move, Status, TokenState, Visit
from appointments.services.booking.conflicts import save_or_refuse
from appointments.services.queue import order, undoing
from appointments.services.queue.entries import entries_of, locked_as_read


def bring_back(by: Any, entries: Sequence[order.Entry], called: Visit) -> None:
    """After a call: those who were not there wait again once three were called. `entries` were read before it."""
    at = called.called_at or timezone.now()
    now = [
        replace(each, state=TokenState.CALLED, since=at, called_at=at, doctor=called.doctor_id)
        if (each.kind, each.pk) == (kind_of(called), called.pk)
        else each
        for each in entries
    ]
    for each in now:
        if each.state == TokenState.SKIPPED and order.calls_to_come(each, now) == 0:
            row = locked_as_read(each)
            if row is not None:
                row.token_state = TokenState.WAITING
                _save(by, row, Move.RETURN)


def send_back(by: Any, department_id: int, day: date, called_at: datetime) -> None:
    """After the undo of a call: those who wait again since then and would not without it, if nothing has happened to
    them since.
    """
    entries = {(each.kind, each.pk): each for each in entries_of(department_id, day)}
    for kind, model in MODELS.items():
        rows = model.objects.of_queue(department_id, day).filter(status=Status.CHECKED_IN, queue_move=Move.RETURN)
        for pk in rows.filter(token_since__gte=called_at).values_list("pk", flat=True):
            row = locked_as_read(entries[kind, pk])
            if row is not None and _is_early(row, entries[kind, pk], entries.values()):
                undoing.restore(row)
                _save(by, row, Move.UNDO)


def _is_early(row: Visit, entry: order.Entry, entries: Iterable[order.Entry]) -> bool:
    skipped = replace(entry, since=undoing.state_before(row).token_since)
    return order.calls_to_come(skipped, entries) > 0


def _save(by: Any, row: Visit, move: str) -> None:
    row.move = move
    save_or_refuse(by, row)
