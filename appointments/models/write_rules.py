"""Rows that screens show are written one by one, because a bulk write sends no signal; history is only appended to."""

from typing import Any, NoReturn

from django.db import models
from simple_history.manager import HistoricalQuerySet


class NoBulkWrites(models.QuerySet[Any]):
    """Refuses bulk writes with TypeError, and names the verb to use instead (the model's `verbs`).

    Rows that no screen shows yet are written by `services.bulk_import.import_unwatched()`.
    """

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(
            f"{self.model.__name__} rows are not written in bulk: no version, no history, no screen would know. "
            f"Use {self.model.verbs}."
        )

    update = delete = bulk_create = bulk_update = _refuse


class HistoryQuerySet(HistoricalQuerySet):
    """History rows may be added in bulk, as imports do."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("History is written once: it is never changed and never deleted.")

    update = delete = bulk_update = _refuse


class AppendOnly(models.Model):
    """A history row: written once, never changed, never deleted (by the ORM)."""

    objects = HistoryQuerySet.as_manager()  # type: ignore[django-manager-missing]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A history row is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A history row is never deleted.")
