"""What appointments and OPD appointments share: a version, a history, and a save that is one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from appointments.models.status import Status
from appointments.models.visibility import ByDepartment
from appointments.models.write_rules import AppendOnly, HistoryQuerySet, NoBulkWrites
from common.actor import current_actor
from realtime import broadcasting

MAX_LENGTH = timedelta(hours=12)


def touching(start: datetime, end: datetime) -> dict[str, datetime]:
    """The ORM's lookups for rows that touch the half-open interval [start, end).

    No row is longer than MAX_LENGTH, so both ends of an index on `end` are known: rows after the interval are not read,
    even if there are years of them.
    """
    return {"start__lt": end, "end__gt": start, "end__lt": end + MAX_LENGTH}


class VersionedQuerySet(ByDepartment, NoBulkWrites):
    def between(self, start: datetime, end: datetime) -> Self:
        """Those that touch the half-open interval [start, end)."""
        return self.filter(**touching(start, end))


def history_user(**kwargs: Any) -> Any:
    """For django-simple-history: the user who causes the change."""
    return current_actor().user


class Versioned(models.Model):
    """Every `save()` raises `version` by one, writes history, and broadcasts an event (`post_save`).

    All in one transaction, also for a plain `save()` from the shell. After a save, `before` is the row as the database
    held it, None for a new one.
    """

    status = models.CharField(max_length=11, choices=Status, default=Status.SCHEDULED)
    status_changed_at = models.DateTimeField(default=timezone.now, editable=False)
    status_reason = models.CharField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(
        inherit=True,
        bases=[AppendOnly],
        historical_queryset=HistoryQuerySet,
        get_user=history_user,
        history_change_reason_field=models.TextField(null=True),
    )

    start: Any
    end: Any
    before: Any = None
    shows_changed_person = False  # whether the save follows from a change of the patient or doctor
    left_department: str | None = None  # slug of the one that its doctor leaves with this save
    _change_reason: str | None = None  # read by django-simple-history
    derived: tuple[str, ...] = ("version", "status_changed_at")  # fields that every save writes

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.check_length()
        with broadcasting.atomic(savepoint=False):
            self.before = type(self)._base_manager.select_for_update().filter(pk=self.pk).first() if self.pk else None
            asked = kwargs.get("update_fields")
            if asked is not None:
                kwargs["update_fields"] = {*asked, *self.derived}
            with self._as_stored_except(None if asked is None else set(asked)):
                self.derive()
                super().save(*args, **kwargs)

    def derive(self) -> None:
        """Sets what follows from the other fields and from `before`."""
        self.version = (self.before.version if self.before else 0) + 1
        if self.before is None or self.before.status != self.status:
            self.status_changed_at = timezone.now()

    def check_length(self) -> None:
        """Raises ValueError where the row is longer than 12 hours, because `between()` would miss it."""
        if self.end - self.start > MAX_LENGTH:
            raise ValueError("An appointment lasts at most 12 hours.")

    @contextmanager
    def _as_stored_except(self, fields: set[str] | None) -> Iterator[None]:
        """Where only some fields are saved, sets the others to the database's values for history and event.

        Derived fields follow from these values, not from what this object has read earlier; they stay set.
        """
        kept = {}
        if fields is not None and self.before is not None:
            names = [field.attname for field in self._meta.concrete_fields if not fields & {field.name, field.attname}]
            kept = {name: getattr(self, name) for name in names}
        try:
            for name in kept:
                setattr(self, name, getattr(self.before, name))
            yield
        finally:
            derived = {field.attname for field in self._meta.concrete_fields if field.name in self.derived}
            for name in kept.keys() - derived:
                setattr(self, name, kept[name])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: an appointment is cancelled, never deleted. Raises TypeError."""
        raise TypeError("Appointments are never deleted; cancel them with services.transitions.change_status().")
