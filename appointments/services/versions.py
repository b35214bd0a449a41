"""Compare-and-swap: a change is made to the version that its author saw, or not at all."""

from typing import TypeVar

from django.db import models

from appointments.errors import StaleVersion
from appointments.models import Appointment, OpdAppointment

T = TypeVar("T", Appointment, OpdAppointment)


def locked(rows: models.QuerySet[T], pk: int, version: int) -> T:
    """The row, locked until the transaction ends. Raises StaleVersion where its version is another one."""
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if row.version != version:
        raise StaleVersion(row)
    return row
