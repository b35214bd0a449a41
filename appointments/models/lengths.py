"""Lengths of stored texts."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


def check_lengths(row: models.Model) -> None:
    """Raises ValidationError where a text is longer than its column; SQLite itself does not check."""
    complaints: dict[str, list[str]] = {}
    for column in row._meta.concrete_fields:
        length = len(getattr(row, column.attname) or "") if isinstance(column, models.CharField) else 0
        if column.max_length and length > column.max_length:
            complaints.setdefault(column.name, []).append(
                _("Too long: stored as %(length)s characters, at most %(most)s are allowed.")
                % {"length": length, "most": column.max_length}
            )
    if complaints:
        raise ValidationError(complaints)
