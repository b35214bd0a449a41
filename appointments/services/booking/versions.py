"""Compare-and-swap: a change applies to the version that its author saw, or is refused."""

from typing import TypeVar

from django.db import models

from appointments.exceptions import StaleVersion
from appointments.models import Appointment, OpdAppointment

T = TypeVar("T", Appointment, OpdAppointment)


def locked(rows: models.QuerySet[T], pk: int, version: int) -> T:
    """The row, locked until the transaction ends. Raises StaleVersion where its version is another one."""
    # Locked without joins first: after a wait PostgreSQL would join the changed row with its former doctor and return
    # nothing.
    rows.select_related(None).select_for_update().get(pk=pk)
    row = rows.get(pk=pk)
    if row.version != version:
        raise StaleVersion(row)
    return row
