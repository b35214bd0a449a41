"""Closes the queue of an earlier day, in which patients still wait after midnight."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from appointments.events.calendar_event import MODELS
from appointments.exceptions import Forbidden, Invalid
from appointments.hospital_time import today
from appointments.models import Department, Move, Status, TokenState, Visit
from appointments.services.booking.conflicts import save_or_refuse
from appointments.services.permissions import may, require_department
from appointments.services.queue.entries import lock_queues
from realtime.broadcasting import atomic

NOT_ALLOWED = gettext_lazy("You don't have permission to close a queue.")


@atomic()
def close_day(*, by: Any, department: Department, day: date) -> list[Visit]:
    """All who wait, are called or were not there have left; returns their visits. Who is served stays.

    Of two desks that close it at once the second one finds nobody. Raises Forbidden, or Invalid for a day that is not
    over.
    """
    if not may(by, "walk_in"):
        raise Forbidden(str(NOT_ALLOWED))
    require_department(by, department.pk)
    if day >= today():
        text = _("Only the queue of an earlier day can be closed.")
        raise Invalid(text, {"date": [text]})
    lock_queues(department.pk)
    left: list[Visit] = []
    for model in MODELS.values():
        here = list(model.objects.of_queue(department.pk, day).values_list("pk", flat=True))
        # Locked without joins first, as in versions.locked().
        waiting = model.objects.filter(pk__in=here, status=Status.CHECKED_IN).order_by("pk").select_for_update()
        pks = [row.pk for row in waiting]
        for row in model.objects.filter(pk__in=pks).with_people().order_by("pk"):
            row.token_state, row.status, row.move = TokenState.LEFT, Status.LEFT, Move.LEFT
            save_or_refuse(by, row, _("The day's queue was closed."))
            left.append(row)
    return left
