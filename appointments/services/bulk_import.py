"""Bulk inserts, for rows that no screen shows yet: demo data and imports from another system.

They send no signals, so no event is broadcast for these rows.
"""

from collections.abc import Iterable
from typing import Any

from appointments.models import Appointment, OpdAppointment, Patient, WorkingHours
from appointments.models.lengths import check_lengths
from appointments.models.search_key import insert_keys
from appointments.models.versioned import Versioned
from realtime.broadcasting import atomic

BATCH = 1_000  # rows

Importable = Appointment | OpdAppointment | Patient | WorkingHours


@atomic()
def import_unwatched(rows: Iterable[Importable], *, by: Any = None) -> list[Any]:
    """Inserts new rows of one model as version 1, with a first history entry where the model has one.

    Only for an interval that no calendar shows yet. Raises IntegrityError where rows overlap, ValueError where one is
    longer than 12 hours, ValidationError where a patient's text is too long; nothing is written then.
    """
    ready = list(rows)
    for row in ready:
        if isinstance(row, Patient):
            check_lengths(row)
        elif isinstance(row, Versioned):
            row.check_length()
            row.version = 1
    if not ready:
        return []
    model: Any = type(ready[0])
    made = model._base_manager.bulk_create(ready, batch_size=BATCH)  # the default manager refuses bulk writes
    if model is Patient:
        insert_keys(made)
    if hasattr(model, "history"):
        model.history.bulk_history_create(made, batch_size=BATCH, default_user=by)
    return list(made)
