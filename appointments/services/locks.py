"""The order in which rows are locked: doctors by id, then appointments by id. Whoever keeps it never waits in a circle.

A doctor's row stands for that doctor's calendar: booking, holding and leave look at it and then change it, so they
take the row first and follow one another. SQLite has one writer at a time and needs none of this.
"""

from appointments.models import Doctor


def lock_doctors(*pks: int) -> None:
    """Until the transaction ends, nobody else books, holds or enters time off with these doctors."""
    # `no_key`: a walk-in, which only refers to the doctor, need not wait.
    list(Doctor.objects.select_for_update(no_key=True).filter(pk__in=set(pks)).order_by("pk").values_list("pk"))
