"""What doctors and patients share: appointments show them, so their changes must reach the screens."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.name_folding import parts_of
from common.plain_text import has_invisible, tidy_name
from realtime import broadcasting

INVISIBLE = _("This name contains an invisible character. Type the name instead of pasting it.")
NO_LETTERS = _("Enter a name with letters.")


class ShownPerson(models.Model):
    """A person whom appointments show. `changed_shown` are those of `shown()` that the last save changed, with their
    former values.

    Every field is shown unless NOT_SHOWN lists it: a new one is broadcast, and the CalendarEvent must give it a place.
    """

    NOT_SHOWN: tuple[str, ...] = ("id",)

    name = models.CharField(max_length=100)

    changed_shown: dict[str, Any] = {}

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        shown = self.shown()
        with broadcasting.atomic(savepoint=False):
            # `no_key`: foreign keys of new rows are checked at commit, when the counters are locked already.
            rows = type(self)._base_manager.select_for_update(no_key=True).filter(pk=self.pk).values(*shown)
            before = rows.first() if self.pk else None
            self.changed_shown = {
                name: before[name] for name in shown if before and before[name] != getattr(self, name)
            }
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Deletes a doctor's hours and time off too, which broadcast their own events."""
        with broadcasting.atomic():
            return super().delete(*args, **kwargs)

    def clean(self) -> None:
        """Raises ValidationError for a name with invisible characters, or without letters and digits."""
        super().clean()
        typed = self.name
        self.name = tidy_name(typed)
        if has_invisible(self.name):
            raise ValidationError({"name": INVISIBLE})
        if typed and not parts_of(self.name):
            raise ValidationError({"name": NO_LETTERS})

    @classmethod
    def shown(cls) -> tuple[str, ...]:
        """The columns that appointments show; a relation by its id."""
        return tuple(field.attname for field in cls._meta.concrete_fields if field.name not in cls.NOT_SHOWN)
