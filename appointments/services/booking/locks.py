"""The order in which rows are locked: doctors, then patients, then appointments, each by id. Whoever keeps it never
waits in a circle.

A doctor's row stands for that doctor's calendar: booking, holding and leave look at it and then change it, so they
take the row first and follow one another. A patient's row stands for that patient's: two doctors booked for one
patient at once would otherwise wait for each other inside PostgreSQL's exclusion constraint. SQLite has one writer
at a time and needs none of this.
"""

from django.utils.translation import gettext as _

from appointments.exceptions import Invalid
from appointments.models import Doctor, Patient


def lock_doctors(*pks: int) -> None:
    """Until the transaction ends, nobody else books, holds or enters time off with these doctors.

    Raises Invalid where one has been deleted.
    """
    _lock(Doctor, pks)


def lock_patients(*pks: int) -> None:
    """Until the transaction ends, nobody else books these patients or moves their appointments. Raises Invalid."""
    _lock(Patient, pks)


def _lock(model: type[Doctor] | type[Patient], pks: tuple[int, ...]) -> None:
    # `no_key`: a row that only refers to the doctor or patient, as a walk-in does, need not wait. PostgreSQL looks
    # such a reference up at commit, when the counters are taken already: waiting there would be a circle.
    rows = model._default_manager.select_for_update(no_key=True).filter(pk__in=set(pks))
    if len(rows.order_by("pk").values_list("pk")) < len(set(pks)):
        gone = _("This doctor is no longer there.") if model is Doctor else _("This patient is no longer there.")
        raise Invalid(gone)
