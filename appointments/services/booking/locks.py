"""Row locks, always in this order: doctors, then patients, then appointments, each by id. So they cannot deadlock.

A doctor's row is the lock of that doctor's calendar: booking, holding and time off read it and then change it, so they
run one after the other. A patient's row is the lock of the patient's appointments: two bookings of one patient with two
doctors would otherwise wait for each other inside PostgreSQL's exclusion constraint. SQLite has one writer at a time
and ignores these locks.
"""

from django.utils.translation import gettext as _

from appointments.exceptions import Invalid
from appointments.models import Doctor, Patient


def lock_doctors(*pks: int) -> None:
    """Locks these doctors. Other transactions cannot book, hold or enter time off with them until this one ends.

    Raises Invalid if one has been deleted.
    """
    _lock(Doctor, pks)


def lock_patients(*pks: int) -> None:
    """Locks these patients. Other transactions cannot book or reschedule them until this one ends.

    Raises Invalid if one has been deleted.
    """
    _lock(Patient, pks)


def _lock(model: type[Doctor] | type[Patient], pks: tuple[int, ...]) -> None:
    # `no_key`: rows that only refer to the doctor or patient, such as walk-ins, do not wait. PostgreSQL checks such a
    # reference at commit, when the counters are locked already: waiting there could deadlock.
    rows = model._default_manager.select_for_update(no_key=True).filter(pk__in=set(pks))
    if len(rows.order_by("pk").values_list("pk")) < len(set(pks)):
        gone = _("This doctor no longer exists.") if model is Doctor else _("This patient no longer exists.")
        raise Invalid(gone)
