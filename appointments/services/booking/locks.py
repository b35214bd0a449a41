"""Row locks, always in this order: doctors, then patients, then appointments, each by id. So they cannot deadlock.

A doctor's row is the lock of that doctor's calendar: booking, holding and time off read it and then change it, so they
run one after the other. A patient's row is the lock of the patient's appointments: two bookings of one patient with two
doctors would otherwise wait for each other inside PostgreSQL's exclusion constraint. SQLite has one writer at a time
and ignores these locks.
"""

from django.utils.translation import gettext as _

from appointments.exceptions import Invalid, Merged
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


def lock_for_new_visit(pk: int) -> None:
    """Locks a patient who is about to get a visit: a merge that runs meanwhile ends before or starts after it.

    Raises Invalid if the patient has been deleted, Merged if the record has been merged.
    """
    locked = Patient.objects.select_for_update(no_key=True).filter(pk=pk).order_by()
    found = list(locked.values_list("merged_into", flat=True))
    if not found:
        raise Invalid(_("This patient no longer exists."))
    if found[0] is not None:
        raise Merged(Patient.objects.get(pk=pk), Patient.objects.get(pk=found[0]))


def _lock(model: type[Doctor] | type[Patient], pks: tuple[int, ...]) -> None:
    # `no_key`: rows that only refer to the doctor or patient, such as walk-ins, do not wait. PostgreSQL checks such a
    # reference at commit, when the counters are locked already: waiting there could deadlock.
    rows = model._default_manager.select_for_update(no_key=True).filter(pk__in=set(pks))
    if len(rows.order_by("pk").values_list("pk")) < len(set(pks)):
        gone = _("This doctor no longer exists.") if model is Doctor else _("This patient no longer exists.")
        raise Invalid(gone)
