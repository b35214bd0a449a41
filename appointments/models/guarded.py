"""Rows that are watched are changed one by one: a bulk write sends no signal, so no screen would hear of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn

from django.db import models

_unwatched: ContextVar[bool] = ContextVar("unwatched", default=False)


@contextmanager
def unwatched() -> Iterator[None]:
    """Lets bulk writes through. Only `services.imports` opens this door, for rows that nobody is watching yet."""
    token = _unwatched.set(True)
    try:
        yield
    finally:
        _unwatched.reset(token)


class GuardedQuerySet(models.QuerySet[Any]):
    """Refuses bulk writes with TypeError, and names the verb to use instead (the model's `verbs`)."""

    def update(self, **kwargs: Any) -> int:
        self._refuse("update()")
        return super().update(**kwargs)

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        self._refuse("bulk_create()")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        self._refuse("bulk_update()")
        return super().bulk_update(*args, **kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse("delete()")
        return super().delete()

    def _refuse(self, what: str) -> None:
        if _unwatched.get():
            return
        name = self.model.__name__
        raise TypeError(f"{name}: {what} would change rows that no screen hears of. Use {self.model.verbs}.")


class AppendOnly(models.Model):
    """A history row: written once, never changed, never deleted (by the ORM)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("A history row is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A history row is never deleted.")
